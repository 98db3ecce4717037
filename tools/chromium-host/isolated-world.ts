/**
 * What runs beside the page in the preload's isolated world: `require('electron')` of a sandboxed
 * preload, and the guards that Electron's own window has and a browser's has not. The functions run
 * there from their own source, after those of `wire.ts` and `membrane.ts`.
 */
import { createHalf } from './membrane.ts'
import { decode, encode } from './wire.ts'

/** From the page's isolated world to the host. */
export type Report =
  | {
      readonly kind: 'invoke'
      readonly id: number
      readonly channel: string
      readonly parameters: string
    }
  | { readonly kind: 'send'; readonly channel: string; readonly parameters: string }
  | { readonly kind: 'leave'; readonly url: string }
  | { readonly kind: 'open'; readonly url: string }
  | { readonly kind: 'dark'; readonly dark: boolean }
  | { readonly kind: 'title'; readonly title: string }
  | { readonly kind: 'focus' | 'blur' | 'bounds' }

/** From the host to the page's isolated world: the answer to a call, or a message on a channel. */
export type Order =
  | readonly ['result', id: number, ok: boolean, value: string]
  | readonly ['message', channel: string, parameters: string]

export type WorldSettings = {
  readonly binding: string
  readonly receiver: string
  readonly greeting: string
  readonly subframes: boolean
  readonly platform: string
}

type Post = (report: Report) => void
type Listener = (event: object, ...parameters: unknown[]) => void
type PageEvent = Event & {
  readonly key: string
  readonly code: string
  readonly button: number
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly canIntercept: boolean
  readonly destination: { readonly url: string; readonly sameDocument: boolean }
  readonly dataTransfer: { readonly types: readonly string[] } | null
}
type World = EventTarget & {
  readonly top: unknown
  readonly document: EventTarget & { readonly title: string; readonly head: object }
  readonly MutationObserver: new (
    heard: () => void,
  ) => { observe(node: object, what: object): void }
  readonly navigation: EventTarget
  matchMedia(query: string): EventTarget & { readonly matches: boolean }
  readonly MouseEvent: new (name: string, init: { relatedTarget: EventTarget }) => Event
}

/** `ipcRenderer` of Electron: invoke, send and listeners. */
function createIpc(post: Post) {
  const waiting = new Map<number, (ok: boolean, value: string) => void>()
  const listeners = new Map<string, { readonly given: Listener; readonly run: Listener }[]>()
  let calls = 0
  const add = (channel: string, given: Listener, run: Listener) => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { given, run }])
  }
  const remove = (channel: string, given: Listener) => {
    const kept = (listeners.get(channel) ?? []).filter(entry => entry.given !== given)
    listeners.set(channel, kept)
  }
  const ipcRenderer = {
    invoke: (channel: string, ...parameters: unknown[]) =>
      new Promise((resolve, reject) => {
        calls += 1
        const text = encode(parameters)
        waiting.set(calls, (ok, value) =>
          ok ? resolve(decode(value)) : reject(new Error(String(decode(value)))),
        )
        post({ kind: 'invoke', id: calls, channel, parameters: text })
      }),
    send: (channel: string, ...parameters: unknown[]) =>
      post({ kind: 'send', channel, parameters: encode(parameters) }),
    on: (channel: string, listener: Listener) => add(channel, listener, listener),
    addListener: (channel: string, listener: Listener) => add(channel, listener, listener),
    once: (channel: string, listener: Listener) =>
      add(channel, listener, (...given) => {
        remove(channel, listener)
        listener(...given)
      }),
    off: remove,
    removeListener: remove,
    removeAllListeners: (channel: string) => listeners.delete(channel),
  }
  const receive = (...order: Order) => {
    if (order[0] === 'result') {
      const settle = waiting.get(order[1])
      waiting.delete(order[1])
      return settle?.(order[2], order[3])
    }
    const parameters = decode(order[2]) as unknown[]
    for (const { run } of listeners.get(order[1]) ?? [])
      run({ sender: ipcRenderer, senderId: 0, ports: [] }, ...parameters)
  }
  return { ipcRenderer, receive }
}

/** Refuses with the host's one sentence whatever `members` lacks. */
function only(name: string, members: object): object {
  return new Proxy(members, {
    get: (target, key) => {
      if (key in target || typeof key === 'symbol' || key === 'then')
        return Reflect.get(target, key)
      throw new Error(`not implemented by the Chromium host: ${name}.${key}`)
    },
  })
}

