import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TransportRequest } from '../../../../src/main/base/transport.ts'
import { createTransport } from '../../../../src/main/platform/https/index.ts'
import { type ErrorInfo, infoOf } from '../../../../src/shared/error.ts'
import { type Issued, issue } from './certificates.ts'
import { reset, serveHttp, serveHttps, serveTcp, serveTls, stopServers } from './servers.ts'

let authority: Issued
let good: Issued
let itself: Issued
let open: ReturnType<typeof createTransport>

beforeAll(async () => {
  authority = await issue([], { authority: true })
  good = await issue(['127.0.0.1', 'localhost'], { by: authority })
  itself = await issue(['127.0.0.1'])
})

beforeEach(() => {
  open = createTransport({ random: () => 0 })
})

afterEach(async () => {
  await open.close()
  await stopServers()
})

const send = (url: string, change: Partial<TransportRequest> = {}) =>
  open.transport({
    method: 'GET',
    url,
    headers: { authorization: 'Bearer canary-7d1e' },
    body: null,
    trust: { ca: authority.cert, pin: null },
    signal: null,
    deadlineMs: 10_000,
    maxBytes: 100_000,
    ...change,
  })

const failure = async (call: Promise<unknown>): Promise<ErrorInfo | null> => {
  const error: unknown = await call.then(
    () => null,
    (cause: unknown) => cause,
  )
  if (infoOf(error) === null) throw error
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('canary')
  return infoOf(error)
}

/** Waits for the whole head of a request, then says `text`, then `end`s as told. */
const say = (text: string | Buffer, end: (socket: Socket) => void) => (socket: Socket) => {
  let heard = ''
  socket.on('data', chunk => {
    heard += chunk.toString('latin1')
    if (!heard.includes('\r\n\r\n')) return
    heard = ''
    socket.write(text)
    end(socket)
  })
}
const hangUp = (socket: Socket): void => void socket.end()
const stay = (): void => {}

describe('a good exchange', () => {
  it('sends the request as it is and answers status, headers and body', async () => {
    const { origin } = await serveHttps(good, async (request, response) => {
      const body = (await request.toArray()).join('')
      response.setHeader('X-Seen', `${request.method} ${request.url} ${body}`)
      response.setHeader('set-cookie', ['a=1', 'b=2'])
      response.statusCode = 201
      response.end(`${request.headers.authorization} ${request.headers['accept-encoding']} ключ`)
    })
    const answer = await send(`${origin}/v1/keys?a=b%20c`, { method: 'POST', body: '{"n":1}' })
    expect(answer.status).toBe(201)
    expect(answer.headers['x-seen']).toBe('POST /v1/keys?a=b%20c {"n":1}')
    expect(answer.headers['set-cookie']).toBe('a=1, b=2')
    expect(answer.body).toBe('Bearer canary-7d1e gzip, br ключ')
  })

  it('takes a request that HTTP does not allow for a bug, and does not quote it', async () => {
    const { origin } = await serveHttps(good, (_request, response) => response.end('ok'))
    const headers = { authorization: 'Bearer canary-7d1e\r\nx: y' }
    const error: unknown = await send(origin, { headers }).catch((cause: unknown) => cause)
    expect(infoOf(error)).toBeNull()
    expect(String(error)).toBe('Error: The request is not valid HTTP')
  })

  it('keeps the connection for the next request', async () => {
    const ports = new Set<number | undefined>()
    const { origin } = await serveHttps(good, (request, response) => {
      ports.add(request.socket.remotePort)
      response.end('ok')
    })
    for (const path of ['/a', '/b', '/c']) await send(origin + path)
    expect(ports.size).toBe(1)
  })

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['gzip, br', (text: string) => brotliCompressSync(gzipSync(text))],
    ['identity', (text: string) => text],
  ])('decodes %s', async (encoding, encode) => {
    const text = 'decoded '.repeat(5000)
    const { origin } = await serveHttps(good, (_request, response) => {
      response.setHeader('content-encoding', encoding)
      response.end(encode(text))
    })
    expect((await send(origin)).body).toBe(text)
  })

  it.each([
    ['204', 'HTTP/1.1 204 No Content\r\n\r\n'],
    [
      'an empty gzip body',
      'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 0\r\n\r\n',
    ],
    ['early hints', 'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'],
  ])('answers an empty body: %s', async (_name, text) => {
    const { origin } = await serveTls(good, say(text, stay))
    expect((await send(origin)).body).toBe('')
  })

  it.each([301, 302, 303, 307, 308])('returns a %i and asks nobody else', async status => {
    let asked = 0
    const { origin } = await serveHttps(good, (_request, response) => {
      asked += 1
      response.writeHead(status, { location: '/elsewhere' }).end()
    })
    const answer = await send(origin, { method: 'POST', body: '{}' })
    expect([answer.status, answer.headers.location, asked]).toEqual([status, '/elsewhere', 1])
  })

  it('speaks plain HTTP to this computer only', async () => {
    const { origin } = await serveHttp((_request, response) => response.end('local'))
    expect((await send(origin)).body).toBe('local')
    const issues = (problem: string) => ({
      code: 'invalid-input',
      issues: [{ field: 'url', problem }],
    })
    expect(await failure(send('http://192.0.2.1/'))).toEqual(issues('not-https'))
    expect(await failure(send('http://127.0.0.1.example.com/'))).toEqual(issues('not-https'))
    expect(await failure(send('file:///etc/hosts'))).toEqual(issues('not-https'))
    expect(await failure(send('https://user@127.0.0.1/'))).toEqual(issues('has-user-info'))
    expect(await failure(send('nonsense'))).toEqual(issues('not-a-url'))
  })
})

