import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import {
  addTotals,
  judge,
  noReport,
  noTotals,
  playwrightTotals,
  type Totals,
  totalsLine,
  vitestTotals,
} from './totals.ts'

const root = resolve(import.meta.dirname, '..')
const reports = join(root, 'out', 'reports')

export type Suite = { readonly name: string; readonly run: () => Totals }

export const execute = (
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  stdio: 'inherit' | 'ignore' = 'inherit',
) =>
  spawnSync(join(root, 'node_modules/.bin', command), args, {
    cwd: root,
    stdio,
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  }).status

/** One check: it passes or it does not. */
export const check = (name: string, command: string, ...args: readonly string[]): Suite => ({
  name,
  run: () => judge({ ...noTotals, passed: 1 }, execute(command, args)),
})

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

const reported = (file: string, status: number | null, totals: (report: never) => Totals) => {
  try {
    // Both reports are the runners' own, in the shape of the version in the lock file.
    return judge(totals(read(file) as never), status)
  } catch {
    return noReport
  }
}

/** Of one kind, `config` is the file that says which tests there are. */
export const vitest = (name: string, config: string): Suite => ({
  name,
  run: () => {
    const file = join(reports, `${config}.json`)
    const args = ['run', '--config', config, '--reporter=default', '--reporter=json']
    const status = execute('vitest', [...args, `--outputFile.json=${file}`])
    return reported(file, status, vitestTotals)
  },
})

export const playwright = (name: string, config: string): Suite => ({
  name,
  run: () => {
    const file = join(reports, `${config}.json`)
    const args = ['test', '--config', config, '--reporter=list,json']
    const status = execute('playwright', args, { PLAYWRIGHT_JSON_OUTPUT_FILE: file })
    return reported(file, status, playwrightTotals)
  },
})

const timed = ({ name, run }: Suite): Totals => {
  console.log(`\n== ${name}`)
  const began = performance.now()
  const totals = run()
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`== ${name}: ${totalsLine(totals)} in ${seconds} s`)
  return totals
}

/** Where `npm run totals` finds what came of a run. */
export const totalsFile = (run: string): string => join(reports, `totals-${run}.json`)

/** Runs them in order, prints what came of all and sets the exit code. Answers whether all is well. */
export const runSuites = (run: string, suites: readonly Suite[]): boolean => {
  const totals = suites.map(timed).reduce(addTotals, noTotals)
  mkdirSync(dirname(totalsFile(run)), { recursive: true })
  writeFileSync(totalsFile(run), JSON.stringify(totals))
  const isWell = totals.failed === 0 && totals.passed > 0
  process.exitCode = isWell ? 0 : 1
  console.log(`\n${totalsLine(totals)}`)
  return isWell
}
