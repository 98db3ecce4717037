import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import type { Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Attached,
  attach,
  createFolder,
  type Fixture,
  type FixtureBridge,
  hasChromium,
  invoke,
  removeFolder,
  startFixture,
} from './fixture.ts'

// Code for the page is text here: this project's compiler knows Node's globals, not a page's.
const inPage = (page: Page, expression: string) => page.evaluate(expression)

describe.skipIf(!hasChromium)('a page on the Chromium host', () => {
  const folder = createFolder()
  let fixture: Fixture
  let attached: Attached
  let page: Page

  beforeAll(async () => {
    fixture = startFixture({ folder, switches: ['--remote-debugging-port=0'] })
    attached = await attach(fixture)
    page = attached.page
  })
  afterAll(async () => {
    await fixture.stop()
    await attached.browser.close()
    removeFolder(folder)
  })

  describe('isolation', () => {
    it('has the bridge and nothing of Node, Electron or the host', async () => {
      expect(
        await inPage(
          page,
          `['require', 'process', 'module', 'ipcRenderer', 'electron', 'hostBinding', 'hostReceiver', 'hostStart']
            .filter(name => name in window)`,
        ),
      ).toEqual([])
      expect(await inPage(page, 'Object.keys(fixture)')).toContain('invoke')
      expect(await inPage(page, 'isSecureContext')).toBe(true)
    })

    it('exposes a frozen copy that cannot be replaced', async () => {
      expect(
        await inPage(
          page,
          `[fixture, fixture.invoke, fixture.nested, fixture.nested.list[1]].every(Object.isFrozen)`,
        ),
      ).toBe(true)
      expect(
        await inPage(
          page,
          `(() => { 'use strict'; try { window.fixture = 1 } catch (error) { return error.name } })()`,
        ),
      ).toBe('TypeError')
      expect(await inPage(page, `Object.getPrototypeOf(fixture.nested) === Object.prototype`)).toBe(
        true,
      )
      expect(await inPage(page, `fixture.nested.when instanceof Date`)).toBe(true)
    })

    it('keeps its built-ins to itself', async () => {
      expect(
        await inPage(
          page,
          `(() => {
            const { push } = Array.prototype
            const { parse } = JSON
            Array.prototype.push = () => 'mine'
            JSON.parse = () => 'mine'
            try { return fixture.builtIns() } finally { Array.prototype.push = push; JSON.parse = parse }
          })()`,
        ),
      ).toBe('{"list":["pushed"],"parsed":{"a":1}}')
    })

    it('never hands the private target to a page that hooks events', async () => {
      expect(
        await inPage(
          page,
          `(async () => {
            const seen = []
            const { dispatchEvent } = EventTarget.prototype
            EventTarget.prototype.dispatchEvent = function (...given) { seen.push(this); return dispatchEvent.apply(this, given) }
            const detail = Object.getOwnPropertyDescriptor(CustomEvent.prototype, 'detail')
            Object.defineProperty(CustomEvent.prototype, 'detail', { configurable: true, get() { seen.push(this); return detail.get.call(this) } })
            try { await fixture.invoke('echo', 1) } finally {
              EventTarget.prototype.dispatchEvent = dispatchEvent
              Object.defineProperty(CustomEvent.prototype, 'detail', detail)
            }
            return seen.length
          })()`,
        ),
      ).toBe(0)
    })

    it('gives a preload electron and no other module, and of ipcRenderer what there is', async () => {
      expect(await inPage(page, `fixture.reach('node:fs')`)).toBe('module not found: node:fs')
      expect(await inPage(page, `fixture.reachIpc('invoke')`)).toBe('function')
      expect(await inPage(page, `fixture.reachIpc('sendSync')`)).toBe(
        'not implemented by the Chromium host: ipcRenderer.sendSync',
      )
    })
  })

  describe('calls', () => {
    it('carries what the application sends, both ways', async () => {
      const kinds = await inPage(
        page,
        `fixture.invoke('echo', {
          list: [1, undefined, null, 'ß😀', NaN, -0, 10n], date: new Date(3), bytes: new Uint8Array([0, 255]),
          map: new Map([[{ a: 1 }, new Set(['x'])]]) })
          .then(({ list, date, bytes, map }) => [
            list[1] === undefined && 1 in list, list[2], list[3], Number.isNaN(list[4]), list[6] === 10n,
            date instanceof Date && date.getTime(), bytes instanceof Uint8Array && bytes[1],
            [...map][0][0].a, [...map][0][1].has('x')])`,
      )
      expect(kinds).toEqual([true, null, 'ß😀', true, true, 3, 255, 1, true])
    })

    it.each([
      ['fail', "Error invoking remote method 'fail': TypeError: main says no"],
      [
        'nobody',
        "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
      ],
      ['function', 'An object could not be cloned: function'],
    ])('reports a failed call: %s', async (channel, text) => {
      await expect(invoke(page, channel)).rejects.toThrow(text)
    })

    it('passes on what a preload function throws, by its message', async () => {
      await expect(inPage(page, 'fixture.fail()')).rejects.toThrow('the preload says no')
    })

    it('refuses what cannot be cloned before it leaves the page', async () => {
      await expect(
        inPage(page, `(() => { const a = {}; a.a = a; return fixture.invoke('echo', a) })()`),
      ).rejects.toThrow(/cloned|deep/)
      await expect(inPage(page, `fixture.invoke('echo', document)`)).rejects.toThrow()
    })

    it('tells a page events until it undoes its subscription', async () => {
      const got = await page.evaluate(async () => {
        const { fixture } = globalThis as unknown as FixtureBridge
        const notes: unknown[] = []
        const first = Promise.withResolvers<void>()
        const undo = fixture.subscribe((...note) => {
          notes.push(note)
          first.resolve()
        })
        await fixture.invoke('note', 1, { two: 2 })
        await first.promise
        undo()
        // The answer to a later call comes after anything that main sent before it.
        await fixture.invoke('note', 'late')
        await fixture.invoke('echo', 0)
        return notes
      })
      expect(got).toEqual([[1, { two: 2 }]])
    })

    it('names the frame that calls by the scheme that main knows', async () => {
      expect(await invoke(page, 'frame')).toEqual({
        url: 'app://fixture/index.html?page=1#top',
        origin: 'app://fixture',
        top: true,
        sender: 1,
      })
    })

    it('answers a call in a few milliseconds', async () => {
      const each = await inPage(
        page,
        `(async () => { const began = performance.now()
          for (let i = 0; i < 100; i += 1) await fixture.invoke('echo', i)
          return (performance.now() - began) / 100 })()`,
      )
      // About 1 ms on an idle machine; the limit catches a lost wake-up, not a busy one.
      expect(each).toBeLessThan(50)
    })
  })

  describe('its policy', () => {
    it('runs scripts with the nonce and no other inline script, and reports the violation', async () => {
      expect(await inPage(page, 'window.withNonce')).toBe(true)
      expect(await inPage(page, 'window.inline')).toBeUndefined()
      await fixture.heard('console', detail => /inline script/.test(JSON.stringify(detail)))
    })

    it('holds Trusted Types', async () => {
      await expect(
        inPage(page, `document.getElementById('out').innerHTML = '<img src=x>'`),
      ).rejects.toThrow('TrustedHTML')
      expect(await inPage(page, 'window.violations')).toContain('require-trusted-types-for')
    })

    it('has no network: nothing that it tries reaches a listening socket', async () => {
      let connections = 0
      const server = createServer(() => {
        connections += 1
      })
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      const host = `127.0.0.1:${port}`
      await inPage(
        page,
        `Promise.allSettled([
          fetch('http://${host}/fetch'),
          fetch('https://${host}/fetch', { mode: 'no-cors' }),
          new Promise(done => { const image = new Image(); image.onerror = done; image.src = 'http://${host}/image' }),
          new Promise(done => { const socket = new WebSocket('ws://${host}/'); socket.onerror = done }),
          Promise.resolve().then(() => navigator.sendBeacon('http://${host}/beacon', 'x')),
        ])`,
      )
      expect(connections).toBe(0)
      server.close()
    })

    it('is denied every permission, and main is asked about each', async () => {
      const states = await inPage(
        page,
        `Promise.all(['clipboard-read', 'clipboard-write', 'geolocation', 'notifications', 'camera', 'microphone', 'midi', 'local-fonts']
          .map(async name => (await navigator.permissions.query({ name })).state))`,
      )
      expect(new Set(states as string[])).toEqual(new Set(['denied']))
      expect(await invoke(page, 'asked')).toEqual(
        expect.arrayContaining(['clipboard-read', 'media', 'notifications', 'geolocation']),
      )
    })
  })

  describe('leaving', () => {
    it.each([
      [
        'location.href',
        `location.href = 'https://example.com/location'`,
        'https://example.com/location',
      ],
      ['a link', `document.getElementById('away').click()`, 'https://example.com/away'],
      ['about:blank', `location.href = 'about:blank'`, 'about:blank'],
      [
        'another program',
        `location.href = 'mailto:someone@example.com'`,
        'mailto:someone@example.com',
      ],
      ['a meta refresh', metaRefresh, 'https://example.com/refresh'],
    ])('is refused by main: %s', async (_, script, url) => {
      await inPage(page, script)
      await fixture.heard('will-frame-navigate', detail => JSON.stringify(detail).includes(url))
      expect(await inPage(page, 'location.href')).toBe(
        'https://fixture.app.invalid/index.html?page=1#top',
      )
    })

    it('is refused to a form by the policy', async () => {
      await inPage(page, `document.getElementById('form').submit()`)
      await page.waitForFunction(`window.violations.includes('form-action')`)
      expect(await invoke(page, 'url')).toBe('app://fixture/index.html?page=1#top')
    })

    // The mouse alone: Playwright's click waits for a navigation that is refused here.
    const press = async (id: string) => {
      const { x, y } = (await inPage(
        page,
        `(() => { const { x, y } = document.getElementById('${id}').getBoundingClientRect(); return { x, y } })()`,
      )) as { readonly x: number; readonly y: number }
      await page.mouse.click(x + 2, y + 2)
    }

    it('opens no window, and main is told', async () => {
      expect(await inPage(page, `window.open('https://example.com/opened') === null`)).toBe(true)
      await fixture.heard('window-open', url => url === 'https://example.com/opened')
      await press('blank')
      await fixture.heard('window-open', url => url === 'https://example.com/blank')
      await page.keyboard.down('Control')
      await press('away')
      await page.keyboard.up('Control')
      await fixture.heard('window-open', url => url === 'https://example.com/away')
      expect(attached.browser.contexts().flatMap(context => context.pages())).toHaveLength(1)
    })
  })

  it('throws at once for what the host does not have', async () => {
    const refused = 'Error: not implemented by the Chromium host: '
    expect(await invoke(page, 'unknown')).toEqual([
      `${refused}electron.safeStorage`,
      `${refused}electron.net`,
      `${refused}electron.Tray`,
      `${refused}app.relaunch`,
      `${refused}app.on('login')`,
      `${refused}BrowserWindow options.frame`,
      `${refused}webPreferences.sandbox: false`,
      `${refused}webPreferences.nodeIntegration: true`,
      `${refused}webPreferences.zoomFactor`,
      `${refused}webPreferences.sandbox: undefined`,
      `${refused}webContents.openDevTools`,
      `${refused}dialog.showMessageBoxSync outside will-prevent-unload`,
      `${refused}dialog.showOpenDialog`,
    ])
  })

  it('follows the theme that main sets', async () => {
    const dark = `matchMedia('(prefers-color-scheme: dark)').matches`
    expect(await invoke(page, 'theme', 'dark')).toBe(true)
    await page.waitForFunction(dark)
    expect(await invoke(page, 'theme', 'light')).toBe(false)
    await page.waitForFunction(`!${dark}`)
  })

  it('tells the window its title and its size', async () => {
    expect(await invoke(page, 'bounds')).toMatchObject({ width: 900, height: 640 })
    await inPage(page, `document.title = 'Another title'`)
    await expect.poll(() => invoke(page, 'title')).toBe('Another title')
  })
})

const metaRefresh = `(() => {
  const meta = document.createElement('meta')
  meta.httpEquiv = 'refresh'
  meta.content = '0;url=https://example.com/refresh'
  document.head.append(meta)
})()`
