/** How many checks of one suite came out how. */
export type Totals = { readonly passed: number; readonly failed: number; readonly skipped: number }

export const noTotals: Totals = { passed: 0, failed: 0, skipped: 0 }

export const addTotals = (one: Totals, other: Totals): Totals => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: one.skipped + other.skipped,
})

/** `12 passed, 0 failed`, and `, 1 skipped` where there were any. */
export const totalsLine = ({ passed, failed, skipped }: Totals): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`

/** A suite that could not say how it went has failed. */
export const noReport: Totals = { passed: 0, failed: 1, skipped: 0 }

/** A suite that ended badly without a failed test, or that ran nothing, counts as one failure. */
export const judge = (totals: Totals, exitCode: number | null): Totals => {
  const silent = totals.failed === 0 && (exitCode !== 0 || totals.passed === 0)
  return silent ? { ...totals, failed: 1 } : totals
}

type VitestReport = {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
}
export const vitestTotals = (report: VitestReport): Totals => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests,
  skipped: report.numPendingTests + report.numTodoTests,
})

/** A test that passed only when repeated is flaky, and flaky is broken. */
type PlaywrightReport = {
  readonly stats: {
    readonly expected: number
    readonly unexpected: number
    readonly flaky: number
    readonly skipped: number
  }
}
export const playwrightTotals = ({ stats }: PlaywrightReport): Totals => ({
  passed: stats.expected,
  failed: stats.unexpected + stats.flaky,
  skipped: stats.skipped,
})
