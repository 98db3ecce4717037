import type { EventEmitter } from 'node:events'
import type {
  BrowserWindowConstructorOptions,
  BrowserWindow as Electron,
  Rectangle,
} from 'electron'
import { browser } from './browser.ts'
import type { Protocol, Session } from './connection.ts'
import { constructible, createEmitter, createEvent, implement } from './implement.ts'
import type { Report } from './isolated-world.ts'
import { answerBrowser, createClosing } from './leaving.ts'
import { createContents, type HostContents } from './web-contents.ts'
import { checkOptions, sessionOf } from './window-options.ts'

/** A window with what the application's quitting needs of it. */
export type HostWindow = {
  readonly electron: Electron
  /** Closes unless the application or its page objects; false when one did. */
  readonly tryClose: () => Promise<boolean>
}

type Bounds = Protocol.Browser.Bounds
type WindowState = {
  bounds: Rectangle
  kind: NonNullable<Bounds['windowState']>
  visible: boolean
  focused: boolean
  closing: boolean
  title: string
}

const events = [
  'ready-to-show',
  'show',
  'hide',
  'close',
  'closed',
  'focus',
  'blur',
  'resize',
  'move',
  'resized',
  'moved',
  'minimize',
  'maximize',
  'unmaximize',
  'restore',
  'unresponsive',
  'page-title-updated',
] as const

const windows = new Set<HostWindow>()
const { promise: nothing } = Promise.withResolvers<never>()
let allClosed: () => void = () => undefined

export const openWindows = (): readonly HostWindow[] => [...windows]

/** Called whenever the last window has closed. */
export const onAllClosed = (listener: () => void): void => {
  allClosed = listener
}

const defaultSize = { width: 800, height: 600 }

const initialState = (options: BrowserWindowConstructorOptions): WindowState => ({
  bounds: {
    width: options.width ?? defaultSize.width,
    height: options.height ?? defaultSize.height,
    x: options.x ?? 0,
    y: options.y ?? 0,
  },
  kind: 'normal',
  visible: options.show !== false,
  focused: false,
  closing: false,
  title: options.title ?? '',
})

const createWindow = (options: BrowserWindowConstructorOptions = {}): Electron => {
  const preferences = checkOptions(options)
  const contents = createContents({
    session: sessionOf(preferences),
    preload: preferences.preload,
    subframes: preferences.nodeIntegrationInSubFrames === true,
  })
  const emitter = createEmitter('BrowserWindow', events).setMaxListeners(0)
  const state = initialState(options)
  const browserWindow = findWindow(contents)
  const setBounds = async (bounds: Bounds) => {
    const windowId = await browserWindow
    await browser().send('Browser.setWindowBounds', { windowId, bounds })
  }
  const look = () => refresh(browserWindow, state, emitter)
  const close = createClosing(contents, emitter, state)
  const electron = implement<Electron>(
    'BrowserWindow',
    {
      webContents: contents.electron,
      id: contents.electron.id,
      loadURL: url => contents.electron.loadURL(url),
      isDestroyed: () => contents.electron.isDestroyed(),
      close: () => void close.try(),
      destroy: () => void close.force(),
      ...titleMembers(contents, state),
      ...visibilityMembers(contents, state, emitter, setBounds),
      ...boundsMembers(state, setBounds, look),
    },
    emitter,
  )
  const host: HostWindow = { electron, tryClose: close.try }
  windows.add(host)
  followPage(contents, state, emitter, look)
  contents.electron.once('destroyed', () => {
    windows.delete(host)
    // Closed by the user: too late to be prevented, and not too late to be told.
    if (!state.closing) emitter.emit('close', createEvent({}))
    emitter.emit('closed')
    if (windows.size === 0) allClosed()
  })
  contents.page
    .then(async ({ session }) => {
      const place = options.x === undefined || options.y === undefined ? {} : state.bounds
      const { width, height } = state.bounds
      await setBounds({ width, height, ...place })
      await setBackground(session, options.backgroundColor)
      await look()
    })
    .catch(() => undefined)
  return electron
}

const setBackground = async (session: Session, color: string | undefined) => {
  const [, r, g, b] = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(color ?? '') ?? []
  if (r === undefined || g === undefined || b === undefined) return
  const hex = (text: string) => Number.parseInt(text, 16)
  await session.send('Emulation.setDefaultBackgroundColorOverride', {
    color: { r: hex(r), g: hex(g), b: hex(b) },
  })
}

// A window whose page is gone before it was found is never asked for.
const findWindow = (contents: HostContents): Promise<number> =>
  contents.page
    .then(({ targetId }) => browser().send('Browser.getWindowForTarget', { targetId }))
    .then(({ windowId }) => windowId)
    .catch(() => nothing)

