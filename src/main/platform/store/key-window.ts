import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { KeyRow, KeysWindow } from '../../../shared/contract/keys.ts'
import { foldText, recordColumns } from './key-rows.ts'
import { findScope } from './scopes.ts'
import { all, first } from './sql.ts'

type Condition = { readonly sql: string; readonly values: readonly SQLInputValue[] }
type Column = KeysWindow['sort']['column']

const sortColumn: Readonly<Record<Column, string>> = {
  name: 'nameOrder',
  state: 'state',
  createdAt: 'createdAt',
  createdBy: 'createdBy',
  mask: 'mask',
  lastUsedAt: 'lastUsedAt',
}

/** One window of the sorted, filtered list; what is unknown comes last in either direction. */
export const keysWindow = (
  database: DatabaseSync,
  query: KeysWindow,
): {
  readonly rows: readonly KeyRow[]
  readonly total: number
  readonly unfiltered: number
} => {
  const within = scopeCondition(database, query.scope)
  const filters = [searchCondition(query.search), stateCondition(query.states)].flat()
  const unfiltered = count(database, within)
  const total = filters.length === 0 ? unfiltered : count(database, [...within, ...filters])
  return { rows: rowsOf(database, query, [...within, ...filters]), total, unfiltered }
}

const scopeCondition = (
  database: DatabaseSync,
  scope: KeysWindow['scope'],
): readonly Condition[] =>
  scope === null ? [] : [{ sql: 'scope = ?', values: [findScope(database, scope)?.id ?? null] }]

const searchCondition = (search: string): readonly Condition[] => {
  const text = foldText(search).trim()
  // `instr` compares as it stands; in a LIKE pattern % and _ would have to be escaped.
  return text === '' ? [] : [{ sql: 'instr(haystack, ?) > 0', values: [text] }]
}

const stateCondition = (states: KeysWindow['states']): readonly Condition[] =>
  states === null ? [] : [{ sql: `state IN (${states.map(() => '?').join(', ')})`, values: states }]

const where = (conditions: readonly Condition[]): string =>
  conditions.length === 0 ? '' : `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`

const valuesOf = (conditions: readonly Condition[]): readonly SQLInputValue[] =>
  conditions.flatMap(({ values }) => values)

const count = (database: DatabaseSync, conditions: readonly Condition[]): number =>
  first<{ readonly count: number }>(
    database,
    `SELECT count(*) AS count FROM keys ${where(conditions)}`,
    ...valuesOf(conditions),
  )?.count ?? 0

const rowsOf = (
  database: DatabaseSync,
  { sort, limit, offset }: KeysWindow,
  conditions: readonly Condition[],
): readonly KeyRow[] => {
  const direction = sort.descending ? 'DESC' : 'ASC'
  // Within a scope this is the order of the column's index, which ends in `row`, walked either way.
  const order = `keys.${sortColumn[sort.column]} ${direction} NULLS LAST, keys.row ${direction}`
  return all<KeyRow>(
    database,
    `WITH page AS MATERIALIZED (
       SELECT row FROM keys ${where(conditions)} ORDER BY ${order} LIMIT ? OFFSET ?
     )
     SELECT scopes.connection, scopes.environment, ${recordColumns}
     FROM page JOIN keys ON keys.row = page.row JOIN scopes ON scopes.id = keys.scope
     ORDER BY ${order}`,
    ...valuesOf(conditions),
    limit,
    offset,
  )
}
