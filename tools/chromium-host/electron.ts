/** What `electron` resolves to on this host. Types are Electron's own; the rest throws by name. */
import { announce, app, startLife } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { ClipboardItem, clipboard } from './clipboard.ts'
import { dialog } from './dialog.ts'
import { absent, implement } from './implement.ts'
import { ipcMain } from './ipc-main.ts'
import { Menu } from './menu.ts'
import { nativeTheme, themeContents } from './native-theme.ts'
import { powerMonitor } from './power-monitor.ts'
import { protocol, session } from './session.ts'
import { shell } from './shell.ts'
import { utilityProcess } from './utility-process.ts'
import { onContents } from './web-contents.ts'

export const autoUpdater = absent('autoUpdater')
export const BaseWindow = absent('BaseWindow')
export const BrowserView = absent('BrowserView')
export const contentTracing = absent('contentTracing')
export const crashReporter = absent('crashReporter')
export const desktopCapturer = absent('desktopCapturer')
export const globalShortcut = absent('globalShortcut')
export const inAppPurchase = absent('inAppPurchase')
export const MenuItem = absent('MenuItem')
export const MessageChannelMain = absent('MessageChannelMain')
export const nativeImage = absent('nativeImage')
export const net = absent('net')
export const netLog = absent('netLog')
export const Notification = absent('Notification')
export const powerSaveBlocker = absent('powerSaveBlocker')
export const pushNotifications = absent('pushNotifications')
export const safeStorage = absent('safeStorage')
export const screen = absent('screen')
export const ShareMenu = absent('ShareMenu')
export const systemPreferences = absent('systemPreferences')
export const TouchBar = absent('TouchBar')
export const Tray = absent('Tray')
export const View = absent('View')
export const webContents = absent('webContents')
export const WebContentsView = absent('WebContentsView')
export const webFrameMain = absent('webFrameMain')

export {
  app,
  BrowserWindow,
  ClipboardItem,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  protocol,
  session,
  shell,
  utilityProcess,
}

const electron = implement<typeof import('electron')>('electron', {
  app,
  BrowserWindow,
  ClipboardItem,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  protocol,
  session,
  shell,
  utilityProcess,
})

// biome-ignore lint/style/noDefaultExport: both are ways in which modules ask for Electron
export { electron as default, electron as 'module.exports' }

onContents(contents => {
  themeContents(contents)
  announce('web-contents-created', contents.electron)
})
startLife()
