import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => import('./recorded-electron.ts'))

import { createWindow, registerPageScheme, setMenu } from '../../../src/main/platform/window.ts'
import {
  answers,
  app,
  callOf,
  calls,
  contents,
  preventable,
  recordedSession,
} from './recorded-electron.ts'

const page = () => new Response(null)
const size = { width: 1000, height: 700 }
const events: string[] = []
const open = () =>
  createWindow(
    { folder: '/app/main', page, size, onSize: () => undefined },
    event => void events.push(event),
  )

beforeEach(() => {
  calls.length = 0
  answers.length = 0
  events.length = 0
  contents.removeAllListeners()
  recordedSession.removeAllListeners()
  app.isPackaged = false
})

const preferences = () => Reflect.get(Object(callOf('BrowserWindow')[0]), 'webPreferences')

describe('the window', () => {
  it('is confined in every way that Electron offers', () => {
    open()
    expect({ ...preferences(), session: 'own' }).toEqual({
      preload: '/app/preload/index.cjs',
      session: 'own',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      disableBlinkFeatures: 'Auxclick',
      webviewTag: false,
      plugins: false,
      webgl: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: true,
    })
    expect(preferences().session).toBe(recordedSession)
  })

  it('has developer tools only while it is being developed', () => {
    app.isPackaged = true
    open()
    expect(preferences().devTools).toBe(false)
  })

  it('shows our page and nothing else', () => {
    open()
    expect(callOf('loadURL')).toEqual(['app://claviger/'])
  })

  it('has no menu, so no shortcut of one', () => {
    setMenu()
    const [menu] = callOf('setApplicationMenu')
    const roles = Object(menu)?.template?.map(({ role }: { readonly role: string }) => role)
    expect(roles ?? null).toEqual(
      process.platform === 'darwin' ? ['appMenu', 'editMenu', 'windowMenu'] : null,
    )
  })
})

it('gives `app:` a place of its own, and none of the ways around a policy', () => {
  registerPageScheme()
  expect(callOf('registerSchemesAsPrivileged')).toEqual([
    [{ scheme: 'app', privileges: { standard: true, secure: true } }],
  ])
})

