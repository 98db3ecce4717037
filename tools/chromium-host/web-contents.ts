import type { EventEmitter } from 'node:events'
import type { WebContents } from 'electron'
import { attach, browser } from './browser.ts'
import type { Session } from './connection.ts'
import { type Frames, trackFrames } from './frames.ts'
import { createEmitter, createEvent, implement, notImplemented } from './implement.ts'
import { deliver, invoke } from './ipc-main.ts'
import type { Order, Report } from './isolated-world.ts'
import { wantsToStay } from './leaving.ts'
import { forwardConsole } from './page-console.ts'
import { applyPermissions } from './permissions.ts'
import { answerRequests, type Navigations, trackNavigations } from './requests.ts'
import type { HostSession } from './session.ts'
import { fromStandIn, schemeOf, toStandIn } from './stand-in.ts'
import { encode } from './wire.ts'
import { bindingName, prepareWorlds, receiverName } from './worlds.ts'

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0]

/** The browser's side of one page, once its window is open. */
type Page = {
  readonly targetId: string
  readonly session: Session
  readonly frames: Frames
  readonly navigations: Navigations
}

export type HostContents = {
  readonly electron: WebContents
  /** Emits what the page's own world reports: focus, blur, bounds, dark; and what its window does. */
  readonly emitter: EventEmitter
  readonly page: Promise<Page>
  /** True when the page's beforeunload handlers want it to stay. */
  readonly wantsToStay: () => Promise<boolean>
  readonly close: () => Promise<void>
}

export type ContentsOptions = {
  readonly session: HostSession
  readonly preload: string | undefined
  readonly subframes: boolean
}

const events = [
  'will-navigate',
  'will-frame-navigate',
  'will-redirect',
  'will-attach-webview',
  'will-prevent-unload',
  'did-start-loading',
  'did-finish-load',
  'did-fail-load',
  'did-navigate',
  'dom-ready',
  'render-process-gone',
  'unresponsive',
  'responsive',
  'destroyed',
  'console-message',
  'page-title-updated',
  'preload-error',
] as const

// Between the host's own files; listeners of the application never see these.
const ownEvents = ['host:report', 'host:leaving'] as const

const all = new Set<HostContents>()
let ids = 0

const contentsById = (id: number): HostContents | undefined =>
  [...all].find(({ electron }) => electron.id === id)

let created: (contents: HostContents) => void = () => undefined

/** Called with every page of the application as it is made. */
export const onContents = (listener: (contents: HostContents) => void): void => {
  created = listener
}

export const allContents = (): readonly HostContents[] => [...all]

const forwardLife = (page: Page, contents: WebContents, emitter: EventEmitter) => {
  const { session, targetId, frames } = page
  const tell = (event: string) => () => frames.isBlank() || emitter.emit(event, createEvent({}))
  session.on('Page.domContentEventFired', tell('dom-ready'))
  session.on('Page.loadEventFired', tell('did-finish-load'))
  session.on('Page.loadEventFired', () => void allowToStay(session))
  session.on('Page.frameNavigated', ({ frame }) => {
    if (!frames.isMain(frame.id) || frames.isBlank()) return
    emitter.emit('did-navigate', createEvent({}), fromStandIn(frame.url), 200, '')
  })
  session.on('Inspector.targetCrashed', () => {
    emitter.emit('render-process-gone', createEvent({}), { reason: 'crashed', exitCode: 139 })
  })
  session.on('Page.javascriptDialogOpening', dialog => {
    if (dialog.type === 'beforeunload') emitter.emit('host:leaving', session)
  })
  browser().on('Target.targetDestroyed', ({ targetId: id }) => {
    if (id === targetId) destroyed(contents, emitter)
  })
}

/** Chromium heeds `beforeunload` only of a page that was touched, Electron of any. */
const allowToStay = (session: Session): Promise<unknown> =>
  session.send('Runtime.evaluate', { expression: '0', userGesture: true }).catch(() => undefined)

const destroyed = (contents: WebContents, emitter: EventEmitter) => {
  const host = contentsById(contents.id)
  if (!host) return
  all.delete(host)
  emitter.emit('destroyed', createEvent({}))
}

// A text among a function's arguments is no script that has to be read first.
const receiver = {
  functionDeclaration: `function (...order) { ${receiverName}(...order) }`,
}

const tellPage = async ({ session, frames }: Page, order: Order, context?: number) => {
  const executionContextId = context ?? frames.preloadContext()
  if (executionContextId === undefined) return
  const parts = order.map(value => ({ value }))
  await session
    .send('Runtime.callFunctionOn', { ...receiver, executionContextId, arguments: parts })
    // The page may have gone meanwhile, and its callers with it.
    .catch(() => undefined)
}

const hear = async (
  page: Page,
  contents: WebContents,
  emitter: EventEmitter,
  open: (url: string) => void,
  context: number,
  report: Report,
) => {
  const frame = page.frames.ofContext(context)
  switch (report.kind) {
    case 'invoke': {
      const result = await invoke(contents, frame, report.channel, report.parameters)
      return tellPage(page, ['result', report.id, result.ok, result.value], context)
    }
    case 'send':
      return deliver(contents, frame, report.channel, report.parameters)
    case 'open':
      return open(report.url)
    case 'leave': {
      const url = fromStandIn(report.url)
      const isMainFrame = frame?.parent === null
      const details = { url, isSameDocument: false, isMainFrame, frame, initiator: frame }
      emitter.emit('will-frame-navigate', createEvent(details), url, false, isMainFrame)
      if (isMainFrame) emitter.emit('will-navigate', createEvent(details), url, false, true)
      return
    }
    default:
      emitter.emit('host:report', report)
  }
}

