/** A small application that does with Electron what a test asks it to, and prints what happens. */
import { join } from 'node:path'
import electron, {
  app,
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  ClipboardItem,
  clipboard,
  dialog,
  type IpcMainInvokeEvent,
  ipcMain,
  nativeTheme,
  protocol,
  session,
  utilityProcess,
} from 'electron'
import { answerPage } from './pages.ts'

const here = import.meta.dirname
const say = (event: string, detail: unknown = null) =>
  process.stdout.write(`${JSON.stringify({ event, detail })}\n`)

app.enableSandbox()
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true } },
])

const prevented = new Set((process.env.PREVENT ?? '').split(','))
const locked = app.requestSingleInstanceLock({ from: 'fixture' })
say('start', { locked, userData: app.getPath('userData'), version: app.getVersion() })

// One listener for three events whose overloads differ in what they carry.
for (const event of ['before-quit', 'will-quit', 'quit'] as const)
  app.on(event as 'before-quit', given => {
    say(event)
    if (prevented.has(event)) given.preventDefault()
  })
app.on('second-instance', (_event, argv, folder, data) => {
  say('second-instance', { argv, folder, data })
  BrowserWindow.getAllWindows()[0]?.focus()
})
if (process.env.CLEAR === '1')
  app.once('will-quit', async event => {
    event.preventDefault()
    const before = await clipboard.readText()
    await clipboard.writeText('')
    say('cleared', { before, after: await clipboard.readText() })
    app.quit()
  })
app.on('window-all-closed', () => {
  say('window-all-closed')
  app.quit()
})

const partition = session.fromPartition('fixture', { cache: false })
const asked = new Set<string>()
partition.setPermissionCheckHandler((_contents, permission) => {
  asked.add(permission)
  return false
})
partition.setPermissionRequestHandler((_contents, permission, callback) => {
  asked.add(permission)
  callback(false)
})

const guarded = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: process.env.SUBFRAMES === '1',
  session: partition,
  preload: join(here, 'preload.cjs'),
}

const followContents = (window: BrowserWindow) => {
  const { webContents } = window
  webContents.setWindowOpenHandler(({ url }) => {
    say('window-open', url)
    return { action: 'deny' }
  })
  webContents.on('will-navigate', event => {
    say('will-navigate', event.url)
    if (!event.url.endsWith('/allowed')) event.preventDefault()
  })
  webContents.on('will-frame-navigate', event => {
    say('will-frame-navigate', { url: event.url, main: event.isMainFrame })
    if (event.url.startsWith('https:')) event.preventDefault()
  })
  webContents.on('will-prevent-unload', event => {
    say('will-prevent-unload')
    if (prevented.has('ask')) {
      const options = { message: 'Leave?', buttons: ['Stay', 'Leave'], cancelId: 0 }
      const answer = dialog.showMessageBoxSync(window, options)
      say('answered', answer)
      if (answer === 1) event.preventDefault()
    }
    if (prevented.has('unload')) event.preventDefault()
  })
  webContents.on('console-message', ({ level, message }) => say('console', { level, message }))
  webContents.on('render-process-gone', (_event, { reason }) => {
    say('render-process-gone', reason)
    if (!prevented.has('reload')) webContents.reload()
  })
  webContents.on('did-finish-load', () => say('did-finish-load', webContents.getURL()))
}

const openWindow = (): BrowserWindow => {
  const window = new BrowserWindow({
    width: 900,
    height: 640,
    show: false,
    title: 'Fixture',
    webPreferences: guarded,
  })
  followContents(window)
  window.once('ready-to-show', () => window.show())
  window.on('show', () => say('show'))
  window.on('focus', () => say('focus'))
  window.on('close', event => {
    say('close')
    if (prevented.has('close')) event.preventDefault()
  })
  window.on('closed', () => say('closed'))
  return window
}

const describeFrame = ({ senderFrame, sender }: IpcMainInvokeEvent) => ({
  url: senderFrame?.url,
  origin: senderFrame?.origin,
  top: senderFrame?.parent === null,
  sender: sender.id,
})

