import { describe, expect, it } from 'vitest'
import { betterAuth } from '../../../../src/main/connectors/better-auth/index.ts'
import { infoOf } from '../../../../src/shared/error.ts'
import { answering, recorded, sessionAt } from './service.ts'

const { operations } = betterAuth
const day = 86_400_000
const session = { 'GET /get-session': 'session' } as const
type Service = ReturnType<typeof answering>

const create = ({ http }: Service, expiresAt: number | null = null) =>
  operations
    .create?.(http, { name: 'checkout', description: null, expiresAt }, 'intent')
    .catch(infoOf)
const list = ({ http }: Service) => operations.list(http, null).catch(infoOf)
const describeIt = ({ http }: Service) => operations.describe(http).catch(infoOf)
const refused = { environment: 'production', choices: null }

describe('better-auth’s answers, as they were recorded', () => {
  it('lists the keys of one configuration', async () => {
    const listed = await list(answering({ 'GET /api-key/list': 'list' }))
    expect(listed).toMatchObject({
      keys: [{ name: 'checkout', mask: expect.stringMatching(/^live_\w…$/), state: 'active' }],
      ...{ total: 1, truncated: false, next: null },
    })
  })

  it('creates a key, whose secret is nowhere but in the secret', async () => {
    const made = await operations.create?.(
      answering({ 'POST /api-key/create': 'created' }).http,
      { name: 'checkout', description: null, expiresAt: null },
      'intent',
    )
    expect(made?.secret.expose()).toMatch(/^live_\w{64}$/)
    expect(JSON.stringify(made?.key)).not.toContain(made?.secret.expose())
  })

  it('calls a key expired by the service’s clock, not by this computer’s', async () => {
    const reply = recorded('list')
    const date = new Date(sessionAt + 40 * day).toUTCString()
    const late = { ...reply, headers: { ...reply.headers, date } }
    const listed = await list(answering({ 'GET /api-key/list': () => late }))
    expect(listed).toMatchObject({ keys: [{ name: 'checkout', state: 'expired' }] })
  })

  it('takes a list that is an array for an older version', async () => {
    const old = answering({ 'GET /api-key/list': 'list-of-1.4.22' })
    const unsupported = { code: 'unsupported-version', needs: '1.5 or later' }
    expect(await list(old)).toMatchObject(unsupported)
    expect(await describeIt(old)).toMatchObject(unsupported)
  })

  it('takes null for a session that has ended, before anything is created', async () => {
    const ended = answering({ 'GET /get-session': 'no-session' })
    const unauthorized = { code: 'unauthorized', environment: 'production' }
    const list = { 'GET /api-key/list': 'unauthorized' } as const
    expect(await describeIt(answering(list))).toEqual(unauthorized)
    expect(await create(ended, sessionAt + day)).toEqual(unauthorized)
  })

  it('knows a configuration that the service does not have by the default key that is found in it', async () => {
    const unknown = { ...session, 'GET /api-key/list': 'list', 'GET /api-key/get': 'got' }
    const found = answering(unknown, { config: 'staging' })
    expect(await describeIt(found)).toEqual({
      ...{ code: 'setting-refused', ...refused, setting: 'config', cause: 'not-found' },
    })
    expect(await describeIt(answering(unknown))).toMatchObject({ service: 'better-auth' })
  })

  it.each([
    ['unauthorized', { code: 'unauthorized', environment: 'production' }],
    ['unknown-sort', { code: 'service-failed', status: 500 }],
    ['unknown-path', { code: 'bad-response', reason: 'not-a-key-service' }],
    ['rate-limited', { code: 'rate-limited', retryAfterMs: 10_000 }],
    ['expiry-too-soon', { code: 'expiry-refused', cause: 'too-soon', longestSeconds: null }],
    ['expiry-too-far', { code: 'expiry-refused', cause: 'too-far', longestSeconds: null }],
    ['not-permitted', { code: 'forbidden', permission: 'apiKey:create', environment: null }],
    [
      'no-member',
      { code: 'setting-refused', ...refused, setting: 'organization', cause: 'not-found' },
    ],
    [
      'organization-missing',
      { code: 'setting-refused', ...refused, setting: 'organization', cause: 'missing' },
    ],
    [
      'name-too-long',
      { code: 'refused', status: 400, detail: expect.stringContaining('name length') },
    ],
  ])('says what %s means', async (name, meaning) => {
    expect(await create(answering({ 'POST /api-key/create': name }))).toEqual(meaning)
  })
})