describe('TLS', () => {
  const answered = { status: 200, body: 'ok' }
  const serve = (certificate: Issued) =>
    serveHttps(certificate, (_request, response) => response.end('ok'))
  const tls = (cause: string, origin: string) => ({
    code: 'tls',
    cause,
    host: new URL(origin).host,
  })

  it('accepts a certificate of the given authority', async () => {
    const { origin } = await serve(good)
    expect(await send(origin)).toMatchObject(answered)
  })

  it('accepts a self-signed certificate that is given itself', async () => {
    const { origin } = await serve(itself)
    expect(await send(origin, { trust: { ca: itself.cert, pin: null } })).toMatchObject(answered)
  })

  it('accepts a certificate that is given itself, its authority unknown', async () => {
    const { origin } = await serve(good)
    expect(await send(origin, { trust: { ca: good.cert, pin: null } })).toMatchObject(answered)
  })

  it('accepts the pinned certificate and no other of the same authority', async () => {
    const { origin } = await serve(good)
    const pinned = { ca: authority.cert, pin: good.pin }
    expect(await send(origin, { trust: pinned })).toMatchObject(answered)
    expect(await failure(send(origin, { trust: { ca: authority.cert, pin: itself.pin } }))).toEqual(
      tls('pin-mismatch', origin),
    )
  })

  it('accepts the pinned public key, also in another certificate, and no other', async () => {
    const renewed = await issue(['127.0.0.1'], { by: authority, keyOf: good })
    expect(renewed.pin).not.toBe(good.pin)
    const pinned = { trust: { ca: authority.cert, pin: good.keyPin } }
    for (const certificate of [good, renewed])
      expect(await send((await serve(certificate)).origin, pinned)).toMatchObject(answered)
    const other = await serve(await issue(['127.0.0.1'], { by: authority }))
    expect(await failure(send(other.origin, pinned))).toEqual(tls('key-mismatch', other.origin))
  })

  it('takes a public key for no more than the last of the checks', async () => {
    const wrongHost = await serve(await issue(['example.com'], { by: authority, keyOf: good }))
    const pin = good.keyPin
    expect(await failure(send(wrongHost.origin, { trust: { ca: authority.cert, pin } }))).toEqual(
      tls('wrong-host', wrongHost.origin),
    )
    const { origin } = await serve(good)
    expect(await failure(send(origin, { trust: { ca: null, pin } }))).toEqual(
      tls('untrusted', origin),
    )
  })

  it('does not take the pin for the verification', async () => {
    const { origin } = await serve(itself)
    expect(await failure(send(origin, { trust: { ca: null, pin: itself.pin } }))).toEqual(
      tls('untrusted', origin),
    )
  })

  it('keeps what one trust allowed from another', async () => {
    const { origin } = await serve(itself)
    expect(await send(origin, { trust: { ca: itself.cert, pin: null } })).toMatchObject(answered)
    expect(await failure(send(origin))).toEqual(tls('untrusted', origin))
  })

  it('refuses an unknown authority, also when the environment says not to', async () => {
    const { origin } = await serve(good)
    const untrusting = { trust: { ca: null, pin: null } }
    expect(await failure(send(origin, untrusting))).toEqual(tls('untrusted', origin))
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    try {
      await open.close()
      open = createTransport({ random: () => 0 })
      expect(await failure(send(origin, untrusting))).toEqual(tls('untrusted', origin))
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
    }
  })

  it('refuses a certificate of another host, whatever the Host header says', async () => {
    const { origin, port } = await serve(await issue(['example.com'], { by: authority }))
    const byName = `https://localhost:${port}`
    expect(await failure(send(origin))).toEqual(tls('wrong-host', origin))
    for (const name of ['host', 'Host'])
      expect(await failure(send(byName, { headers: { [name]: 'example.com' } }))).toEqual(
        tls('wrong-host', byName),
      )
  })

  it('tells expired from not yet valid', async () => {
    const past = await issue(['127.0.0.1'], { by: authority, from: Date.UTC(2020, 0) })
    const future = await issue(['127.0.0.1'], { by: authority, from: Date.now() + 86_400_000 })
    const [old, early] = await Promise.all([serve(past), serve(future)])
    expect(await failure(send(old.origin))).toEqual(tls('expired', old.origin))
    expect(await failure(send(early.origin))).toEqual(tls('not-yet-valid', early.origin))
  })

  it('says that a port speaks no TLS', async () => {
    const { port } = await serveHttp((_request, response) => response.end('plain'))
    const origin = `https://127.0.0.1:${port}`
    expect(await failure(send(origin))).toEqual(tls('not-tls', origin))
  })

  it('refuses TLS 1.1', async () => {
    const { origin } = await serveHttps(
      { ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
      (_request, response) => response.end('old'),
    )
    expect(await failure(send(origin))).toEqual(tls('other', origin))
  })

  it('checks the certificate again when a server comes back with another', async () => {
    // The keys of its session tickets are what it kept, so that it would take up the old session.
    const ticketKeys = randomBytes(48)
    const first = await serveHttps({ ...itself, ticketKeys }, (_request, response) =>
      response.end('ok'),
    )
    const trust = { ca: itself.cert, pin: itself.pin }
    expect(await send(first.origin, { trust })).toMatchObject(answered)
    await stopServers()
    const server = await import('node:https').then(https =>
      https.createServer({ ...good, ticketKeys }, (_request, response) => response.end('other')),
    )
    server.listen(first.port, '127.0.0.1')
    await once(server, 'listening')
    expect(await failure(send(first.origin, { trust }))).toEqual(tls('untrusted', first.origin))
    server.close()
  })
})

describe('a host that is not reached', () => {
  it('says that nothing listens there', async () => {
    const { origin } = await serveTcp(stay)
    await stopServers()
    const host = new URL(origin).host
    expect(await failure(send(origin))).toEqual({ code: 'unreachable', cause: 'refused', host })
  })

  it('says that the name does not resolve', async () => {
    expect(await failure(send('https://keys.invalid/'))).toEqual({
      code: 'unreachable',
      cause: 'dns',
      host: 'keys.invalid',
    })
  })

  it.each([
    ['hangs up', (socket: Socket) => void socket.end()],
    ['resets', (socket: Socket) => void socket.resetAndDestroy()],
    ['says nothing until the deadline', stay],
  ])('is what a server is that %s before the handshake', async (_name, act) => {
    const { origin } = await serveTcp(act)
    const host = new URL(origin).host
    expect(await failure(send(origin, { deadlineMs: 300 }))).toEqual({
      code: 'unreachable',
      cause: 'network',
      host,
    })
  })
})

describe('an answer that does not come, or not whole', () => {
  it.each([
    ['resets', reset],
    ['hangs up', hangUp],
  ])(
    'is interrupted when the server %s after the request: a change is sent once, a read thrice',
    async (_name, end) => {
      let requests = 0
      const { origin } = await serveTls(
        good,
        say('', socket => {
          requests += 1
          end(socket)
        }),
      )
      expect(await failure(send(origin, { method: 'POST', body: '{}' }))).toEqual({
        code: 'interrupted',
      })
      expect(requests).toBe(1)
      expect(await failure(send(origin))).toEqual({ code: 'interrupted' })
      expect(requests).toBe(4)
    },
  )

  it('is interrupted when a kept connection turns out dead; it is sent once', async () => {
    let requests = 0
    const { origin } = await serveTls(good, socket => {
      socket.on('data', () => {
        requests += 1
        if (requests === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
        else socket.destroy()
      })
    })
    await send(origin)
    expect(await failure(send(origin, { method: 'POST', body: null }))).toEqual({
      code: 'interrupted',
    })
    expect(requests).toBe(2)
  })

  const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'
  const gzipped = gzipSync('[1,2,3]'.repeat(100))
  const thrice = gzipSync(gzipSync(gzipSync('[]')))
  const bytes = (text: string, body: Buffer) => Buffer.concat([Buffer.from(text), body])

  it.each([
    ['a close-delimited body', `${head}\r\n[]`, 'incomplete'],
    ['a close-delimited body of HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\n[]', 'incomplete'],
    ['a short body', `${head}content-length: 10\r\n\r\n[]`, 'incomplete'],
    [
      'a short body, last of its connection',
      `${head}connection: close\r\ncontent-length: 10\r\n\r\n[]`,
      'incomplete',
    ],
    ['chunks without an end', `${head}transfer-encoding: chunked\r\n\r\n2\r\n[]\r\n`, 'incomplete'],
    [
      'chunks without an end, last of their connection',
      `${head}connection: close\r\ntransfer-encoding: chunked\r\n\r\n2\r\n[]\r\n`,
      'incomplete',
    ],
    [
      'a cut gzip stream',
      bytes(`${head}content-encoding: gzip\r\ncontent-length: 20\r\n\r\n`, gzipped.subarray(0, 20)),
      'incomplete',
    ],
    [
      'a body that is no gzip',
      `${head}content-encoding: gzip\r\ncontent-length: 7\r\n\r\n{"a":1}`,
      'shape',
    ],
    ['an unknown encoding', `${head}content-encoding: br2\r\ncontent-length: 2\r\n\r\n[]`, 'shape'],
    [
      'a prototype name as encoding',
      `${head}content-encoding: constructor\r\ncontent-length: 2\r\n\r\n[]`,
      'shape',
    ],
    [
      'three encodings',
      bytes(
        `${head}content-encoding: gzip, gzip, gzip\r\ncontent-length: ${thrice.length}\r\n\r\n`,
        thrice,
      ),
      'shape',
    ],
    ['two lengths', `${head}content-length: 2\r\ncontent-length: 3\r\n\r\n[]`, 'incomplete'],
    [
      'a length and chunks',
      `${head}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      'incomplete',
    ],
    ['another protocol', '220 mail.example.com ESMTP\r\n', 'not-a-key-service'],
    [
      'a large head',
      `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(17_000)}\r\ncontent-length: 0\r\n\r\n`,
      'too-large',
    ],
  ])('is refused: %s', async (_name, text, reason) => {
    const { origin } = await serveTls(good, say(text, hangUp))
    expect(await failure(send(origin))).toEqual({ code: 'bad-response', reason })
  })

  it('is interrupted when the connection is reset within the body', async () => {
    const { origin } = await serveTls(good, say(`${head}content-length: 9\r\n\r\n[`, stay))
    const { origin: resetting } = await serveTls(good, socket => {
      socket.once('data', () =>
        socket.write(`${head}content-length: 9\r\n\r\n[`, () => reset(socket)),
      )
    })
    expect(await failure(send(resetting))).toEqual({ code: 'interrupted' })
    expect(await failure(send(origin, { deadlineMs: 200 }))).toEqual({
      code: 'timeout',
      seconds: 0.2,
    })
  })

  it('stops a body that decodes to too much', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000))
    const { origin } = await serveHttps(good, (_request, response) => {
      response.setHeader('content-encoding', 'gzip')
      response.end(bomb)
    })
    const before = process.memoryUsage().rss
    expect(await failure(send(origin))).toEqual({ code: 'bad-response', reason: 'too-large' })
    expect(process.memoryUsage().rss - before).toBeLessThan(40_000_000)
  })

  it('stops a body without an end', async () => {
    const { origin } = await serveHttps(good, (_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
        response.once('drain', more)
      }
      more()
    })
    expect(await failure(send(origin))).toEqual({ code: 'bad-response', reason: 'too-large' })
  })

  it('takes exactly as many bytes as allowed', async () => {
    const { origin } = await serveHttps(good, (_request, response) => {
      response.end('x'.repeat(1000))
    })
    expect((await send(origin, { maxBytes: 1000 })).body).toHaveLength(1000)
    expect(await failure(send(origin, { maxBytes: 999 }))).toEqual({
      code: 'bad-response',
      reason: 'too-large',
    })
  })

  const drip = (text: string) => (socket: Socket) => {
    socket.once('data', () => {
      socket.write(text)
      const timer = setInterval(() => socket.write(' '), 20)
      socket.once('close', () => clearInterval(timer))
    })
  }

  it.each([
    ['no answer', ''],
    ['a dripping head', 'HTTP/1.1 200 OK\r\nx: '],
    ['a dripping body', `${head}content-length: 5000\r\n\r\n`],
  ])('is given up at the deadline: %s', async (_name, text) => {
    const { origin } = await serveTls(good, text === '' ? stay : drip(text))
    const from = performance.now()
    expect(await failure(send(origin, { deadlineMs: 400 }))).toEqual({
      code: 'timeout',
      seconds: 0.4,
    })
    expect(performance.now() - from).toBeLessThan(2000)
  })
})

describe('cancelling', () => {
  it('sends nothing when it was cancelled before', async () => {
    let connections = 0
    const { origin } = await serveTcp(() => {
      connections += 1
    })
    expect(await failure(send(origin, { signal: AbortSignal.abort() }))).toEqual({
      code: 'cancelled',
    })
    expect(connections).toBe(0)
  })

  it.each([
    ['before the answer', ''],
    ['within the body', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n['],
  ])('hangs up %s', async (_name, text) => {
    const stop = new AbortController()
    const { promise: closed, resolve } = Promise.withResolvers<void>()
    const { origin } = await serveTls(
      good,
      say(text, socket => {
        socket.once('close', () => resolve())
        stop.abort()
      }),
    )
    expect(await failure(send(origin, { signal: stop.signal }))).toEqual({ code: 'cancelled' })
    await closed
  })

  it('fails what is under way when the transport is closed', async () => {
    const { promise: heard, resolve } = Promise.withResolvers<void>()
    const { origin } = await serveTls(
      good,
      say('', () => resolve()),
    )
    const call = failure(send(origin))
    await heard
    await open.close()
    expect(await call).toEqual({ code: 'interrupted' })
  })
})
