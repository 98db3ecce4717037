import type { DatabaseSync } from 'node:sqlite'
import type { KeyRow, KeysQuery, KeysWindow } from '../../../shared/contract/keys.ts'
import { timeOfRow } from './key-expiry.ts'
import { anySource, gathered, isListed, mostOf, selectiveSource } from './key-gather.ts'
import { armsOf, type Group, groupsOf, orderOfRows } from './key-order.ts'
import { isFiltered, type Part, partsOf, searchedText, shownParts } from './key-parts.ts'
import { shownColumns } from './key-rows.ts'
import {
  type Coverage,
  coverageOf,
  type Lists,
  nameOfList,
  nameOfOrder,
  unchangedUntil,
} from './lists.ts'
import { all, first } from './sql.ts'

type Answer = {
  readonly rows: readonly KeyRow[]
  readonly total: number
  readonly counted: boolean
  readonly unfiltered: number
}

type Range = { readonly offset: number; readonly limit: number }

type Found = { readonly rows: readonly number[]; readonly total: number | null }

/** What a list is made of: parts without rows left out. */
export type Asked = {
  readonly query: KeysQuery
  readonly parts: readonly Part[]
  readonly size: number
  readonly coverage: Coverage
  readonly now: number
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

export const askedOf = (
  lists: Lists,
  query: KeysQuery,
  now: number,
): Asked & { readonly unfiltered: number } => {
  const every = partsOf(lists.database, query, now)
  const parts = shownParts(every, query).filter(part => lists.countOf(part) > 0)
  return {
    ...{ query, parts, now },
    size: sum(parts.map(lists.countOf)),
    unfiltered: sum(every.map(lists.countOf)),
    coverage: coverageOf(lists.database),
  }
}

/** One window of the sorted, filtered list as it is at `now`; what is unknown comes last in either direction. */
export const keysWindow = (lists: Lists, query: KeysWindow, now: number): Answer => {
  const { unfiltered, ...asked } = askedOf(lists, query, now)
  const { offset, limit } = query
  const found = asked.size === 0 ? { rows: [], total: 0 } : find(lists, asked, offset, limit)
  const rows = rowsOf(lists.database, found.rows, now)
  const more = rows.length === limit ? 1 : 0
  const known = rows.length === 0 ? 0 : offset + rows.length + more
  return { rows, total: found.total ?? known, counted: found.total !== null, unfiltered }
}

const find = (lists: Lists, asked: Asked, offset: number, limit: number): Found => {
  const { query, now } = asked
  const range = { offset, limit }
  const name = nameOfOrder(query)
  const order = lists.orders.get(name, now)
  if (order) return windowOf(order, range)
  if (!isFiltered(query)) return { rows: walkAll(lists, asked, range), total: asked.size }
  const source = selectiveSource(lists.database, asked, offset + limit)
  const walked = source ? null : walkFiltered(lists, asked, offset + limit)
  if (walked) {
    const isWhole = walked.length < offset + limit
    const known = lists.totals.get(nameOfList(query), now)
    return { rows: walked.slice(offset), total: known ?? (isWhole ? walked.length : null) }
  }
  const rows = gathered(lists.database, asked, source ?? anySource(lists.database, asked))
  lists.orders.put(name, rows, orderHolds(lists, asked))
  return windowOf(rows, range)
}

const windowOf = (order: Uint32Array, { offset, limit }: Range): Found => ({
  rows: [...order.subarray(offset, offset + limit)],
  total: order.length,
})

/** Until when an order holds, if no key changes. */
export const orderHolds = (lists: Lists, { query, parts, coverage, now }: Asked): number =>
  query.states !== null || query.expiry !== undefined || query.sort.column === 'state'
    ? unchangedUntil(lists, parts, coverage, now)
    : Number.MAX_SAFE_INTEGER

/** Row numbers of a window of a list that leaves nothing out, from the end of the list where that is nearer. */
const walkAll = (lists: Lists, asked: Asked, { offset, limit }: Range): readonly number[] => {
  const groups = groupsOf(asked.query.sort)
  const rows: number[] = []
  let before = 0
  for (const group of groups) {
    if (rows.length >= limit) break
    const size = groups.length === 1 ? asked.size : groupSize(lists, asked, group)
    const from = Math.max(0, offset - before)
    const range = { offset: from, limit: Math.min(limit - rows.length, size - from) }
    if (range.limit > 0) rows.push(...walkGroup(lists.database, asked, group, range, size))
    before += size
  }
  return rows
}

const groupSize = (lists: Lists, asked: Asked, group: Group): number => {
  const { query, parts, coverage, now } = asked
  const name = `${nameOfList(query)} ${group.state}`
  const known = lists.totals.get(name, now)
  if (known !== null) return known
  const arms = armsOf(parts, query.sort, group, coverage).map(
    arm => `(SELECT count(*) FROM (${arm}))`,
  )
  const { count } = first<{ readonly count: number }>(
    lists.database,
    `SELECT ${arms.join(' + ')} AS count`,
  ) ?? { count: 0 }
  lists.totals.put(name, count, unchangedUntil(lists, parts, coverage, now))
  return count
}

const walkGroup = (
  database: DatabaseSync,
  { query, parts, coverage }: Asked,
  group: Group,
  { offset, limit }: Range,
  size: number,
): readonly number[] => {
  const fromEnd = offset > size / 2
  const rows = all<{ readonly row: number }>(
    database,
    `${armsOf(parts, query.sort, group, coverage).join(' UNION ALL ')}
     ORDER BY ${orderOfRows(query.sort, fromEnd)} LIMIT ? OFFSET ?`,
    ...[limit, fromEnd ? size - offset - limit : offset],
  ).map(({ row }) => row)
  return fromEnd ? rows.toReversed() : rows
}

/** The first `upTo` of a list that leaves rows out; null where they are not met within so many steps. */
const walkFiltered = (lists: Lists, asked: Asked, upTo: number): readonly number[] | null => {
  const { sort, states } = asked.query
  const rows: number[] = []
  // Where what is looked for is spread evenly, and no few are, a third of these fill the window.
  let left = 3 * mostOf(asked, upTo)
  for (const group of groupsOf(sort)) {
    if (group.state !== null && states?.includes(group.state) === false) continue
    if (rows.length >= upTo) break
    const { found, steps } = walkSome(lists.database, asked, group, upTo - rows.length, left)
    rows.push(...found)
    left -= steps
    if (rows.length < upTo && left <= 0) return null
  }
  return rows
}

const walkSome = (
  database: DatabaseSync,
  asked: Asked,
  group: Group,
  limit: number,
  most: number,
): { readonly found: readonly number[]; readonly steps: number } => {
  const { query, parts, coverage } = asked
  // The order of the steps is that of the walk: to sort what was found would take every step.
  const steps = `${armsOf(parts, query.sort, group, coverage).join(' UNION ALL ')}
    ORDER BY ${orderOfRows(query.sort)} LIMIT ${most}`
  const found = all<{ readonly row: number }>(
    database,
    `SELECT keys.row, ?1, ?2, ?3 FROM (${steps}) AS steps CROSS JOIN keys ON keys.row = steps.row
     WHERE ${isListed(asked)} LIMIT ?4`,
    ...[searchedText(query.search), null, query.owner ?? null, limit],
  ).map(({ row }) => row)
  if (found.length === limit) return { found, steps: 0 }
  const { count } = first<{ readonly count: number }>(
    database,
    `SELECT count(*) AS count FROM (${steps})`,
  ) ?? { count: 0 }
  return { found, steps: count }
}

const rowsOf = (database: DatabaseSync, rows: readonly number[], now: number): readonly KeyRow[] =>
  rows.length === 0
    ? []
    : all<KeyRow>(
        database,
        `SELECT scopes.connection, scopes.environment, ${shownColumns(timeOfRow(now))}
         FROM json_each(?) AS page CROSS JOIN keys ON keys.row = page.value
         JOIN scopes ON scopes.id = keys.scope ORDER BY page.key`,
        JSON.stringify(rows),
      )