describe('what is asked of better-auth', () => {
  it('is a time from the service’s now, in seconds', async () => {
    const service = answering({
      ...session,
      'POST /api-key/create': () => expiring('created', sessionAt + 2 * day),
    })
    await create(service, sessionAt + 2 * day)
    expect(service.sent.at(-1)).toMatchObject({
      what: 'POST /api-key/create',
      body: { expiresIn: (2 * day) / 1000, configId: 'prod' },
    })
    expect(await create(answering(session), sessionAt)).toMatchObject({
      ...{ code: 'expiry-refused', cause: 'past' },
    })
  })

  it.each([
    ['deleted', true],
    ['unknown-sort', false],
  ])('takes back a key of the wrong configuration: %s', async (answer, undone) => {
    const service = answering({
      'POST /api-key/create': 'unknown-config',
      'POST /api-key/delete': answer,
    })
    expect(await create(service)).toMatchObject({
      ...{ code: 'misplaced', asked: 'prod', got: 'default', undone, key: expect.any(String) },
    })
    expect(service.sent.at(-1)?.body).toMatchObject({ configId: 'default' })
  })

  it('takes back a key that expires at another time than it should', async () => {
    const service = answering({
      ...session,
      'POST /api-key/create': () => expiring('created', sessionAt + 2000 * day),
      'POST /api-key/delete': 'deleted',
    })
    expect(await create(service, sessionAt + 2 * day)).toEqual({
      ...{ code: 'bad-response', reason: 'time-unit' },
    })
    expect(service.sent.map(({ what }) => what)).toContain('POST /api-key/delete')
  })

  it('is the expiry before, where another was set than should be', async () => {
    const service = answering({
      ...session,
      'GET /api-key/get': 'got',
      'POST /api-key/update': () => expiring('got', sessionAt + 2000 * day),
    })
    const got = await operations.get(service.http, idOf('got'))
    const edit = operations.edit?.(service.http, got, { expiresAt: sessionAt + 2 * day })
    expect(await edit?.catch(infoOf)).toEqual({ code: 'bad-response', reason: 'time-unit' })
    expect(service.sent.at(-1)).toMatchObject({
      what: 'POST /api-key/update',
      body: { name: 'checkout', enabled: true, expiresIn: expect.closeTo(2_592_000, -1) },
    })
  })

  it('is a delete only of a key that is as it was seen, and none of what is gone', async () => {
    const gone = answering({ 'GET /api-key/get': 'deleted-again', 'GET /api-key/list': 'list' })
    const key = { id: 'a', version: null }
    expect(await operations.delete?.(gone.http, key)).toEqual({ alreadyGone: true })
    // It is not found where it is looked for, and not gone: the service has lost the configuration.
    const listed = { id: JSON.parse(recorded('list').body).apiKeys[1].id, version: null }
    expect(await operations.delete?.(gone.http, listed).catch(infoOf)).toEqual({
      ...refused,
      ...{ code: 'setting-refused', setting: 'config', cause: 'not-found' },
    })
    const lost = answering({ 'GET /api-key/get': 'unknown-path' })
    expect(await operations.delete?.(lost.http, key).catch(infoOf)).toEqual({
      ...{ code: 'bad-response', reason: 'not-a-key-service' },
    })
  })
})

const idOf = (name: string): string => JSON.parse(recorded(name).body).id

const expiring = (name: string, at: number) => {
  const reply = recorded(name)
  const body = { ...JSON.parse(reply.body), expiresAt: new Date(at).toISOString() }
  return { ...reply, body: JSON.stringify(body) }
}
