import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { secret } from '../../../src/main/base/secret.ts'
import type { Transport } from '../../../src/main/base/transport.ts'
import type { AuditPage, Http } from '../../../src/main/connectors/connector.ts'
import { createHttp } from '../../../src/main/connectors/http.ts'
import { unleash } from '../../../src/main/connectors/unleash/index.ts'
import { createTransport } from '../../../src/main/platform/https/index.ts'
import type { Environment } from '../../../src/shared/domain/environment.ts'
import type { Effect, Profile } from '../../../src/shared/domain/profile.ts'
import { infoOf } from '../../../src/shared/error.ts'
import { mapped } from './harness.ts'
import { startUnleash, type Unleash, type UnleashToken } from './service.ts'

const { transport, close } = createTransport()
afterAll(close)

let service: Unleash
beforeAll(async () => {
  service = await startUnleash()
})
afterAll(() => service.remove())

const { describe: profileFor, list, get } = unleash.operations
// Each is there: the conformance suite says so, and a call of none fails here too.
const {
  audit,
  create,
  edit,
  delete: remove,
  probe,
  reveal,
  check,
} = unleash.operations as Required<typeof unleash.operations>

type Place = {
  readonly credential?: string
  readonly name?: string
  readonly path?: string
  readonly by?: Transport
}

const httpTo = (at: Unleash, environment: Environment, place: Place = {}): Http =>
  createHttp({
    transport: place.by ?? transport,
    endpoint: {
      url: `${at.url}${place.path ?? ''}`,
      trust: { ca: at.certificate, pin: null },
      settings: { environment: place.name ?? mapped[environment] },
      ...{ environment, connector: unleash },
    },
    credential: secret(place.credential ?? at.credentials.admin),
    now: Date.now,
  })

const open = (environment: Environment = 'preview', place: Place = {}): Http =>
  httpTo(service, environment, place)

const draft = (name: string, expiresAt: number | null = null) => ({
  ...{ name, description: null, expiresAt },
})
const make = (http: Http, name: string) => create(http, draft(name), randomUUID())

const pathOf = ({ secret }: Pick<UnleashToken, 'secret'>): string =>
  `/api/admin/api-tokens/${encodeURIComponent(secret)}`

const failure = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'nothing',
    cause => infoOf(cause) ?? cause,
  )

const ruleOf = ({ effects }: Profile, effect: Effect) =>
  effects.find(rule => rule.effect === effect)

const inUse = async (name: string) =>
  (await service.tokens()).filter(({ tokenName }) => tokenName === name)

describe('the list', () => {
  it('has full secrets in the answer, and none in what leaves the connector', async () => {
    const made = await service.createToken({ tokenName: 'kept inside', environment: 'development' })
    const page = await list(open(), null)
    const key = page.keys.find(({ name }) => name === 'kept inside')
    expect((await service.tokens()).map(token => token.secret)).toContain(made.secret)
    expect(key?.mask).toBe(`*:development.…${made.secret.slice(-4)}`)
    expect(key?.id).toMatch(/^[0-9a-f]{64}$/)
    const random = made.secret.split('.')[1]
    expect(JSON.stringify([page, await get(open(), key?.id ?? '')])).not.toContain(random)
  })

  it('has the tokens of every environment, of which one is shown', async () => {
    await service.createToken({ tokenName: 'there', environment: 'production' })
    const shown = async (environment: Environment) =>
      (await list(open(environment), null)).keys.map(({ name }) => name)
    expect(await shown('preview')).not.toContain('there')
    expect(await shown('production')).toContain('there')
  })

  it('has no pages: what is beyond a hundred is there too', async () => {
    const many = Array.from({ length: 120 }, (_, at) => `many ${at}`)
    for (const tokenName of many) {
      await service.createToken({ tokenName, environment: 'development' })
    }
    const page = await list(open(), null)
    expect(page.keys.map(({ name }) => name)).toEqual(expect.arrayContaining(many))
    expect([page.next, page.truncated]).toEqual([null, false])
  })
})

