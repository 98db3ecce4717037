import { describe, expect, it } from 'vitest'
import { complaintsOf, figuresOf, type Line, worstLine } from '../../tools/fault-figures.ts'

const lines: readonly Line[] = [
  { schedules: 300, duplicates: 0, what: 'one' },
  { schedules: 250, canaryHits: 0, worstErrorMs: 900.4, what: 'two' },
  { worstErrorMs: 4800.2, peakRssMB: 120.6, what: 'three' },
]
const good = figuresOf(lines, { passed: 9, failed: 0, skipped: 1 })

describe('the figures of a run of faults', () => {
  it('adds what is counted and keeps what is worst', () => {
    expect(good).toEqual({
      ...{ cases: 9, passed: 9, failed: 0 },
      ...{ schedules: 550, duplicates: 0, orphansUntracked: 0, canaryHits: 0 },
      ...{ worstErrorMs: 4800, worstBlockedMs: 0, peakRssMB: 121 },
    })
    expect(worstLine(lines, 'worstErrorMs')?.what).toBe('three')
    expect(worstLine(lines, 'worstBlockedMs')).toBeNull()
  })

  it('has nothing against a good run', () => {
    expect(complaintsOf(good)).toEqual([])
  })

  const bad = [
    { failed: 1 },
    { passed: 0 },
    { schedules: 499 },
    { duplicates: 1 },
    { orphansUntracked: 1 },
    { canaryHits: 1 },
    { worstErrorMs: 31_001 },
    { peakRssMB: 301 },
    { peakRssMB: 0 },
  ]
  it.each(bad)('complains of %j', change => {
    expect(complaintsOf({ ...good, ...change })).toHaveLength(1)
  })
})
