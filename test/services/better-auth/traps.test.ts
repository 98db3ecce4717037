import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { secret } from '../../../src/main/base/secret.ts'
import { betterAuth } from '../../../src/main/connectors/better-auth/index.ts'
import type { CreatedKey, Http } from '../../../src/main/connectors/connector.ts'
import { createHttp } from '../../../src/main/connectors/http.ts'
import { createTransport } from '../../../src/main/platform/https/index.ts'
import type { Settings } from '../../../src/shared/domain/connection.ts'
import { infoOf } from '../../../src/shared/error.ts'
import { type BetterAuth, type SignedUp, startBetterAuth } from './service.ts'

const { transport, close } = createTransport()
const { operations } = betterAuth
let service: BetterAuth
beforeAll(async () => {
  service = await startBetterAuth()
})
afterEach(() => service.clear())
afterAll(async () => {
  await close()
  await service.remove()
})

const openAs = ({ token }: SignedUp, settings: Settings, at = service): Http =>
  createHttp({
    transport,
    credential: secret(token),
    now: Date.now,
    endpoint: {
      ...{ url: `${at.url}/api/auth`, trust: { ca: at.ca, pin: null } },
      ...{ settings, environment: 'production', connector: betterAuth },
    },
  })
const open = (config: string): Http => openAs(service.admin, { config })

const create = async (http: Http, expiresAt: number | null = null): Promise<CreatedKey> => {
  const draft = { name: 'checkout', description: null, expiresAt }
  const made = await operations.create?.(http, draft, randomUUID())
  if (!made) throw new Error('Nothing was created')
  return made
}
const fails = (work: Promise<unknown> | undefined) => work?.catch(infoOf)
const askKeys = async (query: string): Promise<unknown> =>
  (await service.ask('GET', `/api/auth/api-key/${query}`, service.admin.token)).body

describe('a list that stops at 100', () => {
  it('tells 100 as its total, and of a configuration what is left of the 100', async () => {
    await service.fill('default', 250)
    await create(open('prod'))
    expect(await askKeys('list?limit=1')).toMatchObject({ total: 100 })
    // In the order of making there is nothing of the other configuration among them.
    expect(await askKeys('list?configId=prod&sortBy=createdAt')).toMatchObject({ total: 0 })
  })

  it.each([100, 101, 199])('is read whole from its two ends: %i', async count => {
    await service.fill('prod', count)
    const page = await operations.list(open('prod'), null)
    expect(page).toMatchObject({ total: count, truncated: false, next: null })
    expect(new Set(page.keys.map(({ name }) => name)).size).toBe(count)
  })

  it('says of 250 that it may have more, and has the newest', async () => {
    await service.fill('default', 250)
    const { key } = await create(open('prod'))
    const page = await operations.list(open('default'), null)
    expect(page).toMatchObject({ total: null, truncated: true })
    const names = page.keys.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toContain('key-250')
    expect(await operations.list(open('prod'), null)).toMatchObject({
      ...{ truncated: true, keys: [{ id: key.id }] },
    })
  })
})

describe('a configuration that the service does not know', () => {
  it('is silently the default one, and what was made there is deleted at once', async () => {
    const wrong = { name: 'x', configId: 'staging' }
    const path = '/api/auth/api-key/create'
    const made = await service.ask('POST', path, service.admin.token, wrong)
    expect(made).toMatchObject({ status: 200, body: { configId: 'default' } })
    await service.clear()
    expect(await fails(create(open('staging')))).toMatchObject({
      ...{ code: 'misplaced', asked: 'staging', got: 'default', undone: true },
    })
    expect(await askKeys('list')).toMatchObject({ total: 0 })
  })

  it('is found out when the connection is tried, by a key of the default one', async () => {
    await create(open('prod'))
    await service.fill('default', 1)
    expect(await fails(operations.describe(open('staging')))).toMatchObject({
      ...{ code: 'setting-refused', setting: 'config', cause: 'not-found' },
    })
    for (const known of ['default', 'prod', 'team'])
      expect(await operations.describe(open(known))).toMatchObject({ service: 'better-auth' })
  })

  it('has its keys under no other: 404 without the configuration, and found with it', async () => {
    const { key } = await create(open('prod'))
    expect(await askKeys(`get?id=${key.id}`)).toMatchObject({ code: 'KEY_NOT_FOUND' })
    expect(await fails(operations.get(open('default'), key.id))).toMatchObject({
      code: 'not-found',
    })
    expect(await operations.get(open('prod'), key.id)).toEqual(key)
  })
})

