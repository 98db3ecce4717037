/** The totals of all runs that its arguments name, as one line. A run that left none has failed. */
import { existsSync, readFileSync } from 'node:fs'
import { totalsFile } from './suites.ts'
import { addTotals, noReport, noTotals, type Totals, totalsLine } from './totals.ts'

const totalsOf = (run: string): Totals =>
  // Written by `runSuites`.
  existsSync(totalsFile(run)) ? JSON.parse(readFileSync(totalsFile(run), 'utf8')) : noReport

const totals = process.argv.slice(2).map(totalsOf).reduce(addTotals, noTotals)
console.log(totalsLine(totals))
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0
