/** `npm start`: everything from a fresh clone to the running application. Exits as it exits. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { join, resolve } from 'node:path'
import { ensureBuilt } from './build.ts'
import { findOnPath } from './chromium-host/find-chromium.ts'
import { ensureElectron } from './electron-download.ts'
import { forcedHost, type HostCommand, hostCommand } from './host.ts'
import { giveUp, hasSessionBus, preflight } from './preflight.ts'

const root = resolve(import.meta.dirname, '..')
const main = join(root, 'out', 'main', 'index.js')

/** True when a window can be shown, or none is wanted. */
export const hasDisplay = (
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv,
  switches: readonly string[],
): boolean =>
  platform !== 'linux' ||
  Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY) ||
  switches.some(given => /^--headless(=|$)/.test(given))

const noDisplay = `Claviger needs a display and finds none (DISPLAY and WAYLAND_DISPLAY are not set).

  npm run demo                  shows it at work without one, and writes pictures to out/demo/
  xvfb-run -a npm start         runs it on a virtual display (packages xvfb and xauth)`

/** Which host runs and why, in one line. */
export const describeHost = (
  { name, version }: Pick<HostCommand, 'name' | 'version'>,
  reason: string | undefined,
): string => {
  if (name === 'electron') return `Claviger runs on Electron ${version}`
  const major = version.replace(/\..*/, '')
  return `Claviger runs on Chromium ${major}${reason ? ` (${reason})` : ''}`
}

const chooseHost = async (): Promise<HostCommand> => {
  const forced = forcedHost()
  const reason = forced === 'chromium' ? 'CLAVIGER_HOST=chromium' : await ensureElectron()
  if (forced === 'electron' && reason) giveUp(`${reason}.`)
  await preflight('start')
  const host = hostCommand('start')
  console.log(describeHost(host, reason))
  if (host.args.includes('--no-sandbox'))
    console.log('Its sandbox is off: Electron refuses to sandbox what root starts.')
  return host
}

/** A session bus for a machine without one, so that a Secret Service can be activated. */
const startBus = async (): Promise<{ readonly bus?: ChildProcess; readonly address?: string }> => {
  if (process.platform !== 'linux' || hasSessionBus() || !findOnPath('dbus-daemon')) return {}
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=1'], {
    // Its own group: Ctrl+C is for the application, which still needs the bus to end well.
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [line] = await once(bus.stdout.setEncoding('utf8'), 'data')
  return { bus, address: String(line).trim() }
}

const forwardSignals = (child: ChildProcess): void => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void child.kill(signal))
}

// npm hands a signal on to its shell, and the shell dies of it without telling this process.
const endWithParent = (child: ChildProcess): void => {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    child.kill('SIGTERM')
  }, 500).unref()
}

const run = async ({ command, args }: HostCommand): Promise<number> => {
  const { bus, address } = await startBus()
  const env = {
    ...process.env,
    ...(address !== undefined && { DBUS_SESSION_BUS_ADDRESS: address }),
  }
  const child = spawn(command, [...args, main, ...process.argv.slice(2)], {
    cwd: root,
    env,
    stdio: 'inherit',
  })
  forwardSignals(child)
  endWithParent(child)
  const [code, signal]: [number | null, NodeJS.Signals | null] = await new Promise(settle =>
    child.once('exit', (...ended) => settle(ended)),
  )
  bus?.kill()
  return code ?? 128 + (signal ? constants.signals[signal] : 0)
}

// Not import.meta.main: the Node 24.0 that Apple silicon gets does not know it.
if (process.argv[1] === import.meta.filename) {
  if (!hasDisplay(process.platform, process.env, process.argv)) giveUp(noDisplay)
  const host = await chooseHost()
  if (!ensureBuilt()) giveUp('Claviger could not be built.')
  process.exit(await run(host))
}