const attempt = (run: () => unknown): string => {
  try {
    return `done: ${run()}`
  } catch (error) {
    return String(error)
  }
}

const unknownApis: readonly (() => unknown)[] = [
  () => electron.safeStorage.isEncryptionAvailable(),
  () => electron.net.isOnline(),
  () => new electron.Tray('icon.png'),
  () => app.relaunch(),
  () => app.on('login', () => undefined),
  () => new BrowserWindow({ frame: false, webPreferences: guarded }),
  () => new BrowserWindow({ webPreferences: { ...guarded, sandbox: false } }),
  () => new BrowserWindow({ webPreferences: { ...guarded, nodeIntegration: true } }),
  () => new BrowserWindow({ webPreferences: { ...guarded, zoomFactor: 2 } }),
  () => new BrowserWindow({} satisfies BrowserWindowConstructorOptions),
  () => BrowserWindow.getAllWindows()[0]?.webContents.openDevTools(),
  () => dialog.showMessageBoxSync({ message: 'now' }),
  () => dialog.showOpenDialog({}),
]

const forkChild = async (message: string) => {
  const child = utilityProcess.fork(join(here, 'child.cjs'), ['one'], {
    serviceName: 'Fixture',
    env: { ...process.env, WORD: 'word' },
    stdio: 'ignore',
  })
  const exited = new Promise<number>(resolve => child.once('exit', resolve))
  const answered = new Promise<unknown>(resolve => child.once('message', resolve))
  child.postMessage(message)
  if (message === 'crash' || message === 'exit') return { code: await exited }
  const answer = await answered
  const { pid } = child
  child.kill()
  return { answer, code: await exited, hadPid: typeof pid === 'number', pid: child.pid }
}

const handlers: Readonly<
  Record<string, (event: IpcMainInvokeEvent, ...given: never[]) => unknown>
> = {
  echo: (_event, value) => value,
  fail: () => {
    throw new TypeError('main says no')
  },
  function: () => () => undefined,
  frame: describeFrame,
  url: ({ sender }) => sender.getURL(),
  note: ({ sender }, ...given) => sender.send('note', ...given),
  asked: () => [...asked],
  unknown: () => unknownApis.map(attempt),
  child: (_event, message) => forkChild(message),
  'clipboard:write': (_event, text) => clipboard.writeText(text),
  'clipboard:read': () => clipboard.readText(),
  'clipboard:clear': () => clipboard.clear(),
  'clipboard:item': async (_event, text: string) => {
    const hint = 'electron application/osclipboard;format="x-kde-passwordManagerHint"'
    await clipboard.write([new ClipboardItem({ 'text/plain': text, [hint]: 'secret' })])
  },
  'dialog:message': (_event, options) => dialog.showMessageBox(options),
  'dialog:save': (_event, options) => dialog.showSaveDialog(options),
  theme: (_event, source: typeof nativeTheme.themeSource) => {
    nativeTheme.themeSource = source
    return nativeTheme.shouldUseDarkColors
  },
  crash: ({ sender }) => sender.forcefullyCrashRenderer(),
  close: ({ sender }) => BrowserWindow.fromWebContents(sender)?.close(),
  quit: () => app.quit(),
  allow: (_event, name: string) => prevented.delete(name),
  title: ({ sender }) => BrowserWindow.fromWebContents(sender)?.getTitle(),
  bounds: ({ sender }) => BrowserWindow.fromWebContents(sender)?.getBounds(),
  focused: ({ sender }) => BrowserWindow.fromWebContents(sender)?.isFocused(),
  load: ({ sender }, url) =>
    void sender.loadURL(url).catch(error => say('load-failed', String(error))),
}
for (const [channel, handler] of Object.entries(handlers))
  ipcMain.handle(channel, (event, ...given) => handler(event, ...(given as never[])))

await Promise.resolve()
if (!locked) app.quit()
else
  app.whenReady().then(async () => {
    say('ready')
    partition.protocol.handle('app', answerPage)
    await openWindow().loadURL('app://fixture/index.html?page=1#top')
    say('loaded')
  })
