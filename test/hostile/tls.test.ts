import { createHash, X509Certificate } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { mayStart } from '../../src/main/platform/dangerous-switches.ts'
import { errorText } from '../../src/renderer/src/ui/error-text.ts'
import { type Issued, issue } from '../main/platform/https/certificates.ts'
import type { Greeting } from './front.ts'
import { create, createAndStore, limits, play, read, setStage } from './stage.ts'

const stage = setStage({ name: 'localhost' })
const day = 86_400_000

const shows = ({ key, cert }: Issued, more: object = {}) =>
  ({ kind: 'tls', context: { key, cert, ...more } }) satisfies Greeting
const ours = (hosts: readonly string[], options: Parameters<typeof issue>[1] = {}) =>
  issue(hosts, { by: stage.front().authority, ...options })

/** A read and a creation meet the same certificate, and not a byte of a request is sent. */
const refuses = async (greeting: Greeting, cause: string) => {
  const attempts = await play(stage.world(), {
    fault: front => front.greet(greeting),
    act: world => [read(world), create(world, 'never sent')],
    codes: ['tls'],
    withinMs: limits.connectMs + 2000,
    see: (_, seen) => expect(seen).toEqual([]),
  })
  for (const { error } of attempts) expect(error).toMatchObject({ code: 'tls', cause })
  return attempts
}

describe('T: a certificate that is refused', () => {
  it('expired', async () => {
    await refuses(shows(await ours(['localhost'], { from: Date.now() - 20 * day })), 'expired')
  })
  it('not yet valid', async () => {
    await refuses(shows(await ours(['localhost'], { from: Date.now() + day })), 'not-yet-valid')
  })
  it('self-signed', async () => {
    await refuses(shows(await issue(['localhost'])), 'untrusted')
  })
  it('of an authority that nobody knows', async () => {
    const other = await issue([], { authority: true, commonName: 'Another authority' })
    await refuses(shows(await issue(['localhost'], { by: other })), 'untrusted')
  })
  it('of an authority with the name of the one that is trusted', async () => {
    const other = await issue([], { authority: true })
    await refuses(shows(await issue(['localhost'], { by: other })), 'untrusted')
  })
  it('for another host', async () => {
    await refuses(shows(await ours(['keys.example'])), 'wrong-host')
  })
  it.each(['*', '*.localhost', 'l*', 'local*host'])('for %s', async wildcard => {
    await refuses(shows(await ours([wildcard])), 'wrong-host')
  })
  it('with the host in its common name alone', async () => {
    await refuses(shows(await ours(['keys.example'], { commonName: 'localhost' })), 'wrong-host')
  })
  it('that is no server’s: the authority itself', async () => {
    const { authority } = stage.front()
    await refuses(shows(authority), 'other')
  })
})

describe('T: what is not TLS as it must be', () => {
  it('TLS 1.1', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }
    await refuses(shows(await ours(['localhost']), old), 'other')
  })
  it('HTTP without TLS', async () => {
    await refuses({ kind: 'plain', bytes: 'HTTP/1.1 400 Bad Request\r\n\r\n' }, 'not-tls')
  })
  it('a client certificate is asked for, and may be missing', async () => {
    const greeting = { ...shows(await ours(['localhost'])), requestCert: true }
    await play(stage.world(), {
      fault: front => front.greet(greeting),
      act: world => [read(world), createAndStore(world, 'without a certificate of ours')],
      made: ['without a certificate of ours'],
    })
  })
  it('a client certificate is demanded', async () => {
    const [attempted] = await play(stage.world(), {
      fault: async front =>
        front.greet({ ...shows(await ours(['localhost'])), requestCert: true, requireCert: true }),
      act: world => read(world),
      codes: ['interrupted'],
      withinMs: limits.connectMs + 2000,
      see: (_, seen) => expect(seen).toEqual([]),
    })
    expect(attempted?.error).not.toBeNull()
  })
})

describe('T: the clock', () => {
  it('a good certificate looks expired: the words name the clock', async () => {
    const bad = await ours(['localhost'], { from: Date.now() - 20 * day })
    const attempts = await refuses(shows(bad), 'expired')
    for (const { error } of attempts) expect(error && errorText(error).text).toMatch(/clock/i)
  })
})

