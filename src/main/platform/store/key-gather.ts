import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { shownState } from './key-expiry.ts'
import { canMerge, sortedBy } from './key-order.ts'
import { dayMs, filterOf, isIn, isNeverUsed, type Part, searchedText } from './key-parts.ts'
import type { Asked } from './key-window.ts'
import { first } from './sql.ts'
import { candidatesOf, hasTextIndex } from './text-index.ts'

/** SQL for the numbers of rows among which all are that a list shows: few enough to be looked at each. ?2 is `value`. */
export type Source = { readonly sql: string; readonly value: SQLInputValue }

// Of so many rows each can be looked at in a ms.
const fewRows = 1000
const mostRows = 20_000
// Rows that are not in the text index yet are looked at each.
const mostUnsearched = 50_000

/** Where few rows can match: there it costs less to find and sort them all than to walk the list until `upTo` are found. */
export const selectiveSource = (
  database: DatabaseSync,
  asked: Asked,
  upTo: number,
): Source | null => {
  if (asked.size <= fewRows && canMerge(asked.parts)) return { sql: wholeOf(asked), value: null }
  const most = mostOf(asked, upTo)
  return searchSource(database, asked, most) ?? indexSource(database, asked, most)
}

/** Each row is looked at, in the order of the file: where many may match and hardly any does. */
export const everyRow: Source = { sql: 'SELECT row FROM keys NOT INDEXED', value: null }

/** How many rows cost as much to look at as the steps to the row `upTo`, where so many are spread evenly. */
export const mostOf = ({ size }: Asked, upTo: number): number =>
  Math.min(mostRows, Math.max(300, Math.round(Math.sqrt(upTo * size))))

/** Where the walk meets none for long, as when what is looked for is at the other end of the order. */
export const anySource = (database: DatabaseSync, asked: Asked): Source =>
  searchSource(database, asked, asked.size >> 2) ?? everyRow

const wholeOf = ({ parts }: Asked): string =>
  unionOf(parts, part => `SELECT row FROM keys INDEXED BY keysByCreatedAt WHERE ${isIn(part)}`)

const unionOf = (parts: readonly Part[], select: (part: Part) => string): string =>
  parts.map(select).join(' UNION ALL ')

const searchSource = (
  database: DatabaseSync,
  { query, coverage: { searched, last } }: Asked,
  most: number,
): Source | null => {
  const search = searchedText(query.search)
  if (search === '' || last - searched > mostUnsearched || !hasTextIndex(database)) return null
  const candidates = candidatesOf(database, search, most)
  if (candidates === null) return null
  const known = `SELECT row FROM (${candidates.sql}) WHERE row <= ${searched}`
  const rest = `SELECT row FROM keys NOT INDEXED WHERE row > ${searched}`
  return { ...candidates, sql: searched < last ? `${known} UNION ALL ${rest}` : known }
}

/** The filter that leaves the fewest, if any leaves few. */
const indexSource = (database: DatabaseSync, asked: Asked, most: number): Source | null => {
  const { query, parts, coverage } = asked
  if (coverage.sorted < coverage.last || !canMerge(parts)) return null
  const sources = [
    ...(query.owner === undefined ? [] : [indexed('keysByCreatedBy', () => 'keys.createdBy = ?3')]),
    ...(query.neverUsed ? [indexed('keysByUsageCount', () => isNeverUsed)] : []),
    ...(query.expiry === undefined || query.expiry === 'never' ? [] : [expiring(query.expiry)]),
    ...(query.states === null
      ? []
      : [indexed('keysByState', part => filterOf({ ...query, ...onlyStates }, part))]),
  ]
  const sql = sources
    .map(source => unionOf(parts, source))
    .find(each => isFew(database, each, query.owner ?? null, most))
  return sql === undefined ? null : { sql, value: null }
}

const onlyStates = { search: '', expiry: undefined, neverUsed: false, owner: undefined }

const indexed = (name: string, condition: (part: Part) => string) => (part: Part) =>
  `SELECT row FROM keys INDEXED BY ${name} WHERE keys.indexed = 1 AND ${isIn(part)} AND ${condition(part)}`

const expiring = (span: 'week' | 'month') =>
  indexed('keysByExpiresAt', ({ time }) => {
    const days = span === 'week' ? 7 : 30
    return `keys.expiresAt > ${time} AND keys.expiresAt <= ${time + days * dayMs}`
  })

const isFew = (database: DatabaseSync, sql: string, owner: string | null, most: number): boolean =>
  (first<{ readonly count: number }>(
    database,
    `SELECT count(*) AS count FROM (SELECT 1 FROM (${sql}) WHERE ?3 IS NULL OR TRUE LIMIT ?1)`,
    ...[most + 1, null, owner],
  )?.count ?? 0) <= most

/** SQL for what makes a row of one of the parts one of the list. */
export const isListed = ({ query, parts }: Asked): string =>
  parts
    .map(part => [isIn(part), filterOf(query, part)].filter(Boolean).join(' AND '))
    .map(condition => `(${condition})`)
    .join(' OR ')

/** SQL for the time by the clock of a row's service. */
export const timeIn = (parts: readonly Part[]): string => {
  const times = new Map(parts.map(({ scope, time }) => [scope, time]))
  const [only] = times.values()
  if (new Set(times.values()).size === 1) return String(only)
  const cases = [...times].map(([scope, time]) => `WHEN ${scope} THEN ${time}`)
  return `CASE keys.scope ${cases.join(' ')} END`
}

/** The whole list, in order. */
export const gathered = (
  database: DatabaseSync,
  asked: Asked,
  { sql, value }: Source,
): Uint32Array => {
  const { sort, search, owner } = asked.query
  const state = `${shownState(timeIn(asked.parts))} ${sort.descending ? 'DESC' : 'ASC'}, `
  const direction = sort.descending ? 'DESC' : 'ASC'
  const order = `${sort.column === 'state' ? state : ''}${sortedBy(sort)} ${direction} NULLS LAST, keys.row ${direction}`
  const found = first<{ readonly rows: string }>(
    database,
    `SELECT json_group_array(keys.row ORDER BY ${order}) AS rows, ?1, ?2, ?3
     FROM (${sql}) AS hits CROSS JOIN keys ON keys.row = hits.row WHERE ${isListed(asked)}`,
    ...[searchedText(search), value, owner ?? null],
  )
  return Uint32Array.from(JSON.parse(found?.rows ?? '[]'))
}
