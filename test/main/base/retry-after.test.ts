import { describe, expect, it } from 'vitest'
import { retryAfterMs } from '../../../src/main/base/retry-after.ts'

const now = Date.parse('2026-11-21T09:00:00Z')

describe('retryAfterMs', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    ['999999999', 3_600_000],
    ['Sat, 21 Nov 2026 09:01:00 GMT', 60_000],
    ['Sat, 21 Nov 2026 08:00:00 GMT', 0],
    ['-5', null],
    ['1.5', null],
    ['1e3', null],
    ['soon', null],
    ['', null],
    [undefined, null],
  ])('reads %s', (value, wait) => {
    expect(retryAfterMs(value, now)).toBe(wait)
  })
})
