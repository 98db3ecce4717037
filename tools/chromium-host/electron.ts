/** What `electron` resolves to on this host. Types are Electron's own; the rest throws by name. */
import { announce, startLife } from './app.ts'
import { absent, implement } from './implement.ts'
import { themeContents } from './native-theme.ts'
import * as present from './present.ts'
import { onContents } from './web-contents.ts'

export * from './present.ts'
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

const electron = implement<typeof import('electron')>('electron', { ...present })

// biome-ignore lint/style/noDefaultExport: both are ways in which modules ask for Electron
export { electron as default, electron as 'module.exports' }

onContents(contents => {
  themeContents(contents)
  announce('web-contents-created', contents.electron)
})
startLife()
