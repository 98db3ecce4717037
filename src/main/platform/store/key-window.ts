import type { DatabaseSync } from 'node:sqlite'
import type { KeyCounts, KeyRow, KeysQuery, KeysWindow } from '../../../shared/contract/keys.ts'
import { keyKinds, keyStates } from '../../../shared/domain/key.ts'
import { isInState, shownState, timeOfRow } from './key-expiry.ts'
import { foldText, shownColumns } from './key-rows.ts'
import { findScope, scopesOf } from './scopes.ts'
import { all, first } from './sql.ts'

/**
 * Rows of one scope and one kind, which each sortable column's index holds in order: parts merge while they are walked.
 * Over every connection there is one part alone, which is sorted. `time` is SQL for the clock of the rows' service.
 */
type Part = { readonly condition: string; readonly time: string }

type Column = Exclude<KeysWindow['sort']['column'], 'state'>

const sortColumn: Readonly<Record<Column, string>> = {
  name: 'nameOrder',
  createdAt: 'createdAt',
  createdBy: 'createdBy',
  updatedAt: 'updatedAt',
  mask: 'mask',
  lastUsedAt: 'lastUsedAt',
  usageCount: 'usageCount',
  expiresAt: 'expiresAt',
}

/** One window of the sorted, filtered list as it is at `now`; what is unknown comes last in either direction. */
export const keysWindow = (
  database: DatabaseSync,
  query: KeysWindow,
  now: number,
): {
  readonly rows: readonly KeyRow[]
  readonly total: number
  readonly counted: boolean
  readonly unfiltered: number
} => {
  const parts = partsOf(database, query, now)
  const search = foldText(query.search).trim()
  const filtered = parts.map(part => narrowed(part, query.states, search))
  const unfiltered = count(database, parts, '')
  const isWhole = query.states === null && search === ''
  const total = isWhole ? unfiltered : count(database, filtered, search)
  const byState = query.scope !== null && search === '' && isRare(query, total, unfiltered)
  const source = byState ? 'keys INDEXED BY keysByState' : 'keys'
  const arms = filtered.map(part => armOf(part, query.sort.column, source))
  const rows = arms.length === 0 ? [] : rowsOf(database, query, now, { arms, search })
  return { rows, total, counted: true, unfiltered }
}

/** How many match `query` at `now`. */
export const keyCounts = (database: DatabaseSync, query: KeysQuery, now: number): KeyCounts => {
  const { total } = keysWindow(database, { ...query, offset: 0, limit: 1 }, now)
  const states = keyStates.map(state => {
    const one = { ...query, states: [state], offset: 0, limit: 1 }
    return [state, keysWindow(database, one, now).total] as const
  })
  return {
    total,
    states: Object.fromEntries(states) as KeyCounts['states'],
    environments: { preview: 0, production: 0 },
    expiry: { week: 0, month: 0, never: 0 },
    neverUsed: 0,
  }
}

const partsOf = (
  database: DatabaseSync,
  { scope, kind }: KeysWindow,
  now: number,
): readonly Part[] => {
  if (scope === null) {
    const condition = kind === null ? 'TRUE' : `keys.kind = '${kind}'`
    return [{ condition, time: timeOfRow(now) }]
  }
  const { connection, environment } = scope
  const one = environment && findScope(database, { connection, environment })
  const found = environment === null ? scopesOf(database, connection) : one ? [one] : []
  return found.flatMap(({ id, clockOffset }) =>
    (kind === null ? keyKinds : [kind]).map(each => ({
      condition: `keys.scope = ${id} AND keys.kind = '${each}'`,
      time: String(now + clockOffset),
    })),
  )
}

const narrowed = (
  { condition, time }: Part,
  states: KeysWindow['states'],
  search: string,
): Part => {
  // `instr` compares as it stands; in a LIKE pattern % and _ would have to be escaped.
  const found = search === '' ? [] : ['instr(keys.haystack, ?1) > 0']
  const anyOf = states?.map(state => isInState(state, time)) ?? ['TRUE']
  const inState = states === null ? [] : [`(${['FALSE', ...anyOf].join(' OR ')})`]
  return { condition: [condition, ...inState, ...found].join(' AND '), time }
}

const count = (database: DatabaseSync, parts: readonly Part[], search: string): number =>
  parts
    .map(
      ({ condition }) =>
        first<{ readonly count: number }>(
          database,
          `SELECT count(*) AS count FROM keys WHERE ${condition}`,
          ...(search === '' ? [] : [search]),
        )?.count ?? 0,
    )
    .reduce((sum, one) => sum + one, 0)

/** Whether it costs less to sort all that is in these states than to walk past all that is not. */
const isRare = (
  { states, offset, limit }: KeysWindow,
  total: number,
  unfiltered: number,
): boolean => states !== null && total * total < (offset + limit) * unfiltered

const armOf = (
  { condition, time }: Part,
  column: KeysWindow['sort']['column'],
  source: string,
): string => {
  const sorted = column === 'state' ? shownState(time) : `keys.${sortColumn[column]}`
  return `SELECT keys.row, ${sorted} AS sorted FROM ${source} WHERE ${condition}`
}

const rowsOf = (
  database: DatabaseSync,
  { sort, limit, offset }: KeysWindow,
  now: number,
  { arms, search }: { readonly arms: readonly string[]; readonly search: string },
): readonly KeyRow[] => {
  const direction = sort.descending ? 'DESC' : 'ASC'
  // The order of the indexes, which end in `row`, walked either way.
  const order = `sorted ${direction} NULLS LAST, row ${direction}`
  return all<KeyRow>(
    database,
    `WITH page AS MATERIALIZED (${arms.join(' UNION ALL ')} ORDER BY ${order} LIMIT ?2 OFFSET ?3)
     SELECT scopes.connection, scopes.environment, ${shownColumns(timeOfRow(now))}
     FROM page JOIN keys ON keys.row = page.row JOIN scopes ON scopes.id = keys.scope
     ORDER BY page.sorted ${direction} NULLS LAST, page.row ${direction}`,
    search,
    limit,
    offset,
  )
}