describe('keys', () => {
  it('that expired are gone without a word', async () => {
    const { key, secret } = await create(open('prod'), Date.now() + 2 * 86_400_000)
    await service.expireKey(key.id)
    expect(await service.verify(secret.expose())).toMatchObject({ error: { code: 'KEY_EXPIRED' } })
    expect(await service.verify(secret.expose())).toMatchObject({
      error: { code: 'INVALID_API_KEY' },
    })
    expect(await operations.list(open('prod'), null)).toMatchObject({ keys: [], total: 0 })
    expect(await fails(operations.get(open('prod'), key.id))).toMatchObject({ code: 'not-found' })
  })

  it('keep the time of their last change although they are changed, which is seen all the same', async () => {
    const { key } = await create(open('prod'))
    const renamed = await operations.edit?.(open('prod'), key, { name: 'renamed' })
    expect(renamed).toMatchObject({ name: 'renamed', updatedAt: key.updatedAt })
    expect(renamed?.version).not.toBe(key.version)
    expect(await fails(operations.suspend?.(open('prod'), key))).toEqual({
      code: 'changed-elsewhere',
    })
  })

  it('have versions that their use does not change', async () => {
    const { key, secret } = await create(open('prod'))
    expect(await service.accepts('production', secret.expose())).toBe(true)
    const used = await operations.get(open('prod'), key.id)
    expect(used.updatedAt).not.toBe(key.updatedAt)
    expect(used.lastUsedAt).not.toBeNull()
    expect(used.version).toBe(key.version)
  })

  it('of one name are taken twice, and each by its id', async () => {
    const [one, other] = [await create(open('prod')), await create(open('prod'))]
    expect(await operations.delete?.(open('prod'), one.key)).toEqual({ alreadyGone: false })
    expect(await operations.delete?.(open('prod'), one.key)).toEqual({ alreadyGone: true })
    expect(await operations.get(open('prod'), other.key.id)).toEqual(other.key)
  })

  it('expire between a day and a year from the service’s now', async () => {
    const day = 86_400_000
    const at = Date.now() + 2 * day
    const { key } = await create(open('prod'), at)
    expect(Math.abs((key.expiresAt ?? 0) - at)).toBeLessThan(60_000)
    const expire = (days: number) =>
      fails(operations.edit?.(open('prod'), key, { expiresAt: Date.now() + days * day }))
    expect(await expire(0.5)).toMatchObject({ code: 'expiry-refused', cause: 'too-soon' })
    expect(await expire(400)).toMatchObject({ code: 'expiry-refused', cause: 'too-far' })
    expect(await expire(-1)).toMatchObject({ code: 'expiry-refused', cause: 'past' })
    expect(await operations.get(open('prod'), key.id)).toEqual(key)
  })
})

describe('the service’s refusals', () => {
  it('without a body are its fault, and of too many requests tell the wait their own way', async () => {
    const path = '/api-key/list'
    const query = { sortBy: 'nothing' }
    expect(await fails(open('prod').send({ method: 'GET', path, query }))).toEqual({
      ...{ code: 'service-failed', status: 500 },
    })
    const limited = await startBetterAuth({ limited: true })
    const http = openAs(limited.admin, { config: 'prod' }, limited)
    const asks = Array.from({ length: 8 }, () => fails(http.send({ method: 'GET', path })))
    expect(await Promise.all(asks)).toContainEqual({
      ...{ code: 'rate-limited', retryAfterMs: expect.any(Number) },
    })
    await limited.remove()
  })

  it('name the credential of a session that has ended, for whatever is asked', async () => {
    const ended = await service.signUp('ended@example.com')
    await service.endSession(ended)
    const http = openAs(ended, { config: 'prod' })
    for (const asked of [operations.describe(http), operations.list(http, null), create(http)])
      expect(await fails(asked)).toEqual({ code: 'unauthorized', environment: 'production' })
  })

  it('take an API key for no session', async () => {
    const { secret } = await create(open('prod'))
    const http = openAs({ ...service.admin, token: secret.expose() }, { config: 'prod' })
    expect(await fails(operations.describe(http))).toMatchObject({ code: 'unauthorized' })
  })

  it('hide the keys of one user from another', async () => {
    const { key } = await create(open('prod'))
    const http = openAs(await service.signUp('other@example.com'), { config: 'prod' })
    expect(await operations.list(http, null)).toMatchObject({ keys: [], total: 0 })
    expect(await fails(operations.get(http, key.id))).toMatchObject({ code: 'not-found' })
  })
})

describe('the keys of an organization', () => {
  let people: Readonly<Record<'owner' | 'member' | 'reader', SignedUp>>
  let organization: string
  const at = (who: SignedUp, config = 'team') => openAs(who, { config, organization })
  beforeAll(async () => {
    const [member, reader] = await Promise.all(
      ['member@example.com', 'reader@example.com'].map(service.signUp),
    )
    if (!member || !reader) throw new Error('Nobody has signed up')
    people = { owner: service.admin, member, reader }
    organization = await service.organization(people)
  })
  beforeEach(async () => void (await create(at(people.owner))))

  it('are in no list but its own', async () => {
    expect(await askKeys('list')).toMatchObject({ total: 0 })
    expect(await operations.list(at(people.owner), null)).toMatchObject({ total: 1 })
    expect(await fails(create(open('team')))).toMatchObject({
      ...{ code: 'setting-refused', setting: 'organization', cause: 'missing' },
    })
  })

  it('are for those who have a permission, which is known before it is needed', async () => {
    const lacked = async (who: SignedUp) =>
      (await operations.describe(at(who))).effects
        .filter(({ missingPermission }) => missingPermission !== null)
        .map(({ effect, missingPermission }) => `${effect}: ${missingPermission}`)
    expect(await lacked(people.owner)).toEqual([])
    expect(await lacked(people.reader)).toEqual([
      ...['rename', 'suspend', 'resume', 'expire'].map(effect => `${effect}: apiKey:update`),
      'delete: apiKey:delete',
    ])
    const { key } = await create(at(people.reader))
    expect(await fails(operations.suspend?.(at(people.reader), key))).toEqual({
      ...{ code: 'forbidden', permission: 'apiKey:update', environment: null },
    })
    expect(await fails(operations.describe(at(people.member)))).toEqual({
      ...{ code: 'forbidden', permission: 'apiKey:read', environment: null },
    })
  })

  it('are not made as a user’s own, though the service heeds no organization in a user’s configuration', async () => {
    expect(await fails(create(at(people.owner, 'prod')))).toMatchObject({
      ...{ code: 'misplaced', undone: true },
    })
    expect(await askKeys('list')).toMatchObject({ total: 0 })
  })
})
