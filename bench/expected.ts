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
 * For each beginning of each query the names of the first rows that a list shows whose order is newest first and which
 * finds a lower-case query anywhere in name, mask, description, creator and id. `rows` come oldest first; no two queries
 * begin with the same letter.
 */
export const expectedNames = (
  rows: Iterable<KeyRecord>,
  asked: readonly string[],
): ReadonlyMap<string, readonly string[]> => {
  const found = new Map(['', ...asked.flatMap(beginningsOf)].map(text => [text, [] as string[]]))
  const add = (text: string, name: string) => {
    const names = found.get(text) ?? []
    names.push(name)
    if (names.length > comparedRows) names.shift()
  }
  for (const row of rows) {
    const haystack = haystackOf(row)
    add('', row.name)
    for (const query of asked)
      for (let length = 1; length <= query.length; length += 1) {
        const text = query.slice(0, length)
        // What lacks the beginning lacks the rest.
        if (!haystack.includes(text)) break
        add(text, row.name)
      }
  }
  for (const names of found.values()) names.reverse()
  return found
}
