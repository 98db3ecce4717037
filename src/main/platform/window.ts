import { join } from 'node:path'
import { app, BrowserWindow, dialog, Menu, nativeTheme, protocol } from 'electron'
import type { Preferences } from '../../shared/domain/preferences.ts'
import { faultOf } from '../base/fault.ts'
import type { Log } from '../base/log.ts'
import { pageOrigin } from './page.ts'
import { reloadAfterCrash } from './page-crash.ts'
import { createPageSession } from './page-session.ts'
import { askWhenSilent } from './page-silence.ts'

export type WindowParts = {
  readonly folder: string
  readonly page: (request: Request) => Response
  readonly size: Preferences['size']
  readonly onSize: (size: Preferences['size']) => void
}

/** Before the application is ready: `app:` is a standard, secure scheme, without CORS, fetch or workers. */
export const registerPageScheme = (): void =>
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true } },
  ])

/** The one window: sandboxed, without Node, and unable to go anywhere or open anything. */
export const createWindow = (parts: WindowParts, log: Log): BrowserWindow => {
  const window = new BrowserWindow({
    ...parts.size,
    minWidth: 760,
    minHeight: 520,
    show: false,
    title: 'Claviger',
    icon: join(parts.folder, '../../resources/icon.png'),
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
    webPreferences: {
      preload: join(parts.folder, '../preload/index.cjs'),
      session: createPageSession(parts.page, log),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      // Else a middle click opens a window, past what the page does with a click.
      disableBlinkFeatures: 'Auxclick',
      webviewTag: false,
      plugins: false,
      webgl: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: !app.isPackaged,
    },
  })
  confine(window)
  guardUnload(window)
  reloadAfterCrash(window, log)
  askWhenSilent(window, log)
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    const { width, height } = window.getNormalBounds()
    parts.onSize({ width, height })
  })
  // Rejects also when the window is closed while it loads.
  window.loadURL(`${pageOrigin}/`).catch(cause => log('page-not-loaded', faultOf(cause)))
  return window
}

const confine = ({ webContents }: BrowserWindow): void => {
  const refuse = (event: { readonly preventDefault: () => void }) => event.preventDefault()
  webContents.on('will-navigate', refuse)
  webContents.on('will-frame-navigate', refuse)
  webContents.on('will-redirect', refuse)
  webContents.on('will-attach-webview', refuse)
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}

const stay = 0

/** The page refuses to unload while a new secret is not stored; only a person may overrule it. */
const guardUnload = (window: BrowserWindow): void => {
  window.webContents.on('will-prevent-unload', event => {
    const choice = dialog.showMessageBoxSync(window, {
      type: 'warning',
      message: 'A new key has not been stored yet',
      detail: 'Once this window closes, nobody can see the key again.',
      buttons: ['Go back', 'Close anyway'],
      defaultId: stay,
      cancelId: stay,
      noLink: true,
    })
    if (choice !== stay) event.preventDefault()
  })
}

/** Null when the window is not there yet, or no longer. */
export const showAgain = (window: BrowserWindow | null): void => {
  if (!window) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

export const applyTheme = ({ theme }: Preferences): void => {
  nativeTheme.themeSource = theme === 'auto' ? 'system' : theme
}

/** No menu, so no accelerator for reload or developer tools; macOS needs one to quit and to edit text. */
export const setMenu = (): void => {
  const roles = [{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }] as const
  Menu.setApplicationMenu(process.platform === 'darwin' ? Menu.buildFromTemplate([...roles]) : null)
}
