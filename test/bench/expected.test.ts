import { expect, it } from 'vitest'
import { beginningsOf, expectedNames, queries } from '../../bench/expected.ts'
import { benchRows } from '../../bench/rows.ts'

it('knows the first rows of each beginning of each query, newest first', () => {
  const rows = [...benchRows(3000)]
  const expected = expectedNames(rows, queries)
  const newest = rows.toReversed()
  for (const text of new Set(queries.flatMap(beginningsOf))) {
    const found = newest.filter(({ name, mask, description, createdBy, id }) =>
      [name, mask, description, createdBy, id].some(part => part?.toLowerCase().includes(text)),
    )
    expect(expected.get(text), text).toEqual(found.slice(0, 10).map(({ name }) => name))
    expect(found.length, `${text} finds something, so that a list is there`).toBeGreaterThan(0)
  }
  expect(new Set(queries.map(query => query[0])).size).toBe(queries.length)
})