/** A page may leave only to where the host can ask main first; the rest is refused here. */
function guardNavigation(world: World, post: Post) {
  world.navigation.addEventListener('navigate', given => {
    const event = given as PageEvent
    const { url, sameDocument } = event.destination
    if (sameDocument || /^https?:/i.test(url)) return
    event.preventDefault()
    post({ kind: 'leave', url })
  })
}

/** Takes from the browser what an Electron window without a menu does not do. */
function guardBrowser(world: World, post: Post, mac: boolean) {
  const listen = (name: string, listener: (event: PageEvent) => void) =>
    world.addEventListener(name, event => listener(event as PageEvent), {
      capture: true,
      passive: false,
    })
  listen('keydown', event => {
    const { code, altKey, shiftKey } = event
    const control = mac ? event.metaKey : event.ctrlKey
    if (
      (control && !altKey && /^Key[DFGHJLNOPRSTUW]$|^F4$/.test(code)) ||
      (control && (shiftKey || altKey) && /^Key[BCIJNU]$/.test(code)) ||
      (altKey && /^Arrow(?:Left|Right)$|^Home$/.test(code)) ||
      /^F(?:[13567]|1[0-2])$/.test(code)
    )
      event.preventDefault()
  })
  listen('contextmenu', event => event.preventDefault())
  const refuseFiles = (event: PageEvent) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
  }
  listen('dragover', refuseFiles)
  listen('drop', refuseFiles)
  const refuseNewTab = (event: PageEvent) => {
    const link = (
      event.composedPath() as { readonly tagName?: string; readonly href?: unknown }[]
    ).find(({ tagName, href }) => tagName === 'A' && href)
    if (!link || !(event.button === 1 || event.ctrlKey || event.metaKey || event.shiftKey)) return
    event.preventDefault()
    post({ kind: 'open', url: String(link.href) })
  }
  listen('click', refuseNewTab)
  listen('auxclick', refuseNewTab)
}

/** Tells the host what only the page's window knows. */
function reportWindow(world: World, post: Post) {
  const dark = world.matchMedia('(prefers-color-scheme: dark)')
  const tell = () => post({ kind: 'dark', dark: dark.matches })
  dark.addEventListener('change', tell)
  tell()
  world.addEventListener('focus', () => post({ kind: 'focus' }))
  world.addEventListener('blur', () => post({ kind: 'blur' }))
  world.addEventListener('resize', () => post({ kind: 'bounds' }))
  world.addEventListener('DOMContentLoaded', () => {
    const title = () => post({ kind: 'title', title: world.document.title })
    title()
    const every = { childList: true, characterData: true, subtree: true }
    new world.MutationObserver(title).observe(world.document.head, every)
  })
}

/** Prepares this world and runs the preload in it, in the top frame (or in all, when asked). */
function startIsolatedWorld(
  settings: WorldSettings,
  preload: ((...scope: object[]) => void) | undefined,
) {
  const world = globalThis as unknown as World
  const send: ((text: string) => void) | undefined = Reflect.get(globalThis, settings.binding)
  // The window's first, blank page may be older than the binding; it needs nothing of this.
  if (!send) return
  Reflect.deleteProperty(globalThis, settings.binding)
  const post: Post = report => send(JSON.stringify(report))
  guardNavigation(world, post)
  guardBrowser(world, post, settings.platform === 'darwin')
  const isTop = world.top === globalThis
  if (isTop) reportWindow(world, post)
  if (!preload || !(isTop || settings.subframes)) return
  const { ipcRenderer, receive } = createIpc(post)
  Object.defineProperty(globalThis, settings.receiver, { value: receive })
  const target = new EventTarget()
  const callPage = createHalf(target, 'preload', 'page', () => undefined)
  world.document.dispatchEvent(new world.MouseEvent(settings.greeting, { relatedTarget: target }))
  const electron = only('electron (preload)', {
    contextBridge: only('contextBridge', {
      exposeInMainWorld: (name: string, value: unknown) => callPage(0, [name, value]),
    }),
    ipcRenderer: only('ipcRenderer', ipcRenderer),
  })
  const require = (name: string) => {
    if (name === 'electron' || name === 'electron/renderer') return electron
    throw new Error(`module not found: ${name}`)
  }
  const module = { exports: {} }
  const process = {
    platform: settings.platform,
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    versions: {},
    env: {},
  }
  preload(require, module, module.exports, process)
}

export const isolatedWorldSource = (): string =>
  [createIpc, only, guardNavigation, guardBrowser, reportWindow, startIsolatedWorld].join('\n')
