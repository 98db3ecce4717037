import { Buffer } from 'node:buffer'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { TransportRequest } from '../../../../src/main/base/transport.ts'
import { createTransport } from '../../../../src/main/platform/https/index.ts'
import { type ErrorInfo, infoOf } from '../../../../src/shared/error.ts'
import { type Issued, issue } from './certificates.ts'
import { type Seen, serveProxy, serveSocks } from './proxies.ts'
import { type Running, serveHttps, serveTcp, stopServers } from './servers.ts'

const name = 'keys.example.com'
let authority: Issued
let good: Issued
let proxys: Issued
let folder: string
let open: ReturnType<typeof createTransport> | null = null

beforeAll(async () => {
  authority = await issue([], { authority: true })
  good = await issue([name], { by: authority })
  const companys = await issue(['company'], { authority: true })
  proxys = await issue(['127.0.0.1'], { by: companys })
  folder = await mkdtemp(join(tmpdir(), 'claviger-proxy-'))
  const file = join(folder, 'system.pem')
  await writeFile(file, companys.cert)
  // OpenSSL takes it for the system's store, which is read once.
  process.env.SSL_CERT_FILE = file
})

afterAll(() => rm(folder, { recursive: true }))

afterEach(async () => {
  await open?.close()
  await stopServers()
})

const serve = (certificate = good): Promise<Running> =>
  serveHttps(certificate, (request, response) => response.end(`canary ${request.url}`))

const through = (way: string) => {
  open = createTransport({ random: () => 0, resolveProxy: async () => way })
  return open
}

const request = (port: number, change: Partial<TransportRequest> = {}): TransportRequest => ({
  ...{ method: 'GET', url: `https://${name}:${port}/canary`, body: null, signal: null },
  headers: { authorization: 'Bearer canary-7d1e' },
  trust: { ca: authority.cert, pin: null },
  ...{ deadlineMs: 10_000, maxBytes: 100_000 },
  ...change,
})

const send = (way: string, port: number, change: Partial<TransportRequest> = {}) =>
  through(way).transport(request(port, change))

const failure = async (call: Promise<unknown>): Promise<ErrorInfo | null> => {
  const error: unknown = await call.then(
    () => null,
    (cause: unknown) => cause,
  )
  if (infoOf(error) === null) throw error
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('canary')
  return infoOf(error)
}

const ofProxy = (cause: string, { port }: Running, host: Running) => ({
  ...{ code: 'proxy', cause, proxy: `127.0.0.1:${port}`, host: `${name}:${host.port}` },
})

describe('through a proxy', () => {
  const kinds: readonly (readonly [string, () => Promise<Running & Seen>])[] = [
    ['PROXY', () => serveProxy()],
    ['HTTPS', () => serveProxy({ tls: proxys })],
    ['SOCKS5', () => serveSocks()],
  ]
  it.each(kinds)(
    '%s: the service is asked, and the proxy learns its name alone',
    async (word, start) => {
      const [service, proxy] = [await serve(), await start()]
      const way = `${word} 127.0.0.1:${proxy.port}`
      const { transport } = through(way)
      for (const _ of [1, 2])
        expect((await transport(request(service.port))).body).toBe('canary /canary')
      expect(proxy.heads).toHaveLength(1)
      expect(proxy.heads[0]).toContain(`${name}:${service.port}`)
      expect(`${proxy.heads[0]}${Buffer.concat(proxy.bytes).toString('latin1')}`).not.toContain(
        'canary',
      )
      expect(proxy.bytes.length).toBeGreaterThan(0)
    },
  )

  it.each(kinds)('%s: the service must prove itself as without one', async (word, start) => {
    const [service, proxy] = [await serve(), await start()]
    const other = await serve(await issue(['other.example.com'], { by: authority }))
    const way = `${word} 127.0.0.1:${proxy.port}`
    const tls = (cause: string, { port }: Running) => ({
      code: 'tls',
      cause,
      host: `${name}:${port}`,
    })
    const untrusting = { trust: { ca: null, pin: null } }
    expect(await failure(send(way, service.port, untrusting))).toEqual(tls('untrusted', service))
    expect(await failure(send(way, other.port))).toEqual(tls('wrong-host', other))
    const pinned = { trust: { ca: authority.cert, pin: proxys.pin } }
    expect(await failure(send(way, service.port, pinned))).toEqual(tls('pin-mismatch', service))
  })

  it('takes the next way when one leads nowhere', async () => {
    const [service, proxy, gone] = [await serve(), await serveProxy(), await serveTcp(() => {})]
    const way = `PROXY 127.0.0.1:1; SOCKS 127.0.0.1:${gone.port}; PROXY 127.0.0.1:${proxy.port}`
    expect((await send(way, service.port)).status).toBe(200)
  })

  it('reads a certificate by the same way', async () => {
    const [service, proxy] = [await serve(), await serveProxy()]
    const { readCertificate } = through(`PROXY 127.0.0.1:${proxy.port}`)
    expect(await readCertificate(`https://${name}:${service.port}`)).toMatchObject({
      fingerprint: good.pin,
    })
    expect(proxy.heads).toHaveLength(1)
  })
})

