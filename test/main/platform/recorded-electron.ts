import { EventEmitter } from 'node:events'

/**
 * Electron's binary is not there in unit tests. These record what the application asks of it, by name and in order:
 * `vi.mock('electron', () => import('./recorded-electron.ts'))`.
 */
export type Call = readonly [name: string, ...parameters: readonly unknown[]]
export const calls: Call[] = []

/** The parameters of the one call of `name`. */
export const callOf = (name: string): readonly unknown[] => {
  const found = calls.filter(([called]) => called === name)
  if (found.length !== 1) throw new Error(`${name} was called ${found.length} times`)
  return found[0]?.slice(1) ?? []
}

const recording =
  (name: string, answer?: unknown) =>
  (...parameters: readonly unknown[]) => {
    calls.push([name, ...parameters])
    return answer
  }

/** What `emit` gives listeners first: whether they prevented what was to happen. */
export const preventable = () => {
  const event = {
    prevented: false,
    preventDefault: () => {
      event.prevented = true
    },
  }
  return event
}

const ownSession = Object.assign(new EventEmitter(), {
  protocol: { handle: recording('session.protocol.handle') },
  setPermissionRequestHandler: recording('setPermissionRequestHandler'),
  setPermissionCheckHandler: recording('setPermissionCheckHandler'),
  setDevicePermissionHandler: recording('setDevicePermissionHandler'),
  webRequest: { onBeforeRequest: recording('onBeforeRequest') },
  setProxy: recording('setProxy', Promise.resolve()),
})
export const session = { fromPartition: recording('fromPartition', ownSession) }
export const recordedSession: EventEmitter = ownSession

export const createContents = () =>
  Object.assign(new EventEmitter(), {
    id: 1,
    setWindowOpenHandler: recording('setWindowOpenHandler'),
    setWebRTCIPHandlingPolicy: recording('setWebRTCIPHandlingPolicy'),
    forcefullyCrashRenderer: recording('forcefullyCrashRenderer'),
    reload: recording('reload'),
  })

export const contents = createContents()

export const BrowserWindow = function BrowserWindow(options: unknown) {
  calls.push(['BrowserWindow', options])
  return Object.assign(new EventEmitter(), {
    webContents: contents,
    loadURL: recording('loadURL', Promise.resolve()),
    show: recording('show'),
    isDestroyed: () => false,
    getNormalBounds: () => ({ x: 0, y: 0, width: 1000, height: 700 }),
  })
}

export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  quit: recording('quit'),
  enableSandbox: recording('enableSandbox'),
})
export const Menu = {
  setApplicationMenu: recording('setApplicationMenu'),
  buildFromTemplate: (template: unknown) => ({ template }),
}
export const nativeTheme = { shouldUseDarkColors: false, themeSource: 'system' }
export const protocol = {
  registerSchemesAsPrivileged: recording('registerSchemesAsPrivileged'),
}
export const answers: number[] = []
export const dialog = {
  showMessageBox: async (...parameters: readonly unknown[]) => {
    calls.push(['showMessageBox', ...parameters])
    return { response: answers.shift() ?? 0 }
  },
  showMessageBoxSync: (...parameters: readonly unknown[]) => {
    calls.push(['showMessageBoxSync', ...parameters])
    return answers.shift() ?? 0
  },
}
export const powerMonitor = new EventEmitter()
export const ipcMain = Object.assign(new EventEmitter(), { handle: recording('ipcMain.handle') })
export const shell = { openExternal: recording('openExternal', Promise.resolve()) }
