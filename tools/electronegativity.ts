/** `npm run test:electronegativity`: a second opinion on how Electron is used, by a tool that is installed apart. */
import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { transformWithOxc } from 'vite'
import { judgeScan, type Scan } from '../test/electronegativity/findings.ts'
import { electronVersion } from './host.ts'
import { giveUp } from './preflight.ts'
import { installService } from './services.ts'
import { execute, runSuites, type Suite } from './suites.ts'

const root = resolve(import.meta.dirname, '..')
const home = join(root, 'test', 'electronegativity')
const work = mkdtempSync(join(tmpdir(), 'claviger-electronegativity-'))

const scan = (folder: string): Scan => {
  const program = [join(home, 'scan.ts'), folder, electronVersion()]
  const { stdout, stderr } = spawnSync(process.execPath, program, { encoding: 'utf8' })
  const found = /\{"checks".*$/.exec(stdout)?.[0]
  if (found === undefined) throw new Error(`electronegativity said nothing of ${folder}: ${stderr}`)
  return JSON.parse(found)
}

/** Passes when nothing is found that is not accepted, and everything that is accepted is still found. */
const scanned = (name: string, folder: string): Suite => ({
  name,
  run: () => {
    const { checks, ...found } = scan(folder)
    const verdict = judgeScan({ checks, ...found })
    const isWell = Object.values(verdict).every(list => list.length === 0)
    console.log(`${checks} checks, ${found.findings.length} findings`)
    if (!isWell) console.error(JSON.stringify(verdict, null, 2))
    return { passed: Number(isWell), failed: Number(!isWell), skipped: 0 }
  },
})

/** A tool that finds nothing anywhere would be silent too. */
const stillFinds: Suite = {
  name: 'it finds what is amiss where something is',
  run: () => {
    const folder = join(work, 'amiss')
    cpSync(join(home, 'amiss'), folder, { recursive: true })
    const ids = new Set(scan(folder).findings.map(({ id }) => id))
    const wanted = [
      'NODE_INTEGRATION_JS_CHECK',
      'CONTEXT_ISOLATION_JS_CHECK',
      'WEB_SECURITY_JS_CHECK',
      'OPEN_EXTERNAL_JS_CHECK',
      'LIMIT_NAVIGATION_GLOBAL_CHECK',
    ]
    const missed = wanted.filter(id => !ids.has(id))
    if (missed.length > 0) console.error(`missed: ${missed}; found: ${[...ids]}`)
    return { passed: wanted.length - missed.length, failed: missed.length, skipped: 0 }
  },
}

/** What is built, with its names kept, in a JavaScript that its parser reads: it knows no private fields. */
const readableBundle = async (): Promise<string> => {
  const folder = join(work, 'out')
  const how = ['--mode', 'readable', '--outDir', folder, '--logLevel', 'warn']
  if (execute('electron-vite', ['build', ...how]) !== 0) giveUp('The build failed.')
  for (const file of globSync(join(folder, 'main', '**', '*.js'))) {
    const text = readFileSync(file, 'utf8')
    const { code } = await transformWithOxc(text, file, { target: 'es2020', sourcemap: false })
    writeFileSync(file, code)
  }
  return folder
}

if (!installService(home)) giveUp('npm ci failed in test/electronegativity')
const bundle = await readableBundle()
runSuites('electronegativity', [
  stillFinds,
  scanned('the sources', join(root, 'src')),
  scanned('what is built', bundle),
])
rmSync(work, { recursive: true, force: true })
