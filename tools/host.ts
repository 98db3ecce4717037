import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findChromium } from './chromium-host/find-chromium.ts'

const root = resolve(import.meta.dirname, '..')
const electronFolder = join(root, 'node_modules', 'electron')

/** Why the application is started; a person at a display, the specs, or the unattended demo. */
export type Purpose = 'start' | 'test' | 'demo'

/**
 * How to start the application: `command`, `args`, then `out/main/index.js` and its switches, which
 * both hosts understand (`--user-data-dir=`, `--remote-debugging-port=`).
 */
export type HostCommand = {
  readonly name: 'electron' | 'chromium'
  /** Version of Electron; of Chromium when it is asked for (`chromiumVersion`). */
  readonly version: string
  readonly command: string
  readonly args: readonly string[]
}

export const electronVersion = (): string =>
  JSON.parse(readFileSync(join(electronFolder, 'package.json'), 'utf8')).version

/** Electron's program, when its package has downloaded the one of its own version. */
export const electronProgram = (): string | undefined => {
  try {
    const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(electronFolder, 'dist')
    const program = join(folder, readFileSync(join(electronFolder, 'path.txt'), 'utf8'))
    const version = readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '')
    return version === electronVersion() && existsSync(program) ? program : undefined
  } catch {
    return undefined
  }
}

/** What `CLAVIGER_HOST` forces; an unknown word is an error. */
export const forcedHost = (word = process.env.CLAVIGER_HOST): HostCommand['name'] | undefined => {
  if (word === undefined || word === '') return undefined
  if (word === 'electron' || word === 'chromium') return word
  throw new Error(`CLAVIGER_HOST is "${word}"; it can be electron or chromium.`)
}

/** `Chromium 156`'s number, from its own `--version`; undefined when it does not run. */
const chromiumVersion = (program: string): string | undefined => {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 10_000 })
  return /\d[\d.]+/.exec(stdout ?? '')?.[0]
}

// Electron's own sandbox refuses to run as root on Linux.
const asRoot = (): boolean => process.platform === 'linux' && process.getuid?.() === 0

const electronCommand = (program: string): HostCommand => ({
  name: 'electron',
  version: electronVersion(),
  command: program,
  // The folder, not the script: only so does Electron read the application's name and version.
  args: [...(asRoot() ? ['--no-sandbox'] : []), root],
})

const chromiumCommand = (program: string): HostCommand => ({
  name: 'chromium',
  version: chromiumVersion(program) ?? 'of unknown version',
  command: process.execPath,
  args: ['--import', join(root, 'tools', 'chromium-host', 'register.ts')],
})

/** Electron when its binary is here, else the Chromium host; throws when this machine has neither. */
export const hostCommand = (purpose: Purpose, forced = forcedHost()): HostCommand => {
  const electron = forced === 'chromium' ? undefined : electronProgram()
  if (electron) return electronCommand(electron)
  const chromium = forced === 'electron' ? undefined : findChromium()
  if (chromium) return chromiumCommand(chromium)
  const lacking =
    forced === 'electron' ? "Electron's binary is" : 'Neither Electron nor Chromium is'
  throw new Error(`${lacking} on this machine. Run: npm run preflight -- ${purpose}`)
}
