import type { KeyCounts, KeysQuery } from '../../../shared/contract/keys.ts'
import { environments } from '../../../shared/domain/environment.ts'
import { type KeyState, keyStates } from '../../../shared/domain/key.ts'
import { countsFromIndexes } from './index-counts.ts'
import { shownState } from './key-expiry.ts'
import { everyRow, isListed, type Source, selectiveSource, timeIn } from './key-gather.ts'
import { orderedRows } from './key-ordering.ts'
import { dayMs, isFiltered, isNeverUsed, type Part, searchedText } from './key-parts.ts'
import { type Asked, askedOf, orderHolds } from './key-window.ts'
import { type Lists, nameOfList, nameOfOrder, unchangedUntil } from './lists.ts'
import type { Slices } from './operations.ts'
import { all } from './sql.ts'

/** How many rows of a part are alike to every filter. */
type Cell = {
  readonly part: Part
  readonly state: KeyState
  readonly span: 'week' | 'month' | 'never' | 'later'
  readonly unused: boolean
  readonly count: number
  /** Their numbers, as JSON. */
  readonly rows: string
}

/**
 * How many match `query` at `now`, and with each choice of a filter. What it finds on the way is kept for windows of the
 * same list: its total, and its order.
 */
export function* keyCounts(lists: Lists, query: KeysQuery, now: number): Slices<KeyCounts> {
  const began = lists.generation()
  // Of the filters those alone that have no counts of their own.
  const { search, owner, scope, kind, sort } = query
  const asked = askedOf(lists, { search, owner, scope, kind, sort, states: null }, now)
  if (!isFiltered(query) && asked.coverage.sorted >= asked.coverage.last) {
    return yield* countsFromIndexes(lists, query, asked.parts, asked.coverage)
  }
  const counting = createCounting(query)
  const rows = new Uint8Array((asked.coverage.last >> 3) + 1)
  for (const cells of cellsIn(lists, asked, isFiltered(query))) {
    for (const cell of cells) {
      if (!counting.add(cell)) continue
      for (const row of JSON.parse(cell.rows) as readonly number[]) {
        rows[row >> 3] = (rows[row >> 3] ?? 0) | (1 << (row & 7))
      }
    }
    yield
  }
  const counts = counting.counts()
  if (lists.generation() !== began) return counts
  const list = askedOf(lists, query, now)
  lists.totals.put(nameOfList(query), counts.total, holds(lists, list))
  if (isFiltered(query) && lists.orders.get(nameOfOrder(query), now) === null) {
    const order = yield* orderedRows(lists, list, rows, counts.total)
    if (order) lists.orders.put(nameOfOrder(query), order, orderHolds(lists, list))
  }
  return counts
}

const holds = (lists: Lists, { parts, coverage, now }: Asked): number =>
  unchangedUntil(lists, parts, coverage, now)

const cellsSql = (asked: Asked, withRows: boolean): string => {
  const time = timeIn(asked.parts)
  const within = (days: number) => `keys.expiresAt <= ${time} + ${days * dayMs}`
  return `SELECT keys.scope, keys.kind, ${shownState(time)} AS shown,
      CASE WHEN keys.expiresAt IS NULL THEN 'never' WHEN keys.expiresAt <= ${time} THEN 'later'
        WHEN ${within(7)} THEN 'week' WHEN ${within(30)} THEN 'month' ELSE 'later' END AS span,
      ${isNeverUsed} IS TRUE AS unused, count(*) AS count,
      ${withRows ? 'json_group_array(keys.row)' : "'[]'"} AS rows, ?1, ?2, ?3`
}

type Row = Omit<Cell, 'part' | 'state' | 'unused'> & {
  readonly scope: number
  readonly kind: string
  readonly shown: KeyState
  readonly unused: number
}

const sliceMs = 6

function* cellsIn(
  lists: Lists,
  asked: Asked,
  withRows: boolean,
): Generator<readonly Cell[], undefined> {
  if (asked.parts.length === 0) return
  const { query, parts, coverage } = asked
  const group = 'GROUP BY 1, 2, 3, 4, 5'
  const read = (from: string, { value }: Source, after: number, upTo: number) =>
    all<Row>(
      lists.database,
      `${cellsSql(asked, withRows)} FROM ${from} WHERE keys.row > ?4 AND keys.row <= ?5 AND (${isListed(asked)}) ${group}`,
      ...[searchedText(query.search), value, query.owner ?? null, after, upTo],
    ).flatMap(({ scope, kind, shown: state, unused, ...rest }) => {
      const part = parts.find(one => one.scope === scope && one.kind === kind)
      return part ? [{ ...rest, part, state, unused: unused === 1 }] : []
    })
  const source = selectiveSource(lists.database, asked, 200)
  if (source) {
    const from = `(${source.sql}) AS hits CROSS JOIN keys ON keys.row = hits.row`
    yield read(from, source, 0, coverage.last)
    return
  }
  let step = 1000
  for (let after = 0; after < coverage.last; ) {
    const began = performance.now()
    yield read('keys NOT INDEXED', everyRow, after, after + step)
    after += step
    // As many rows the next time as fill a slice.
    const took = Math.max(performance.now() - began, 0.1)
    step = Math.round(Math.min(20_000, Math.max(500, (step * sliceMs) / took)))
  }
}

const createCounting = (query: KeysQuery) => {
  const states = new Map<KeyState, number>()
  const places = new Map<string, number>()
  const spans = new Map<string, number>()
  let total = 0
  let neverUsed = 0
  const add = (counts: Map<string, number>, name: string, count: number) =>
    counts.set(name, (counts.get(name) ?? 0) + count)
  return {
    /** Answers whether the rows are in the list. */
    add: ({ part: { environment }, state, span, unused, count }: Cell): boolean => {
      const holds = {
        state: query.states?.includes(state) ?? true,
        place: query.environment === undefined || query.environment === environment,
        span: query.expiry === undefined || spansOf(span).includes(query.expiry),
        unused: !query.neverUsed || unused,
      }
      if (holds.place && holds.span && holds.unused) add(states, state, count)
      if (holds.state && holds.span && holds.unused) add(places, environment, count)
      if (holds.state && holds.place && holds.unused) {
        for (const one of spansOf(span)) add(spans, one, count)
      }
      if (holds.state && holds.place && holds.span && unused) neverUsed += count
      const isIn = holds.state && holds.place && holds.span && holds.unused
      if (isIn) total += count
      return isIn
    },
    counts: (): KeyCounts => ({
      total,
      states: record(keyStates, states),
      environments: record(environments, places),
      expiry: record(['week', 'month', 'never'], spans),
      neverUsed,
    }),
  }
}

/** What expires within a week does so within a month. */
const spansOf = (span: Cell['span']): readonly string[] =>
  span === 'week' ? ['week', 'month'] : [span]

const record = <Name extends string>(
  names: readonly Name[],
  counts: ReadonlyMap<string, number>,
): Record<Name, number> =>
  // Each of the names is there, and no other.
  Object.fromEntries(names.map(name => [name, counts.get(name) ?? 0])) as Record<Name, number>
