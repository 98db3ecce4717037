import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { preflight } from './preflight.ts'
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

type Suite = { readonly name: string; readonly run: () => Totals }

const execute = (command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(join(root, 'node_modules/.bin', command), args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  }).status

/** One check: it passes or it does not. */
const check = (name: string, command: string, ...args: readonly string[]): Suite => ({
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

const vitest: Suite = {
  name: 'unit and integration',
  run: () => {
    const file = join(reports, 'vitest.json')
    const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    return reported(file, execute('vitest', args), vitestTotals)
  },
}

const playwright: Suite = {
  name: 'end to end',
  run: () => {
    const file = join(reports, 'playwright.json')
    const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file }
    return reported(
      file,
      execute('playwright', ['test', '--reporter=list,json'], env),
      playwrightTotals,
    )
  },
}

const suites: readonly Suite[] = [
  check('types: shared', 'tsc', '-p', 'tsconfig.shared.json'),
  check('types: main', 'tsc', '-p', 'tsconfig.main.json'),
  check('types: renderer', 'tsc', '-p', 'tsconfig.renderer.json'),
  check('types: end to end', 'tsc', '-p', 'tsconfig.e2e.json'),
  check('lint', 'biome', 'check', '--error-on-warnings', '.'),
  check('build', 'electron-vite', 'build', '--logLevel', 'warn'),
  vitest,
  playwright,
]

const timed = ({ name, run }: Suite): Totals => {
  console.log(`\n== ${name}`)
  const began = performance.now()
  const totals = run()
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`== ${name}: ${totalsLine(totals)} in ${seconds} s`)
  return totals
}

await preflight('test')
// One of an earlier run must not be taken for this one's.
rmSync(reports, { recursive: true, force: true })
const totals = suites.map(timed).reduce(addTotals, noTotals)
console.log(`\n${totalsLine(totals)}`)
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0