describe('T: what stands around it', () => {
  const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED
  afterEach(() => {
    if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
    else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before
  })
  it('NODE_TLS_REJECT_UNAUTHORIZED=0 turns nothing off', async () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    await refuses(shows(await issue(['localhost'])), 'untrusted')
  })
  it('--ignore-certificate-errors ends a packaged application', () => {
    const exits: number[] = []
    const app = (isPackaged: boolean) => ({
      isPackaged,
      commandLine: { hasSwitch: (name: string) => name === 'ignore-certificate-errors' },
      exit: (code: number) => void exits.push(code),
    })
    expect(mayStart(app(true), () => undefined)).toBe(false)
    expect(exits).toEqual([1])
    expect(mayStart(app(false), () => undefined)).toBe(true)
  })
})

describe('T: an authority of one’s own', () => {
  const place = (ca: string | null, pin: string | null = null) => {
    const { url } = stage.front()
    return { url, trust: { ca, pin }, settings: {} }
  }
  const draft = (ca: string | null) => {
    const world = stage.world()
    return world.client.connections.test({
      ...{ name: 'Tried', connector: 'claviger', keep: 'memory' },
      places: { preview: place(ca), production: place(ca) },
      credentials: { preview: stage.service().tokens.preview, production: null },
    })
  }

  it('lets the service in, and without it the service stays out', async () => {
    const { cert } = stage.front().authority
    await play(stage.world(), {
      fault: () => undefined,
      act: async () => {
        const [good, bad] = [await draft(cert), await draft(null)]
        expect(good.preview?.ok).toBe(true)
        expect(bad.preview).toMatchObject({ ok: false, error: { code: 'tls', cause: 'untrusted' } })
      },
    })
  })

  it('is no other’s', async () => {
    const other = await issue([], { authority: true })
    const tried = await draft(other.cert)
    expect(tried.preview).toMatchObject({ ok: false, error: { code: 'tls', cause: 'untrusted' } })
  })

  const words: readonly (readonly [string, string, string])[] = [
    ['is no PEM', 'not a certificate', 'not-a-certificate'],
    [
      'is PEM of nothing',
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      'not-a-certificate',
    ],
  ]
  it.each(words)('%s: it is refused', async (_, ca, problem) => {
    await play(stage.world(), {
      ...{ fault: () => undefined, act: () => draft(ca), codes: ['invalid-input'] },
      see: ([tried]) => expect(JSON.stringify(tried?.error)).toContain(problem),
    })
  })

  it('is a private key: it is refused, and kept nowhere', async () => {
    const { key } = stage.front().authority
    stage.world().plant(key.split('\n')[1] ?? '')
    await play(stage.world(), {
      ...{ fault: () => undefined, act: () => draft(key), codes: ['invalid-input'] },
      see: ([tried]) => expect(JSON.stringify(tried?.error)).toContain('private-key'),
    })
  })
})

describe('T: a certificate that is swapped between two requests', () => {
  let first: Issued
  let second: Issued
  beforeAll(async () => {
    first = await ours(['localhost'])
    second = await ours(['localhost'])
  })

  const keyPin = ({ cert }: Issued): string => {
    const key = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' })
    return `sha256/${createHash('sha256').update(key).digest('base64')}`
  }
  const pinned = (pin: string | null) => {
    const { id, name } = stage.world().connection
    const at = { ...stage.front().place, trust: { ca: stage.front().authority.cert, pin } }
    const places = { preview: at, production: at }
    return stage.world().client.connections.edit({ id, name, places })
  }

  it.each([
    ['the certificate', 'pin-mismatch', () => first.pin],
    ['its public key', 'key-mismatch', () => keyPin(first)],
  ])('is refused where %s is pinned', async (_, cause, pin) => {
    const world = stage.world()
    world.front.greet(shows(first))
    await pinned(pin())
    await read(world)
    world.front.greet(shows(second))
    const tried = await Promise.allSettled([read(world), create(world, 'never sent')])
    for (const one of tried) expect(one).toMatchObject({ reason: { info: { code: 'tls', cause } } })
    await world.front.calm()
    await pinned(null)
    await read(world)
  })

  it('is taken where only the authority is trusted', async () => {
    await play(stage.world(), {
      fault: front => front.greet(shows(second)),
      act: world => read(world),
    })
  })
})
