import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { claviger } from '../../src/main/connectors/claviger/index.ts'
import { any, asks, type Fault, type Front, startFront } from './front.ts'
import { answerOf } from './http-bytes.ts'
import { create, limits, play, read, rename, sent, setStage } from './stage.ts'
import { attempt, startWorld } from './world.ts'

const stage = setStage({ name: 'localhost' })
let elsewhere: Front

beforeAll(async () => {
  elsewhere = await startFront(stage.service())
})
afterAll(() => elsewhere.stop())
afterEach(() => expect(elsewhere.seen).toEqual([]))

const leadsTo = (location: string, status = 307): Fault => ({
  kind: 'answer',
  bytes: answerOf(status, '', { location }),
})

/** A read, a rename and a creation are led away; each is asked once, and its error names `origin`. */
const stays = async (fault: Fault, origin: string | null) => {
  const attempts = await play(stage.world(), {
    fault: front => front.meet(any, fault),
    act: world => [read(world), rename(world, 'checkout', 'away'), create(world, 'away')],
    codes: ['redirected'],
    see: (_, seen) => {
      expect(sent(seen, 'PATCH').length + sent(seen, 'POST').length).toBeLessThanOrEqual(2)
      expect(new Set(seen.map(({ path }) => path)).size).toBe(seen.length - repeated(seen))
    },
  })
  for (const { error } of attempts) expect(error).toEqual({ code: 'redirected', location: origin })
}

// A creation and a read both ask who the caller is.
const repeated = (seen: readonly { readonly path: string }[]): number =>
  Math.max(0, seen.filter(({ path }) => path === '/v1/profile').length - 1)

describe('R: a redirect is never followed', () => {
  it.each([300, 301, 302, 303, 304, 305, 307, 308, 399])('%i to the same origin', async status => {
    const { url } = stage.front()
    await stays(leadsTo(`${url}/v1/other`, status), url)
  })

  it.each([301, 302, 303, 307, 308])('%i to another host', async status => {
    await stays(leadsTo(`${elsewhere.url}/v1/profile`, status), elsewhere.url)
  })

  it('to the same host without TLS', async () => {
    const plain = stage.front().url.replace('https:', 'http:')
    await stays(leadsTo(`${plain}/v1/profile`), plain)
  })

  it.each(['file:///etc/passwd', 'app://claviger/index.html', 'data:application/json,{}'])(
    'to %s',
    async location => {
      await stays(leadsTo(location), null)
    },
  )

  it('in a circle', async () => {
    await stays(leadsTo(`${stage.front().url}/v1/profile`), stage.front().url)
  })

  it('to a user and a password, which are not told', async () => {
    const { url } = elsewhere
    const location = url.replace('https://', 'https://admin:hunter2canary@')
    stage.world().plant('hunter2canary')
    await stays(leadsTo(location), url)
  })

  it('to a line end and a header behind it', async () => {
    await stays(leadsTo(`${elsewhere.url}/\r\nset-cookie: a=b`), elsewhere.url)
  })

  it('without a Location', async () => {
    await stays({ kind: 'answer', bytes: answerOf(302, '') }, null)
  })

  it('to what is no address, and to a path', async () => {
    await stays(leadsTo('//[::bad'), null)
    await stays(leadsTo('/login?next=%2F'), null)
  })
})

describe('R: an address that was typed', () => {
  const tryUrl = (url: string) => {
    const at = { url, trust: { ca: null, pin: null }, settings: {} }
    return stage.world().client.connections.test({
      ...{ name: 'Tried', connector: 'claviger', keep: 'memory' },
      places: { preview: at, production: at },
      credentials: { preview: stage.service().tokens.preview, production: null },
    })
  }

  const typed: readonly (readonly [string, string, string])[] = [
    ['with http:', 'http://keys.example', 'not-https'],
    ['with a user', 'https://admin:secret@keys.example', 'has-user-info'],
    ['with a query', 'https://keys.example?to=elsewhere', 'has-query'],
    ['with a path that its kind has not', 'https://keys.example/v1/profile', 'has-path'],
    ['of a file', 'file:///etc/passwd', 'not-https'],
    ['without a scheme', 'keys.example', 'not-a-url'],
  ]
  it.each(typed)('%s is refused before anything is sent', async (_, url, problem) => {
    await play(stage.world(), {
      ...{ fault: () => undefined, act: () => tryUrl(url), codes: ['invalid-input'] },
      see: ([tried], seen) => {
        expect(JSON.stringify(tried?.error)).toContain(problem)
        expect(seen).toEqual([])
      },
    })
  })

  it('of look-alike letters is told in punycode', async () => {
    const tried = await tryUrl('https://k\u0435ys.invalid')
    expect(tried.preview).toMatchObject({
      ok: false,
      error: { host: expect.stringMatching(/^xn--/) },
    })
  })
})

describe('R: a credential goes to one place', () => {
  it('of Preview never to the place of Production, nor back', async () => {
    const service = stage.service()
    const [preview, production] = [await startFront(service), await startFront(service)]
    // As of a service of which each environment is another host.
    const address = { ...claviger.info.address, each: true }
    const info = { ...claviger.info, address, environments: 'separate' } as const
    const world = await startWorld({
      ...{ service, front: stage.front(), limits, connectors: [{ ...claviger, info }] },
    })
    const { id, name } = world.connection
    const places = { preview: preview.place, production: production.place }
    // At another address the credential of the first is forgotten.
    await world.client.connections.edit({ id, name, places })
    const forgotten = await attempt(() => read(world))
    expect(forgotten.error).toEqual({ code: 'no-credential', environment: 'preview' })
    expect([...preview.seen, ...production.seen]).toEqual([])
    for (const scope of world.scopes) {
      const credential = service.tokens[scope.environment]
      await world.client.connections.authenticate({ ...scope, credential, keep: 'memory' })
      await read(world, scope)
    }
    const saidTo = (front: Front) => new Set(front.seen.map(({ headers }) => headers.authorization))
    expect(saidTo(preview)).toEqual(new Set([`Bearer ${service.tokens.preview}`]))
    expect(saidTo(production)).toEqual(new Set([`Bearer ${service.tokens.production}`]))
    expect(preview.seen.every(({ path }) => !path.includes('production'))).toBe(true)
    await world.stop()
    await world.remove()
    for (const front of [preview, production]) await front.stop()
  })

  it('a production credential for the place of Preview is refused by it, and kept nowhere', async () => {
    const world = stage.world()
    await play(world, {
      fault: front => front.meet(asks('GET', 'never'), { kind: 'pass' }),
      act: () =>
        world.client.connections.authenticate({
          ...world.preview,
          credential: stage.service().tokens.production,
          keep: 'memory',
        }),
      codes: ['forbidden'],
    })
  })
})
