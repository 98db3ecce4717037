/** Everything that can go wrong, at full length: `npm run test:faults [-- --json FILE]`. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { complaintsOf, type Figures, figuresOf, type Line, worstLine } from './fault-figures.ts'
import { preflight } from './preflight.ts'
import { vitest } from './suites.ts'

const { values } = parseArgs({ options: { json: { type: 'string' } } })
const folder = resolve(import.meta.dirname, '../out/reports/faults')

await preflight('test')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
process.env.FAULTS = 'full'
process.env.FAULTS_FIGURES = folder
const began = performance.now()
const totals = vitest('faults', 'vitest.faults.config.ts').run()
const seconds = (performance.now() - began) / 1000

// Written by the tests' own recorder, one line at a time.
const linesIn = (file: string): readonly Line[] =>
  readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Line)

const lines = readdirSync(folder).flatMap(linesIn)
const figures = figuresOf(lines, totals)

const print = (told: Figures): void => {
  const where = (kind: Parameters<typeof worstLine>[1]) => worstLine(lines, kind)?.what ?? 'nowhere'
  console.log(`
${told.cases} cases, ${told.passed} passed, ${told.failed} failed, ${totals.skipped} skipped, in ${seconds.toFixed(0)} s
${told.schedules} schedules, ${told.duplicates} duplicates, ${told.orphansUntracked} keys lost, ${told.canaryHits} secrets found
slowest error    ${told.worstErrorMs} ms: ${where('worstErrorMs')}
longest blocked  ${told.worstBlockedMs} ms: ${where('worstBlockedMs')}
most memory      ${told.peakRssMB} MiB: ${where('peakRssMB')}`)
}

print(figures)
if (values.json !== undefined) {
  const file = resolve(values.json)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`)
}
const complaints = complaintsOf(figures)
for (const complaint of complaints) console.error(complaint)
process.exitCode = complaints.length === 0 ? 0 : 1
