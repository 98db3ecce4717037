import { describe, expect, it } from 'vitest'
import {
  addTotals,
  judge,
  noReport,
  noTotals,
  playwrightTotals,
  totalsLine,
  vitestTotals,
} from '../../tools/totals.ts'

const some = { passed: 3, failed: 0, skipped: 1 }

describe('the totals of a test run', () => {
  it('are the sum of its suites, with what was skipped only where there was any', () => {
    expect(totalsLine(addTotals(some, { passed: 2, failed: 1, skipped: 0 }))).toBe(
      '5 passed, 1 failed, 1 skipped',
    )
    expect(totalsLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed')
  })

  it('count a suite as failed that ended badly, ran nothing or could not say how it went', () => {
    expect(judge(some, 0)).toEqual(some)
    expect(judge(some, 1).failed).toBe(1)
    expect(judge(some, null).failed).toBe(1)
    expect(judge(noTotals, 0).failed).toBe(1)
    expect(judge({ ...some, failed: 2 }, 1).failed).toBe(2)
    expect(noReport.failed).toBe(1)
  })

  it('count a test as failed that passed only when repeated', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }
    expect(playwrightTotals({ stats })).toEqual({ passed: 5, failed: 2, skipped: 2 })
  })

  it('count what is left out or still to be written as skipped', () => {
    const report = { numPassedTests: 7, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }
    expect(vitestTotals(report)).toEqual({ passed: 7, failed: 1, skipped: 3 })
  })
})
