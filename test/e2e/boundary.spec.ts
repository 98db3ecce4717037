import { connect } from '../../tools/administrator.ts'
import { expect, test } from './fixture.ts'

test('the page has the bridge and nothing else of the machine', async ({ application }) => {
  const { page } = application
  const seen = await page.evaluate(() => ({
    bridge: Object.keys(Reflect.get(window, 'claviger')).sort(),
    frozen: Object.isFrozen(Reflect.get(window, 'claviger')),
    node: ['require', 'process', 'module', 'Buffer', 'global', 'electron'].filter(
      name => name in window,
    ),
    stored: localStorage.length + sessionStorage.length,
    secure: window.isSecureContext,
  }))
  expect(seen).toEqual({
    bridge: ['request', 'subscribe'],
    frozen: true,
    node: [],
    stored: 0,
    secure: true,
  })
})

test('a hostile script finds no route to a secret and no way out', async ({
  application,
  service,
}) => {
  const { page } = application
  await connect(page, service)
  const answers = await page.evaluate(async () => {
    type Request = (route: unknown, input: unknown) => Promise<unknown>
    const request: Request = Reflect.get(window, 'claviger').request
    const routes = [
      'connections.credential',
      'vault.get',
      'keys.constructor',
      '__proto__.get',
      'reveals.secret',
    ]
    return Promise.all([
      ...routes.map(route => request(route, {})),
      request('keys.window', { scope: null }),
      request('reveals.show', { id: crypto.randomUUID() }),
      request('connections.test', { url: 'file:///etc/passwd' }),
    ])
  })
  expect(answers.map(answer => Reflect.get(Object(answer), 'ok'))).toEqual(answers.map(() => false))
  expect(JSON.stringify(answers)).not.toContain(service.tokens.preview)

  const attempts = await page.evaluate(async url => {
    const blocked = async (attempt: () => unknown) => {
      try {
        await attempt()
        return 'went through'
      } catch {
        return 'blocked'
      }
    }
    const image = () =>
      new Promise((resolve, reject) => {
        const element = new Image()
        element.onload = resolve
        element.onerror = reject
        element.src = `${url}/leak`
      })
    return {
      fetch: await blocked(() => fetch(url)),
      socket: await blocked(
        () =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket(url.replace('https', 'wss'))
            socket.onopen = resolve
            socket.onerror = reject
          }),
      ),
      image: await blocked(image),
      evaluate: await blocked(() => new Function('return 1')()),
      markup: await blocked(() => {
        document.body.innerHTML = '<img src=x onerror=alert(1)>'
      }),
      popup: window.open(url) === null ? 'blocked' : 'went through',
    }
  }, service.url)
  expect(new Set(Object.values(attempts))).toEqual(new Set(['blocked']))

  const here = page.url()
  await page.evaluate(url => {
    location.href = url
  }, service.url)
  await expect(page.getByRole('button', { name: 'Create key' }).first()).toBeVisible()
  expect(page.url()).toBe(here)
})