const openPage = async (
  options: ContentsOptions,
  contents: WebContents,
  emitter: EventEmitter,
  open: (url: string) => void,
): Promise<Page> => {
  const targetId = await browser().openWindow()
  const session = await attach(browser(), targetId)
  const frames = trackFrames(session, contents.id)
  const navigations = trackNavigations(session, frames)
  const page: Page = { targetId, session, frames, navigations }
  forwardConsole(session, frames, emitter)
  forwardLife(page, contents, emitter)
  answerRequests(session, options.session, emitter, frames, navigations)
  session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name !== bindingName) return
    hear(page, contents, emitter, open, executionContextId, JSON.parse(payload))
  })
  // The page's sandbox has refused by then; this is the only trace of what it refused.
  session.on('Log.entryAdded', ({ entry: { text } }) => {
    const url = /^Blocked opening '(.*?)' in a new window/.exec(text)?.[1]
    if (url !== undefined) open(url)
  })
  await prepareWorlds(session, options.preload, options.subframes)
  return page
}

const load = async (
  page: Page,
  contents: WebContents,
  emitter: EventEmitter,
  session: HostSession,
  url: string,
) => {
  const { origin } = new URL(toStandIn(url))
  if (schemeOf(url)) await applyPermissions(fromStandIn(origin), contents, session)
  page.navigations.expect()
  const { promise: finished, resolve } = Promise.withResolvers<void>()
  emitter.once('did-finish-load', () => resolve())
  const { errorText } = await page.session.send('Page.navigate', { url: toStandIn(url) })
  browser().passAddressOn()
  if (errorText === undefined) return finished
  const description = errorText.replace(/^net::/, '')
  emitter.emit('did-fail-load', createEvent({}), -2, description, url, true, 0, 0)
  throw Object.assign(new Error(`${description} loading '${url}'`), { code: description, url })
}

type Parts = {
  readonly id: number
  readonly options: ContentsOptions
  readonly emitter: EventEmitter
  readonly page: () => Promise<Page>
  readonly opened: () => Page | undefined
  readonly setOpenHandler: (handler: OpenHandler) => void
}

const createElectron = (parts: Parts): WebContents => {
  const { id, options, emitter, page, opened } = parts
  const withPage = (run: (page: Page) => Promise<unknown>) => {
    // A page that went away in between is no failure of a method that has no answer.
    page()
      .then(run)
      .catch(() => undefined)
  }
  const electron: WebContents = implement<WebContents>(
    'webContents',
    {
      id,
      session: options.session.electron,
      get mainFrame() {
        return opened()?.frames.main() ?? notImplemented('mainFrame before the page is open')
      },
      send: (channel, ...parameters) => {
        const order: Order = ['message', channel, encode(parameters)]
        const target = opened()
        if (target) tellPage(target, order)
      },
      loadURL: async url => load(await page(), electron, emitter, options.session, url),
      getURL: () => opened()?.frames.main().url ?? '',
      isDestroyed: () => contentsById(id) === undefined,
      setWindowOpenHandler: parts.setOpenHandler,
      // Every page of this host has the strictest one.
      setWebRTCIPHandlingPolicy: () => undefined,
      reload: () =>
        withPage(({ session, navigations }) => {
          navigations.expect()
          return session.send('Page.reload')
        }),
      forcefullyCrashRenderer: () => withPage(({ session }) => session.send('Page.crash')),
      isDevToolsOpened: () => false,
    },
    emitter,
  )
  return electron
}

const closePage = async (page: Page | undefined, host: HostContents): Promise<void> => {
  // A window that has not opened yet will not be missed.
  if (!page) return destroyed(host.electron, host.emitter)
  if (host.electron.isDestroyed()) return
  const gone = new Promise<void>(resolve => host.emitter.once('destroyed', () => resolve()))
  await browser()
    .send('Target.closeTarget', { targetId: page.targetId })
    .catch(() => undefined)
  await gone
}

/** The page of one window, opened at once in the background. */
export const createContents = (options: ContentsOptions): HostContents => {
  ids += 1
  const emitter = createEmitter('webContents', [...events, ...ownEvents]).setMaxListeners(0)
  let openHandler: OpenHandler | undefined
  let opened: Page | undefined
  const electron = createElectron({
    id: ids,
    options,
    emitter,
    page: () => page,
    opened: () => opened,
    setOpenHandler: handler => {
      openHandler = handler
    },
  })
  const page = openPage(options, electron, emitter, url => {
    const referrer = { url: '', policy: 'default' } as const
    const details = { url: fromStandIn(url), frameName: '', features: '', referrer }
    const answer = openHandler?.({ ...details, disposition: 'other' })
    if (answer?.action !== 'deny') notImplemented('opening a window for a page')
  })
  const host: HostContents = {
    electron,
    emitter,
    page,
    wantsToStay: async () => opened !== undefined && wantsToStay(opened.session, opened.frames),
    close: () => closePage(opened, host),
  }
  all.add(host)
  created(host)
  const gone = () => destroyed(electron, emitter)
  page.then(made => {
    opened = made
    if (electron.isDestroyed()) browser().send('Target.closeTarget', { targetId: made.targetId })
  }, gone)
  browser().closed.then(gone)
  return host
}