describe('a proxy that does not let through', () => {
  const html = '<html>canary</html>'
  it.each([
    [
      'wants a login',
      'HTTP/1.1 407 Who?\r\nproxy-authenticate: Basic realm="canary"\r\n\r\n',
      'login',
    ],
    ['forbids it', 'HTTP/1.1 403 canary\r\n\r\n', 'refused'],
    ['does not reach the host', 'HTTP/1.1 502 canary\r\n\r\n', 'refused'],
    ['shows a page', `HTTP/1.1 200 OK\r\ncontent-length: 19\r\n\r\n${html}`, 'refused'],
    [
      'sends elsewhere',
      'HTTP/1.1 302 Found\r\nlocation: https://canary.example\r\n\r\n',
      'refused',
    ],
    ['speaks something else', '220 canary ESMTP\r\n', 'refused'],
    ['says too much', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 'refused'],
    ['hangs up', '', 'unreachable'],
  ])('is told of: it %s', async (_name, refuse, cause) => {
    const [service, proxy] = [await serve(), await serveProxy({ refuse })]
    const way = `PROXY 127.0.0.1:${proxy.port}`
    expect(await failure(send(way, service.port))).toEqual(ofProxy(cause, proxy, service))
    expect(proxy.heads.join()).not.toContain('canary')
  })

  it.each([
    ['wants a login', 255, 0, 'login'],
    ['forbids it', 0, 2, 'refused'],
  ])('is told of, speaking SOCKS: it %s', async (_name, method, reply, cause) => {
    const [service, proxy] = [await serve(), await serveSocks(method, reply)]
    const way = `SOCKS5 127.0.0.1:${proxy.port}`
    expect(await failure(send(way, service.port))).toEqual(ofProxy(cause, proxy, service))
  })

  it('is told of: it is not there', async () => {
    const [service, proxy] = [await serve(), { port: 1, origin: '' }]
    for (const word of ['PROXY', 'HTTPS', 'SOCKS5'])
      expect(await failure(send(`${word} 127.0.0.1:1`, service.port))).toEqual(
        ofProxy('unreachable', proxy, service),
      )
  })

  it('is told of: it is an impostor', async () => {
    const tls = await issue(['127.0.0.1'])
    const [service, proxy] = [await serve(), await serveProxy({ tls })]
    const way = `HTTPS 127.0.0.1:${proxy.port}`
    expect(await failure(send(way, service.port))).toEqual(ofProxy('unreachable', proxy, service))
    expect(proxy.heads).toEqual([])
  })

  it('is told of: it speaks SOCKS version 4', async () => {
    const service = await serve()
    expect(await failure(send('SOCKS 127.0.0.1:1080', service.port))).toEqual({
      ...{ code: 'proxy', cause: 'unsupported', proxy: '127.0.0.1' },
      host: `${name}:${service.port}`,
    })
  })

  it('is told of after 4 s when it says nothing', async () => {
    const { promise: asked, resolve } = Promise.withResolvers<void>()
    const [service, proxy] = [
      await serve(),
      await serveTcp(socket => void socket.once('data', () => resolve())),
    ]
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const call = failure(send(`PROXY 127.0.0.1:${proxy.port}`, service.port, { once: true }))
      await asked
      vi.advanceTimersByTime(4000)
      expect(await call).toEqual(ofProxy('unreachable', proxy, service))
    } finally {
      vi.useRealTimers()
    }
  })
})