describe('its session', () => {
  it('keeps nothing on disk', () => {
    open()
    const [name, options] = callOf('fromPartition')
    expect(String(name)).not.toMatch(/^persist:/)
    expect(options).toEqual({ cache: false })
  })

  const typings = readFileSync('node_modules/electron/electron.d.ts', 'utf8')
  const permissions = [
    ...new Set(
      typings
        .split('\n')
        .filter(line => /\b(setPermission(Check|Request)Handler\(handler|deviceType:)/.test(line))
        .flatMap(line => [...line.matchAll(/'([\w-]+)'/g)].map(match => match[1] ?? '')),
    ),
  ]
  it('knows Electron’s permissions from its typings', () => {
    expect(permissions).toEqual(
      expect.arrayContaining(['clipboard-read', 'usb', 'media', 'unknown']),
    )
    expect(permissions.length).toBeGreaterThan(40)
  })

  it.each(permissions)('refuses %s', permission => {
    open()
    const [request] = callOf('setPermissionRequestHandler')
    const [check] = callOf('setPermissionCheckHandler')
    const [device] = callOf('setDevicePermissionHandler')
    const given: unknown[] = []
    Reflect.apply(Object(request), null, [contents, permission, (yes: boolean) => given.push(yes)])
    given.push(Reflect.apply(Object(check), null, [contents, permission, 'app://claviger/', {}]))
    given.push(Reflect.apply(Object(device), null, [{ deviceType: permission, origin: 'app://' }]))
    expect(given).toEqual([false, false, false])
  })

  it.each([
    ['https://evil.example/', true],
    ['http://127.0.0.1:1/', true],
    ['wss://evil.example/', true],
    ['ws://127.0.0.1/', true],
    ['ftp://evil.example/', true],
    ['file:///etc/passwd', true],
    ['blob:app://claviger/7d444840', true],
    ['chrome://gpu', true],
    ['chrome-extension://abc/x.js', true],
    ['smb://host/share', true],
    ['app://claviger/index.html', false],
    ['devtools://devtools/bundled/x.js', false],
    ['data:image/png;base64,AA==', false],
  ])('asked for %s, cancels it: %s', (url, isCancelled) => {
    open()
    const [listener] = callOf('onBeforeRequest')
    const given: unknown[] = []
    Reflect.apply(Object(listener), null, [{ url }, (answer: unknown) => given.push(answer)])
    expect(given).toEqual([{ cancel: isCancelled }])
  })

  it('has no way out for names and WebRTC either', () => {
    open()
    expect(callOf('setProxy')).toEqual([
      { mode: 'fixed_servers', proxyRules: '127.0.0.1:1', proxyBypassRules: '<-loopback>' },
    ])
    expect(callOf('setWebRTCIPHandlingPolicy')).toEqual(['disable_non_proxied_udp'])
  })

  it('saves no file', () => {
    open()
    const event = preventable()
    recordedSession.emit('will-download', event)
    expect(event.prevented).toBe(true)
  })
})

describe('a page that wants to go elsewhere', () => {
  const addresses = [
    ...['https://evil.example/', 'http://127.0.0.1/', 'file:///etc/passwd', 'about:blank'],
    ...['javascript:alert(1)', 'data:text/html,x', 'blob:app://claviger/x', 'app://other/'],
    ...[
      'app://claviger/other.html',
      'smb://host/share',
      'ms-msdt:/id',
      'view-source:app://claviger',
    ],
  ]
  const ways = ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']
  it.each(ways)('is stopped at %s, wherever it goes', way => {
    open()
    const events = addresses.map(url => {
      const event = Object.assign(preventable(), { url })
      contents.emit(way, event, url)
      return event
    })
    expect(events.map(({ prevented }) => prevented)).toEqual(addresses.map(() => true))
  })

  it.each(addresses)('opens no window at %s', url => {
    open()
    const [handler] = callOf('setWindowOpenHandler')
    expect(Reflect.apply(Object(handler), null, [{ url }])).toEqual({ action: 'deny' })
  })
})

describe('a page with a key that is not stored', () => {
  it.each([
    [0, false],
    [1, true],
  ])('answered %i, it is left: %s', (response, isLeft) => {
    open()
    answers.push(response)
    const event = preventable()
    contents.emit('will-prevent-unload', event)
    expect(event.prevented).toBe(isLeft)
  })
})

describe('a page that is gone', () => {
  const die = (reason: string) => contents.emit('render-process-gone', {}, { reason })

  it.each(['crashed', 'killed', 'oom', 'abnormal-exit', 'launch-failed', 'integrity-failure'])(
    'because of %s is loaded again, and logged',
    reason => {
      open()
      die(reason)
      expect(callOf('reload')).toEqual([])
      expect(events).toEqual(['page-gone'])
    },
  )

  it('is not loaded for ever: a person is asked', async () => {
    open()
    for (let count = 0; count < 4; count += 1) die('crashed')
    expect(calls.filter(([name]) => name === 'reload')).toHaveLength(3)
    expect(JSON.stringify(callOf('showMessageBox'))).toContain('crashed several times')
  })
})

describe('a page that does not answer', () => {
  const settled = () => new Promise(resolve => setImmediate(resolve))

  it('is waited for, if the person wants it', async () => {
    open()
    answers.push(0)
    contents.emit('unresponsive')
    await settled()
    expect(calls.some(([name]) => name === 'forcefullyCrashRenderer')).toBe(false)
    expect(events).toEqual(['page-silent'])
  })

  it('is ended and loaded anew, if the person wants it, which is no crash', async () => {
    open()
    answers.push(1)
    contents.emit('unresponsive')
    await settled()
    expect(callOf('forcefullyCrashRenderer')).toEqual([])
    contents.emit('render-process-gone', {}, { reason: 'crashed' })
    expect(callOf('reload')).toEqual([])
    expect(events).toEqual(['page-silent'])
  })

  it('is left alone when it answered in the meantime, and the question goes', async () => {
    open()
    answers.push(1)
    contents.emit('unresponsive')
    contents.emit('responsive')
    await settled()
    const [, options] = callOf('showMessageBox')
    expect(Reflect.get(Object(options), 'signal').aborted).toBe(true)
    expect(calls.some(([name]) => name === 'forcefullyCrashRenderer')).toBe(false)
  })

  it('is asked about once at a time, and again when it still does not answer', async () => {
    open()
    contents.emit('unresponsive')
    contents.emit('unresponsive')
    const questions = () => calls.filter(([name]) => name === 'showMessageBox')
    expect(questions()).toHaveLength(1)
    await settled()
    contents.emit('unresponsive')
    expect(questions()).toHaveLength(2)
  })
})
