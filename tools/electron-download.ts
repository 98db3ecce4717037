import { spawn } from 'node:child_process'
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { electronProgram, electronVersion } from './host.ts'

const root = resolve(import.meta.dirname, '..')
const installer = join(root, 'node_modules', 'electron', 'install.js')
const memory = join(root, 'node_modules', '.cache', 'claviger', 'electron-download.json')
const dayMs = 24 * 60 * 60 * 1000
const downloadMs = 60_000
const resolveMs = 5_000

export type Failure = { readonly version: string; readonly at: number; readonly reason: string }

/** True when this failure is recent enough, and of this version, not to be tried again. */
export const stillHolds = (failure: Failure, version: string, now: number): boolean =>
  failure.version === version && now >= failure.at && now - failure.at < dayMs

/** Host that Electron's package downloads from; a mirror is named as `@electron/get` reads it. */
export const downloadHost = (environment: NodeJS.ProcessEnv): string => {
  const { npm_config_electron_mirror: configured, ELECTRON_MIRROR: mirror } = environment
  return new URL(configured || mirror || 'https://github.com/').hostname
}

const usesProxy = (environment: NodeJS.ProcessEnv): boolean =>
  Boolean(environment.ELECTRON_GET_USE_PROXY)

const read = (): Failure | undefined => {
  try {
    return existsSync(memory) ? JSON.parse(readFileSync(memory, 'utf8')) : undefined
  } catch {
    return undefined
  }
}

const remember = (reason: string): string => {
  const failure: Failure = { version: electronVersion(), at: Date.now(), reason }
  mkdirSync(dirname(memory), { recursive: true })
  writeFileSync(memory, JSON.stringify(failure))
  return reason
}

const resolves = async (host: string): Promise<boolean> => {
  const late = new Promise<false>(settle => setTimeout(settle, resolveMs, false).unref())
  const found = lookup(host).then(
    () => true,
    () => false,
  )
  return Promise.race([found, late])
}

const runInstaller = async (): Promise<string | undefined> => {
  const child = spawn(process.execPath, [installer], { stdio: 'ignore' })
  const timer = setTimeout(() => child.kill('SIGKILL'), downloadMs)
  const [code, signal] = await once(child, 'exit')
  clearTimeout(timer)
  if (signal !== null) return 'its download took too long'
  return code === 0 && electronProgram() ? undefined : "Electron's binary could not be downloaded"
}

/**
 * Brings Electron's binary, within about a minute. Answers undefined when it is here, else why not;
 * a failure is believed for a day, so that the next start does not wait for it.
 */
export const ensureElectron = async (): Promise<string | undefined> => {
  if (electronProgram()) return undefined
  const known = read()
  if (known && stillHolds(known, electronVersion(), Date.now())) return known.reason
  const host = downloadHost(process.env)
  if (!usesProxy(process.env) && !(await resolves(host)))
    return remember(`Electron's binary could not be downloaded: ${host} does not resolve`)
  console.log(`Downloading Electron ${electronVersion()} (once) …`)
  const failure = await runInstaller()
  if (failure !== undefined) return remember(failure)
  rmSync(memory, { force: true })
  return undefined
}
