import { Buffer } from 'node:buffer'
import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { standardLimits, type TransportRequest } from '../../../../src/main/base/transport.ts'
import { createTransport } from '../../../../src/main/platform/https/index.ts'
import { infoOf } from '../../../../src/shared/error.ts'
import { type Issued, issue } from './certificates.ts'
import { serveHttps, serveTcp, serveTls, stopServers } from './servers.ts'

const name = 'keys.example.com'
let authority: Issued
let good: Issued
let open: ReturnType<typeof createTransport> | null = null

beforeAll(async () => {
  authority = await issue([], { authority: true })
  good = await issue(['127.0.0.1', name], { by: authority })
})
afterEach(async () => {
  await open?.close()
  await stopServers()
})

const send = (
  url: string,
  change: Partial<TransportRequest> = {},
  lookup: LookupFunction | null = null,
) => {
  open = createTransport({ random: () => 0, lookup })
  return open.transport({
    ...{ method: 'GET', url, headers: {}, body: null, signal: null },
    trust: { ca: authority.cert, pin: null },
    ...{ deadlineMs: 10_000, maxBytes: 100_000 },
    ...change,
  })
}

it('has the limits that a person is told of', () => {
  expect(standardLimits).toEqual({
    ...{ connectMs: 4500, firstByteMs: 10_000, deadlineMs: 30_000 },
    maxBytes: 5_242_880,
  })
})

describe('the time until something is heard', () => {
  const silent = () => serveTls(good, socket => void socket.resume())
  const timeout = (seconds: number) => ({ code: 'timeout', seconds })

  it('is limited for a read, which is not sent again', async () => {
    let connections = 0
    const { origin } = await serveTls(good, socket => {
      connections += 1
      socket.resume()
    })
    const change = { firstByteMs: 200, deadlineMs: 20_000 }
    expect(await send(origin, change).catch(infoOf)).toEqual(timeout(0.2))
    expect(connections).toBe(1)
  })

  it('is all of the time for a change, of which nobody knows whether it arrived', async () => {
    const { origin } = await silent()
    const change = { method: 'POST', body: '{}', firstByteMs: 100, deadlineMs: 400 } as const
    expect(await send(origin, change).catch(infoOf)).toEqual(timeout(0.4))
  })

  it('is limited until the host is reached, apart from the rest', async () => {
    const { promise: connected, resolve } = Promise.withResolvers<void>()
    const { origin } = await serveTcp(socket => {
      socket.resume()
      resolve()
    })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const call = send(origin, { connectMs: 200, once: true }).catch(infoOf)
      await connected
      vi.advanceTimersByTime(200)
      expect(await call).toEqual({
        ...{ code: 'unreachable', cause: 'network', host: new URL(origin).host },
      })
    } finally {
      vi.useRealTimers()
    }
    // Sooner than undici itself gives up.
  }, 4000)
})

describe('a name', () => {
  type Found = { readonly code: string } | readonly LookupAddress[]
  /** A name server that says these one after the other, the last for ever. */
  const lookupOf = (...found: readonly Found[]) => {
    let asked = 0
    const lookup: LookupFunction = (_name, _options, tell) => {
      asked += 1
      const said = found[Math.min(asked, found.length) - 1] ?? []
      if ('code' in said) tell(Object.assign(new Error(), { code: said.code }), '')
      else tell(null, [...said])
    }
    return { lookup, asked: () => asked }
  }
  const here: Found = [{ address: '127.0.0.1', family: 4 }]
  const again: Found = { code: 'EAI_AGAIN' }
  const serve = () => serveHttps(good, (_request, response) => response.end('ok'))

  it.each(['GET', 'POST', 'DELETE'] as const)(
    'is looked up again when the name server is away: %s',
    async method => {
      const { port } = await serve()
      const { lookup, asked } = lookupOf(again, again, here)
      const answer = await send(`https://${name}:${port}`, { method }, lookup)
      expect([answer.body, asked()]).toEqual(['ok', 3])
    },
  )

  it('is given up when the name server stays away', async () => {
    const { lookup, asked } = lookupOf(again)
    expect(await send(`https://${name}`, {}, lookup).catch(infoOf)).toEqual({
      ...{ code: 'unreachable', cause: 'dns', host: name },
    })
    expect(asked()).toBe(3)
  })

  it('is not looked up again when there is no such name', async () => {
    const { lookup, asked } = lookupOf({ code: 'ENOTFOUND' })
    expect(await send(`https://${name}`, {}, lookup).catch(infoOf)).toMatchObject({ cause: 'dns' })
    expect(asked()).toBe(1)
  })

  it('that is found after a change was given up leads to nothing that is sent', async () => {
    const seen: (string | undefined)[] = []
    const { port } = await serveHttps(good, (request, response) => {
      seen.push(request.url)
      response.end('ok')
    })
    const [asked, found] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const lookup: LookupFunction = (_name, _options, tell) => {
      asked.resolve()
      void found.promise.then(() => tell(null, [...here]))
    }
    const stop = new AbortController()
    const change = { method: 'POST', body: '{}', signal: stop.signal } as const
    const given = send(`https://${name}:${port}/given-up`, change, lookup).catch(infoOf)
    await asked.promise
    stop.abort()
    expect(await given).toEqual({ code: 'cancelled' })
    const next = open?.transport({
      ...{ method: 'GET', url: `https://${name}:${port}/next`, headers: {}, body: null },
      ...{ signal: null, trust: { ca: authority.cert, pin: null } },
      ...{ deadlineMs: 10_000, maxBytes: 1000 },
    })
    found.resolve()
    expect((await next)?.body).toBe('ok')
    expect(seen).toEqual(['/next'])
  })

  it('leads there by IPv4 when its IPv6 address leads nowhere', async () => {
    const { port } = await serve()
    // RFC 6666: what is sent there is discarded.
    const { lookup } = lookupOf([{ address: '100::1', family: 6 }, ...here])
    expect((await send(`https://${name}:${port}`, {}, lookup)).body).toBe('ok')
  })
})

describe('a body', () => {
  it.each([
    ['UTF-8', Buffer.from('["ключ"]'), { body: '["ключ"]' }],
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFF[]'), { body: '\uFEFF[]' }],
    ['UTF-16', Buffer.from('\uFEFF[]', 'utf16le'), { body: '', unreadable: true }],
    ['Latin-1', Buffer.from('["é"]', 'latin1'), { body: '', unreadable: true }],
    ['a cut character', Buffer.from('["é'), { body: '["é' }],
    ['half a character', Buffer.from('["é').subarray(0, 3), { body: '', unreadable: true }],
  ])('is told as it is: %s', async (_name, bytes, told) => {
    const { origin } = await serveHttps(good, (_request, response) => response.end(bytes))
    const { headers: _, status: __, ...read } = await send(origin)
    expect(read).toEqual(told)
  })
})
