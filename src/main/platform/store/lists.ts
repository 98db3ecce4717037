import type { DatabaseSync } from 'node:sqlite'
import type { KeysQuery } from '../../../shared/contract/keys.ts'
import { type Indexing, indexingOf, lastRow } from './key-indexing.ts'
import { dayMs, isIn, type Part } from './key-parts.ts'
import { first, prepared } from './sql.ts'

type Kept<T> = { readonly name: string; readonly until: number; readonly value: T }

/** What is remembered of lists until a key of any is another. */
export type Lists = {
  readonly database: DatabaseSync
  /** Another number whenever a key is another. */
  readonly revision: () => number
  /** A row is another; `count`: one came or went. */
  readonly changed: (count: boolean) => void
  /** The clock of a service is another. */
  readonly forget: () => void
  /** Another number whenever what is remembered is forgotten. */
  readonly generation: () => number
  /** How many rows each part has, and all of them. */
  readonly countOf: (part: Pick<Part, 'scope' | 'kind'>) => number
  /** Has the next start know them, so that it need not count: until a row comes or goes. */
  readonly saveCounts: () => void
  readonly totals: Memory<number>
  /** Of the newest list alone: four bytes a row. */
  readonly orders: Memory<Uint32Array>
}

/** Holds the newest `most` answers, by what was asked, until a time. */
export type Memory<T> = {
  readonly get: (name: string, now: number) => T | null
  readonly put: (name: string, value: T, until: number) => void
  readonly clear: () => void
}

const memory = <T>(most: number): Memory<T> => {
  let kept: readonly Kept<T>[] = []
  return {
    get: (name, now) => kept.find(one => one.name === name && now < one.until)?.value ?? null,
    put: (name, value, until) => {
      kept = [{ name, value, until }, ...kept.filter(one => one.name !== name)].slice(0, most)
    },
    clear: () => {
      kept = []
    },
  }
}

export const listsOf = (database: DatabaseSync): Lists => {
  let revision = 0
  let generation = 0
  const counts = new Map<string, Counted>()
  const totals = memory<number>(8)
  const orders = memory<Uint32Array>(1)
  const countOf = (part: Pick<Part, 'scope' | 'kind'>): number => {
    const where = isIn(part)
    const count = counts.get(where)?.count ?? savedCount(database, part) ?? countIn(database, where)
    counts.set(where, { ...part, count })
    return count
  }
  const saveCounts = () => {
    const save = prepared(
      database,
      'INSERT OR REPLACE INTO partCounts SELECT id, ?2, ?3 FROM scopes WHERE id = ?1',
    )
    for (const { scope, kind, count } of counts.values()) save.run(scope, kind, count)
  }
  const forget = () => {
    generation += 1
    totals.clear()
    orders.clear()
  }
  return {
    ...{ database, countOf, saveCounts, forget, totals, orders },
    revision: () => revision,
    generation: () => generation,
    changed: count => {
      revision += 1
      if (count) counts.clear()
      forget()
    },
  }
}

type Counted = Pick<Part, 'scope' | 'kind'> & { readonly count: number }

const savedCount = (
  database: DatabaseSync,
  { scope, kind }: Pick<Part, 'scope' | 'kind'>,
): number | null =>
  first<{ readonly count: number }>(
    database,
    'SELECT count FROM partCounts WHERE scope = ? AND kind = ?',
    scope,
    kind,
  )?.count ?? null

const countIn = (database: DatabaseSync, where: string): number =>
  first<{ readonly count: number }>(database, `SELECT count(*) AS count FROM keys WHERE ${where}`)
    ?.count ?? 0

/** How far the indexes are, and the last row. */
export type Coverage = Indexing & { readonly last: number }

export const coverageOf = (database: DatabaseSync): Coverage => ({
  ...indexingOf(database),
  last: lastRow(database),
})

/** The name of a list, whatever its order. */
export const nameOfList = ({ scope, kind, search, states, ...rest }: KeysQuery): string => {
  const { environment, expiry, neverUsed, owner } = rest
  return JSON.stringify([scope, kind, search, states, environment, expiry, neverUsed, owner])
}

export const nameOfOrder = (query: KeysQuery): string =>
  `${nameOfList(query)} ${query.sort.column} ${query.sort.descending}`

const spans = [0, 7 * dayMs, 30 * dayMs]
const uncertainMs = 1000

/** Until when nothing changes by the time alone, in ms since 1970 UTC by our clock. */
export const unchangedUntil = (
  { database }: Lists,
  parts: readonly Part[],
  { sorted, last }: Coverage,
  now: number,
): number => {
  if (sorted < last) return now + uncertainMs
  const next = parts.flatMap(({ scope, kind, time }) =>
    spans.flatMap(span => {
      const found = prepared(
        database,
        `SELECT min(expiresAt) AS at FROM keys INDEXED BY keysByExpiresAt
         WHERE indexed = 1 AND scope = ? AND kind = ? AND expiresAt > ?`,
      ).get(scope, kind, time + span)
      return typeof found?.at === 'number' ? [now + found.at - time - span] : []
    }),
  )
  return Math.min(Number.MAX_SAFE_INTEGER, ...next)
}
