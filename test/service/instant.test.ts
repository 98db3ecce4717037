import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant } from '../../src/service/instant.ts'

test('a time is written as the language writes it, from year 1 to 9999', () => {
  const from = Date.parse('0001-01-01T00:00:00.000Z')
  const until = Date.parse('9999-12-31T23:59:59.999Z')
  const times = fc.integer({ min: from, max: until })
  fc.assert(fc.property(times, time => instant(time) === new Date(time).toISOString()))
  const day = 86_400_000
  for (const time of [from, -day, -1, 0, 1, day - 1, day, 59_999, 3_599_999, until])
    expect(instant(time)).toBe(new Date(time).toISOString())
})
