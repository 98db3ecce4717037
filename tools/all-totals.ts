/** The totals of all runs that its arguments name; the last line is `12 passed, 0 failed`. A run that left none has failed. */
import { existsSync, readFileSync } from 'node:fs'
import { totalsFile } from './suites.ts'
import { addTotals, noReport, noTotals, type Totals, totalsLine } from './totals.ts'

const totalsOf = (run: string): Totals =>
  // Written by `runSuites`.
  existsSync(totalsFile(run)) ? JSON.parse(readFileSync(totalsFile(run), 'utf8')) : noReport

const totals = process.argv.slice(2).map(totalsOf).reduce(addTotals, noTotals)
// The last line says what passed and failed, and nothing else: programs read it.
if (totals.skipped > 0) console.log(`${totals.skipped} skipped`)
console.log(totalsLine({ ...totals, skipped: 0 }))
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0