describe('a deleted token', () => {
  it('works for up to a minute more, until it is confirmed dead', { timeout: 90_000 }, async () => {
    const { key, secret } = await make(open(), 'lingering')
    const ask = await probe(open(), key.id)
    expect(await remove(open(), key)).toEqual({ alreadyGone: false })
    expect(await ask?.()).toBe('valid')
    expect(await check(open(), secret)).toEqual({ verdict: 'valid', id: key.id })
    expect(await service.accepts('development', secret.expose())).toBe(true)
    const { propagationSeconds } = await profileFor(open())
    const within = { timeout: (propagationSeconds ?? 0) * 1000, interval: 1000 }
    await expect.poll(() => ask?.(), within).toBe('not-found')
    expect(await service.accepts('development', secret.expose())).toBe(false)
    expect(await check(open(), secret)).toEqual({ verdict: 'not-found', id: null })
  })

  it('is deleted twice with 200: that it was gone is seen in the list', async () => {
    const { key, secret } = await make(open(), 'twice')
    expect(await remove(open(), key)).toEqual({ alreadyGone: false })
    const again = await service.ask('DELETE', pathOf({ secret: secret.expose() }))
    expect(again.status).toBe(200)
    expect(await remove(open(), key)).toEqual({ alreadyGone: true })
  })

  it('takes a new expiry with 200: that it was gone is seen in the list', async () => {
    const { key, secret } = await make(open(), 'gone meanwhile')
    await service.ask('DELETE', pathOf({ secret: secret.expose() }))
    const expiresAt = Date.now() + 3_600_000
    const again = await service.ask('PUT', pathOf({ secret: secret.expose() }), {
      expiresAt: new Date(expiresAt).toISOString(),
    })
    expect(again.status).toBe(200)
    const said = await failure(edit(open(), key, { expiresAt }))
    expect(said).toEqual({ code: 'not-found', what: 'key' })
  })
})

describe('an environment', () => {
  const wrong = { code: 'setting-refused', environment: 'preview', setting: 'environment' }

  it('that does not exist is refused as a missing permission: the setting is named instead', async () => {
    const token = { type: 'client', tokenName: 'nowhere', environment: 'staging' }
    const raw = await service.ask('POST', '/api/admin/api-tokens', token)
    expect(raw).toMatchObject({ status: 403, body: { name: 'PermissionError' } })
    const said = { ...wrong, cause: 'not-found', choices: ['development', 'production'] }
    const http = open('preview', { name: 'staging' })
    expect(await failure(profileFor(http))).toEqual(said)
    expect(await failure(make(http, 'nowhere'))).toEqual(said)
  })

  it('that is switched off is told, with the others', async () => {
    await service.ask('POST', '/api/admin/environments/development/off')
    const said = await failure(profileFor(open()))
    await service.ask('POST', '/api/admin/environments/development/on')
    expect(said).toEqual({ ...wrong, cause: 'disabled', choices: ['production'] })
  })

  it('that gets lost is replaced by development: the token is deleted at once, and that is said', async () => {
    const losing: Transport = request => {
      const { environment: _lost, ...body } = JSON.parse(request.body ?? '{}')
      const posted = request.method === 'POST' ? JSON.stringify(body) : request.body
      return transport({ ...request, body: posted })
    }
    const said = await failure(make(open('production', { by: losing }), 'astray'))
    expect(said).toMatchObject({
      ...{ code: 'misplaced', asked: 'production', got: 'development', undone: true },
    })
    expect(await inUse('astray')).toEqual([])
  })
})

describe('an expiry', () => {
  it('that is past is accepted by the service, and refused before it is sent', async () => {
    const body = { type: 'client', tokenName: 'stillborn', environment: 'development' }
    const past = new Date(Date.now() - 60_000).toISOString()
    const raw = await service.ask('POST', '/api/admin/api-tokens', { ...body, expiresAt: past })
    expect(raw.status).toBe(201)
    const [stillborn] = await inUse('stillborn')
    expect(await service.accepts('development', stillborn?.secret ?? '')).toBe(false)
    const key = (await list(open(), null)).keys.find(({ name }) => name === 'stillborn')
    expect(key?.state).toBe('expired')
    const seen = await check(open(), secret(stillborn?.secret ?? ''))
    expect(seen).toEqual({ verdict: 'expired', id: key?.id })

    const refused = { code: 'expiry-refused', cause: 'past', longestSeconds: null }
    const late = create(open(), draft('never sent', Date.now() - 60_000), randomUUID())
    expect(await failure(late)).toEqual(refused)
    expect(await inUse('never sent')).toEqual([])
    const { key: other } = await make(open(), 'alive')
    expect(await failure(edit(open(), other, { expiresAt: Date.now() - 60_000 }))).toEqual(refused)
  })

  it('can be moved and not be taken away', async () => {
    const { key } = await make(open(), 'moved')
    const expiresAt = Date.now() + 3_600_000
    const moved = await edit(open(), key, { expiresAt })
    expect(moved).toMatchObject({ id: key.id, name: 'moved', expiresAt, state: 'active' })
    const endless = await failure(edit(open(), moved, { expiresAt: null }))
    expect(endless).toEqual({ code: 'unsupported', effect: 'expire' })
    expect(await get(open(), key.id)).toEqual(moved)
  })

  it('that somebody else has set meanwhile is not overwritten, nor is that token deleted', async () => {
    const { key, secret } = await make(open(), 'contested')
    const theirs = '2031-01-01T00:00:00.000Z'
    await service.ask('PUT', pathOf({ secret: secret.expose() }), { expiresAt: theirs })
    const changed = { code: 'changed-elsewhere' }
    expect(await failure(edit(open(), key, { expiresAt: Date.now() + 1e6 }))).toEqual(changed)
    expect(await failure(remove(open(), key))).toEqual(changed)
    expect(await inUse('contested')).toMatchObject([{ expiresAt: theirs }])
  })
})

