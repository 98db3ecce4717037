import { mkdirSync } from 'node:fs'
import type { App, CommandLine } from 'electron'
import { quitBrowser } from './browser.ts'
import { onAllClosed, openWindows } from './browser-window.ts'
import {
  createEmitter,
  createEvent,
  emitPreventable,
  implement,
  notImplemented,
} from './implement.ts'
import { releaseLock, takeLock } from './instance-lock.ts'
import { applicationPackage, initialUserData, systemPath } from './paths.ts'
import { becomeReady, isReady, whenReady } from './readiness.ts'
import { appendSwitch, hasSwitch, switchValue } from './switches.ts'

const events = [
  'will-finish-launching',
  'ready',
  'second-instance',
  'window-all-closed',
  'before-quit',
  'will-quit',
  'quit',
  'activate',
  'web-contents-created',
  'browser-window-created',
  'render-process-gone',
  'child-process-gone',
] as const

const emitter = createEmitter('app', events).setMaxListeners(0)
let name = applicationPackage.name
let userData = initialUserData()
let quitting = false
let leaving = false

const exit = async (code: number): Promise<void> => {
  if (leaving) return
  leaving = true
  emitter.emit('quit', createEvent({}), code)
  await quitBrowser()
  process.exit(code)
}

/** Electron's order: before-quit, every window's close, will-quit, quit; any of the first three stops it. */
const quit = async (): Promise<void> => {
  if (quitting || leaving) return
  quitting = true
  quitting = await mayQuit()
  if (quitting) await exit(0)
}

const mayQuit = async (): Promise<boolean> => {
  if (emitPreventable(emitter, 'before-quit')) return false
  for (const window of openWindows()) if (!(await window.tryClose())) return false
  return !emitPreventable(emitter, 'will-quit')
}

onAllClosed(() => {
  if (quitting || leaving) return
  if (emitter.listenerCount('window-all-closed') === 0) quit()
  else emitter.emit('window-all-closed')
})

const commandLine = implement<CommandLine>('app.commandLine', {
  hasSwitch,
  getSwitchValue: switchValue,
  appendSwitch,
})

const requestSingleInstanceLock: App['requestSingleInstanceLock'] = additionalData =>
  takeLock(userData, { argv: process.argv, cwd: process.cwd(), additionalData }, visit => {
    emitter.emit('second-instance', createEvent({}), visit.argv, visit.cwd, visit.additionalData)
  })

export const app = implement<App>(
  'app',
  {
    commandLine,
    isPackaged: false,
    get name() {
      return name
    },
    // Every window of this host is sandboxed: an option that says otherwise is refused.
    enableSandbox: () => undefined,
    whenReady,
    isReady,
    requestSingleInstanceLock,
    releaseSingleInstanceLock: releaseLock,
    quit: () => void quit(),
    exit: (code = 0) => void exit(code),
    getName: () => name,
    setName: given => {
      name = given
    },
    getVersion: () => applicationPackage.version,
    getAppPath: () => applicationPackage.folder,
    getPath: asked =>
      asked === 'userData'
        ? userData
        : (systemPath(asked, userData) ?? notImplemented(`app.getPath('${asked}')`)),
    setPath: (asked, path) => {
      if (asked !== 'userData') notImplemented(`app.setPath('${asked}')`)
      userData = path
    },
    setAppUserModelId: () => undefined,
    focus: () => openWindows()[0]?.electron.focus(),
  },
  emitter,
)

/** Tells the application of what happens in other files of the host. */
export const announce = (
  event: (typeof events)[number],
  ...parameters: readonly unknown[]
): void => {
  emitter.emit(event, createEvent({}), ...parameters)
}

/** Starts the application's life; called once, when the module `electron` is first loaded. */
export const startLife = (): void => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, quit)
  }
  // After the main script's own first run, as Electron does.
  setImmediate(() => {
    mkdirSync(userData, { recursive: true, mode: 0o700 })
    becomeReady()
    emitter.emit('will-finish-launching')
    emitter.emit('ready', createEvent({}), {})
  })
}