const refresh = async (
  browserWindow: Promise<number>,
  state: WindowState,
  emitter: EventEmitter,
): Promise<void> => {
  const windowId = await browserWindow
  const { bounds } = await browser().send('Browser.getWindowBounds', { windowId })
  const old = state.bounds
  const oldKind = state.kind
  state.kind = bounds.windowState ?? 'normal'
  state.bounds = {
    x: bounds.left ?? old.x,
    y: bounds.top ?? old.y,
    width: bounds.width ?? old.width,
    height: bounds.height ?? old.height,
  }
  const { x, y, width, height } = state.bounds
  if (width !== old.width || height !== old.height) emitter.emit('resize', createEvent({}))
  if (x !== old.x || y !== old.y) emitter.emit('move', createEvent({}))
  if (oldKind === state.kind) return
  if (state.kind === 'maximized') emitter.emit('maximize', createEvent({}))
  if (oldKind === 'maximized') emitter.emit('unmaximize', createEvent({}))
  if (state.kind === 'minimized') emitter.emit('minimize', createEvent({}))
  if (oldKind === 'minimized') emitter.emit('restore', createEvent({}))
}

/** Chromium draws the document's title in the frame, so that is the one that is set. */
const titleMembers = (contents: HostContents, state: WindowState): Partial<Electron> => ({
  getTitle: () => state.title,
  setTitle: title => {
    state.title = title
    const expression = `document.title = ${JSON.stringify(title)}`
    contents.page
      .then(({ session }) => session.send('Runtime.evaluate', { expression }))
      .catch(() => undefined)
  },
})

const visibilityMembers = (
  contents: HostContents,
  state: WindowState,
  emitter: EventEmitter,
  setBounds: (bounds: Bounds) => Promise<void>,
): Partial<Electron> => {
  const raise = async () => {
    const { session } = await contents.page
    if (state.kind === 'minimized') await setBounds({ windowState: 'normal' })
    await session.send('Page.bringToFront')
  }
  const attempt = (action: () => Promise<unknown>) => void action().catch(() => undefined)
  return {
    show: () => {
      const wasVisible = state.visible
      state.visible = true
      attempt(raise)
      if (!wasVisible) emitter.emit('show', createEvent({}))
    },
    hide: () => {
      state.visible = false
      attempt(() => setBounds({ windowState: 'minimized' }))
      emitter.emit('hide', createEvent({}))
    },
    isVisible: () => state.visible,
    focus: () => attempt(raise),
    isFocused: () => state.focused,
    isMinimized: () => state.kind === 'minimized',
    isMaximized: () => state.kind === 'maximized',
    minimize: () => change(state, 'minimized', setBounds),
    maximize: () => change(state, 'maximized', setBounds),
    unmaximize: () => change(state, 'normal', setBounds),
    restore: () => change(state, 'normal', setBounds),
    // Electron on Linux does nothing here either.
    setContentProtection: () => undefined,
    setBackgroundColor: color =>
      attempt(async () => setBackground((await contents.page).session, color)),
  }
}

const change = (
  state: WindowState,
  kind: WindowState['kind'],
  setBounds: (bounds: Bounds) => Promise<void>,
) => {
  state.kind = kind
  setBounds({ windowState: kind }).catch(() => undefined)
}

/** The smallest size is the application's wish; Chromium's window has its own. */
const boundsMembers = (
  state: WindowState,
  setBounds: (bounds: Bounds) => Promise<void>,
  look: () => Promise<void>,
): Partial<Electron> => ({
  getBounds: () => state.bounds,
  getNormalBounds: () => state.bounds,
  setBounds: bounds => {
    const { x, y, width, height } = { ...state.bounds, ...bounds }
    setBounds({ left: x, top: y, width, height })
      .then(look)
      .catch(() => undefined)
  },
})

const followPage = (
  contents: HostContents,
  state: WindowState,
  emitter: EventEmitter,
  look: () => Promise<void>,
) => {
  contents.emitter.once('did-finish-load', () => emitter.emit('ready-to-show', createEvent({})))
  const retitle = (title: string) => {
    if (title === '' || title === state.title) return
    state.title = title
    emitter.emit('page-title-updated', createEvent({}), title, true)
    contents.emitter.emit('page-title-updated', createEvent({}), title, true)
  }
  contents.emitter.on('host:report', (report: Report) => {
    if (report.kind === 'title') retitle(report.title)
    if (report.kind !== 'focus' && report.kind !== 'blur' && report.kind !== 'bounds') return
    const focused = report.kind === 'bounds' ? state.focused : report.kind === 'focus'
    if (focused !== state.focused) emitter.emit(report.kind, createEvent({}))
    state.focused = focused
    look().catch(() => undefined)
  })
  contents.emitter.on('host:leaving', (session: Session) => {
    answerBrowser(contents, state, session)
  })
}

export const BrowserWindow = constructible<typeof Electron>('BrowserWindow', createWindow, {
  getAllWindows: () => openWindows().map(({ electron }) => electron),
  getFocusedWindow: () =>
    openWindows().find(({ electron }) => electron.isFocused())?.electron ?? null,
  fromWebContents: (contents: { readonly id: number }) =>
    openWindows().find(({ electron }) => electron.webContents.id === contents.id)?.electron ?? null,
})