describe('a credential', () => {
  it.each(['client', 'frontend'] as const)(
    'that is a %s token is of the wrong kind',
    async type => {
      const token = { tokenName: `a ${type}`, environment: 'development', type }
      const { secret: credential } = await service.createToken(token)
      const said = await failure(profileFor(open('preview', { credential })))
      expect(said).toEqual({
        code: 'credential-unfit',
        environment: 'preview',
        cause: 'wrong-kind',
      })
    },
  )

  it('that has expired is refused in the words for one that never was', async () => {
    const { expired } = service.credentials
    const raw = await service.ask('GET', '/api/admin/user', undefined, expired)
    const unknown = await service.ask('GET', '/api/admin/user', undefined, 'user:nobody')
    expect([raw.status, raw.body]).toMatchObject([
      401,
      { message: (unknown.body as Error).message },
    ])
    const said = await failure(profileFor(open('preview', { credential: expired })))
    expect(said).toEqual({ code: 'unauthorized', environment: 'preview' })
  })

  it('of an editor can look, and says by which permissions it can do no more', async () => {
    const { editor } = service.credentials
    const http = open('preview', { credential: editor })
    const profile = await profileFor(http)
    const missing = (effect: Effect) => ruleOf(profile, effect)?.missingPermission
    expect(profile.caller).toBe('editor')
    expect([missing('list'), missing('reveal')]).toEqual([null, null])
    expect(missing('create')).toBe('CREATE_CLIENT_API_TOKEN')
    expect(missing('expire')).toBe('UPDATE_CLIENT_API_TOKEN')
    expect(missing('delete')).toBe('DELETE_CLIENT_API_TOKEN')

    const { key } = await make(open(), 'not for editors')
    const forbidden = (permission: string) => ({ code: 'forbidden', permission, environment: null })
    expect(await failure(make(http, 'denied'))).toEqual(forbidden('CREATE_CLIENT_API_TOKEN'))
    expect(await failure(remove(http, key))).toEqual(forbidden('DELETE_CLIENT_API_TOKEN'))
    const later = { expiresAt: Date.now() + 1e6 }
    expect(await failure(edit(http, key, later))).toEqual(forbidden('UPDATE_CLIENT_API_TOKEN'))
    expect(await inUse('not for editors')).toHaveLength(1)
  })

  it('of a viewer connects and is told why it sees nothing', async () => {
    const http = open('preview', { credential: service.credentials.viewer })
    const permission = 'READ_CLIENT_API_TOKEN'
    expect(ruleOf(await profileFor(http), 'list')?.missingPermission).toBe(permission)
    const said = await failure(list(http, null))
    expect(said).toEqual({ code: 'forbidden', permission, environment: null })
  })
})

