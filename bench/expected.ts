import type { KeyRecord } from '../src/shared/domain/key.ts'
import { comparedRows } from './list-probe.ts'

/** What is typed, one after another: a team's service, a person, a place, a word, a ticket. */
export const queries = ['checkout-api', 'lindqvist', 'berlin', 'refunds', 'ops-12'] as const

/** `ab` as ``, `a`, `ab`. */
export const beginningsOf = (query: string): readonly string[] =>
  Array.from({ length: query.length + 1 }, (_, length) => query.slice(0, length))

const haystackOf = ({ name, mask, description, createdBy, id }: KeyRecord): string =>
  [name, mask, description, createdBy, id].join('\n').toLowerCase()

/**
 * For each query the names of the first rows that a list shows whose order is newest first and which finds a lower-case
 * query anywhere in name, mask, description, creator and id. `rows` come oldest first.
 */
export const expectedNames = (
  rows: Iterable<KeyRecord>,
  asked: Iterable<string>,
): ReadonlyMap<string, readonly string[]> => {
  const found = new Map([...asked].map(query => [query, [] as string[]]))
  for (const row of rows) {
    const haystack = haystackOf(row)
    for (const [query, names] of found) {
      if (!haystack.includes(query)) continue
      names.push(row.name)
      if (names.length > comparedRows) names.shift()
    }
  }
  for (const names of found.values()) names.reverse()
  return found
}