describe('an address', () => {
  it('with a path too many is answered by a web page', async () => {
    const said = await failure(profileFor(open('preview', { path: '/foo' })))
    expect(said).toEqual({ code: 'bad-response', reason: 'web-page' })
  })

  it('that is an SDK’s is no key service’s', async () => {
    const said = await failure(profileFor(open('preview', { path: '/api' })))
    expect(said).toEqual({ code: 'bad-response', reason: 'not-a-key-service' })
  })

  it('holds the secret when a token is changed, and no error does', async () => {
    const { key, secret } = await make(open(), 'in the address')
    const seen: string[] = []
    const failing: Transport = async request => {
      seen.push(request.url)
      if (request.method === 'GET') return transport(request)
      // A port where nobody answers: the failure is the real transport's.
      return transport({ ...request, url: request.url.replace(/:\d+\//, ':9/') })
    }
    const http = open('preview', { by: failing })
    const attempts = [remove(http, key), edit(http, key, { expiresAt: Date.now() + 1e6 })]
    const errors = await Promise.all(
      attempts.map(attempt => attempt.catch((cause: Error) => cause)),
    )
    const [, random = ''] = secret.expose().split('.')
    expect(seen.filter(url => url.includes(random))).toHaveLength(2)
    for (const error of errors) {
      expect(infoOf(error)).toMatchObject({ code: 'unreachable' })
      expect(error).toBeInstanceOf(Error)
      expect(everything(error)).not.toContain(random)
    }
  })
})

/** All that a log could get hold of, through every cause. */
const everything = (value: unknown): string =>
  value instanceof Error
    ? [
        `${value.stack}`,
        JSON.stringify(value, Object.getOwnPropertyNames(value)),
        everything(value.cause),
      ].join()
    : String(JSON.stringify(value))

describe('the secret', () => {
  it('can be shown again at any time', async () => {
    const { key, secret } = await make(open(), 'again')
    expect((await reveal(open(), key.id)).expose()).toBe(secret.expose())
    expect(await failure(reveal(open('production'), key.id))).toMatchObject({ code: 'not-found' })
  })

  it('says itself of which environment it is, and is presented nowhere else', async () => {
    const { secret } = await make(open('production'), 'of production')
    const asked: string[] = []
    const counting: Transport = request => {
      asked.push(request.url)
      return transport(request)
    }
    const seen = await check(open('preview', { by: counting }), secret)
    expect([seen, asked]).toEqual([{ verdict: 'wrong-environment', id: null }, []])
  })

  it('of a frontend token is presented at the frontend’s door', async () => {
    const token = {
      tokenName: 'in a browser',
      environment: 'development',
      type: 'frontend',
    } as const
    const made = await service.createToken(token)
    const key = (await list(open(), null)).keys.find(({ name }) => name === token.tokenName)
    expect(await check(open(), secret(made.secret))).toEqual({ verdict: 'valid', id: key?.id })
    const ask = await probe(open(), key?.id ?? '')
    expect(await ask?.()).toBe('valid')
  })

  it.each([
    ['no token at all', 'malformed'],
    ['*:development.…ab12', 'masked'],
    ['*:development.00000000000000000000000000000000', 'not-found'],
  ])('%s is %s', async (text, verdict) => {
    expect(await check(open(), secret(text))).toEqual({ verdict, id: null })
  })

  it('is not in the service’s log, whose lines are of one environment', async () => {
    const { key, secret } = await make(open('production'), 'logged')
    await remove(open('production'), key)
    const page = await audit(open('production'), null)
    const lines = page.entries.filter(({ keyName }) => keyName === 'logged')
    expect(lines.map(({ action, by, environment }) => [action, by, environment])).toEqual([
      ['delete', 'admin', 'production'],
      ['create', 'admin', 'production'],
    ])
    expect(new Set(page.entries.map(({ environment }) => environment))).toEqual(
      new Set(['production']),
    )
    expect(JSON.stringify(page)).not.toContain(secret.expose().split('.')[1])
  })
})

describe('the log', () => {
  it('is read to its end, page by page', async () => {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: AuditPage = await audit(open(), cursor)
      seen.push(...page.entries.map(({ id }) => id))
      cursor = page.next
    } while (cursor !== null)
    // More than a hundred tokens were made above.
    expect(seen.length).toBeGreaterThan(120)
    expect(seen).toEqual([...new Set(seen)])
  })
})

describe('a service that keeps digests alone (its experiment)', () => {
  let careful: Unleash
  beforeAll(async () => {
    careful = await startUnleash({ secureTokens: true })
  })
  afterAll(() => careful.remove())

  it('shows a secret once, and everything else works', async () => {
    const http = httpTo(careful, 'preview')
    const { key, secret } = await make(http, 'digested')
    expect(await careful.accepts('development', secret.expose())).toBe(true)
    expect((await get(http, key.id)).version).toBe(key.version)
    expect(await check(http, secret)).toEqual({ verdict: 'valid', id: key.id })
    expect(await failure(reveal(http, key.id))).toEqual({ code: 'unsupported', effect: 'reveal' })
    expect(await probe(http, key.id)).toBeNull()
    const moved = await edit(http, key, { expiresAt: Date.now() + 3_600_000 })
    expect(await remove(http, moved)).toEqual({ alreadyGone: false })
    expect(await remove(http, moved)).toEqual({ alreadyGone: true })
    expect(await careful.accepts('development', secret.expose())).toBe(false)
  })
})
