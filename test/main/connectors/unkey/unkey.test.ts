import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Secret, secret } from '../../../../src/main/base/secret.ts'
import type { Http } from '../../../../src/main/connectors/connector.ts'
import { unkey } from '../../../../src/main/connectors/unkey/index.ts'
import { infoOf } from '../../../../src/shared/error.ts'
import { connecting } from '../connect.ts'
import { apis, permissionsFor, rootKeys, startTwoApis } from './harness.ts'
import type { StandIn } from './stand-in.ts'

const { create, rotate, edit, suspend, delete: remove, check } = unkey.operations
if (!create || !rotate || !edit || !suspend || !remove || !check) throw new Error('It has them')
const { describe: describeIt, list, get } = unkey.operations

const connect = connecting(unkey)

const wide = 'unkey_wide'
const without = (action: string) =>
  permissionsFor(apis.preview).filter(one => !one.endsWith(action))

let service: StandIn
beforeEach(async () => {
  service = await startTwoApis({
    [wide]: { permissions: permissionsFor('*') },
    unkey_no_list: { permissions: without('read_key') },
    unkey_no_create: { permissions: without('create_key') },
    unkey_no_delete: { permissions: without('delete_key') },
    unkey_expired: { permissions: [], over: 'expired' },
    unkey_disabled: { permissions: [], over: 'disabled' },
  })
})
afterEach(() => service.stop())

const open = (
  credential: string = rootKeys.preview,
  settings: Readonly<Record<string, string>> = { api: apis.preview },
): Http => connect(service.url, credential, settings)

const draft = (expiresAt: number | null = null) => ({
  name: 'billing',
  description: null,
  expiresAt,
})
const hour = 3_600_000
const inHours = (hours: number) => Date.now() + hours * hour
const callsOf = (name: string) => service.seen.filter(({ path }) => path === `/v2/${name}`)
const verdictOf = async (key: Secret, http = open()) => (await check(http, key)).verdict

describe('which root key and which API', () => {
  it.each([
    ['unkey_never_made', { code: 'unauthorized', environment: 'preview' }],
    ['unkey_disabled', { code: 'unauthorized', environment: 'preview' }],
    ['unkey_expired', { code: 'credential-unfit', environment: 'preview', cause: 'expired' }],
    [
      'unkey_no_list',
      { code: 'forbidden', permission: 'api.api_preview.read_key', environment: null },
    ],
  ])('says of %s what is wrong with it', async (credential, expected) => {
    expect(await describeIt(open(credential)).catch(infoOf)).toEqual(expected)
  })

  it('does not let an ordinary key in', async () => {
    const { secret: ordinary } = service.plant({ apiId: apis.preview })
    const failure = { code: 'unauthorized', environment: 'preview' }
    expect(await describeIt(open(ordinary)).catch(infoOf)).toEqual(failure)
  })

  it.each([
    [{}, 'missing'],
    [{ api: 'api_nowhere' }, 'not-found'],
  ])('names the setting for %o', async (settings, cause) => {
    expect(await describeIt(open(wide, settings)).catch(infoOf)).toEqual({
      ...{ code: 'setting-refused', environment: 'preview', setting: 'api' },
      ...{ cause, choices: null },
    })
  })

  it('tells a create that is not permitted from an API that is not there', async () => {
    const failure = {
      code: 'forbidden',
      permission: 'api.api_preview.create_key',
      environment: null,
    }
    expect(await create(open('unkey_no_create'), draft(), 'i').catch(infoOf)).toEqual(failure)
    const gone = { code: 'setting-refused', setting: 'api', cause: 'not-found' }
    const nowhere = open(wide, { api: 'api_nowhere' })
    expect(await create(nowhere, draft(), 'i').catch(infoOf)).toMatchObject(gone)
  })

  it('names the permission that a delete lacks', async () => {
    const { keyId } = service.plant({ apiId: apis.preview })
    const failure = {
      code: 'forbidden',
      permission: 'api.api_preview.delete_key',
      environment: null,
    }
    const key = { id: keyId, version: null }
    expect(await remove(open('unkey_no_delete'), key).catch(infoOf)).toEqual(failure)
  })

  it('knows a service that is something else', async () => {
    const answer = { status: 404, body: { message: 'no such route' } }
    service.misbehave({ once: { 'apis.getApi': answer } })
    const failure = { code: 'bad-response', reason: 'not-a-key-service' }
    expect(await describeIt(open()).catch(infoOf)).toEqual(failure)
  })
})

describe('a new key', () => {
  it('is one that Unkey cannot show again, and no list asks for keys in full', async () => {
    await create(open(), draft(), 'i')
    await list(open(), null)
    expect(callsOf('keys.createKey')[0]?.body).toMatchObject({ recoverable: false })
    expect(JSON.stringify(service.seen)).not.toContain('decrypt')
  })

  it('that lands in the other API is deleted at once, and that is said', async () => {
    service.misbehave({ landsIn: apis.production })
    const failure = await create(open(wide), draft(), 'i').catch(infoOf)
    expect(failure).toEqual({
      ...{ code: 'misplaced', asked: apis.preview, got: 'another API' },
      ...{ undone: true, key: expect.stringMatching(/^key_/) },
    })
    expect(service.keys()).toEqual([])
  })

  it('that lands where the root key may do nothing is named', async () => {
    service.misbehave({ landsIn: apis.production })
    const failure = await create(open(), draft(), 'i').catch(infoOf)
    const key = service.keys()[0]?.keyId
    expect(failure).toMatchObject({ code: 'misplaced', undone: false, key })
  })

  it('is looked for on every page where a cursor is no ID', async () => {
    for (let made = 0; made < 230; made++) service.plant({ apiId: apis.preview })
    service.misbehave({ cursorPrefix: 'after:' })
    const { key } = await create(open(), draft(), 'i')
    expect(service.keys().find(({ keyId }) => keyId === key.id)?.apiId).toBe(apis.preview)
    expect(key.mask).toMatch(/…$/)
  })

  it('that no list shows is deleted, and that is said: it could be of another API', async () => {
    for (let made = 0; made < 120; made++) service.plant({ apiId: apis.preview })
    // It is on the second page, which nothing leads to.
    service.misbehave({ cursorPrefix: 'after:', losesCursor: true })
    const failure = await create(open(), draft(), 'i').catch(infoOf)
    expect(failure).toMatchObject({ code: 'misplaced', got: null, undone: true })
    expect(service.keys()).toHaveLength(120)
  })
})

describe('a list', () => {
  it('holds every key of its API and none of another', async () => {
    for (let made = 0; made < 250; made++) service.plant({ apiId: apis.preview })
    service.plant({ apiId: apis.production })
    const ids = new Set<string>()
    let cursor: string | null = null
    do {
      const page = await list(open(wide), cursor)
      for (const { id } of page.keys) ids.add(id)
      expect(page.truncated).toBe(false)
      cursor = page.next
    } while (cursor !== null)
    expect(ids.size).toBe(250)
  })

  it('says that it may be cut where the service loses the rest', async () => {
    for (let made = 0; made < 101; made++) service.plant({ apiId: apis.preview })
    service.misbehave({ losesCursor: true })
    expect(await list(open(), null)).toMatchObject({ next: null, truncated: true })
  })

  it('is refused whole when its times are in seconds', async () => {
    service.plant({ apiId: apis.preview })
    service.misbehave({ unit: 's' })
    const failure = { code: 'bad-response', reason: 'time-unit' }
    expect(await list(open(), null).catch(infoOf)).toEqual(failure)
  })

  it('waits as long as x-retry-after says', async () => {
    const busy = { status: 429, body: null, headers: { 'x-retry-after': '7' } }
    service.misbehave({ once: { 'apis.listKeys': busy } })
    const failure = { code: 'rate-limited', retryAfterMs: 7000 }
    expect(await list(open(), null).catch(infoOf)).toEqual(failure)
  })

  it('takes an error without a body for what its status says', async () => {
    service.misbehave({ once: { 'apis.listKeys': { status: 501, body: null } } })
    expect(await list(open(), null).catch(infoOf)).toEqual({ code: 'service-failed', status: 501 })
  })
})

describe('a change', () => {
  it('keeps what it does not name, and clears an expiry', async () => {
    const { key } = await create(open(), draft(inHours(1)), 'i')
    const renamed = await edit(open(), key, { name: 'billing-eu' })
    expect(renamed).toMatchObject({ name: 'billing-eu', state: 'active', expiresAt: key.expiresAt })
    expect(await edit(open(), renamed, { expiresAt: null })).toMatchObject({ expiresAt: null })
  })

  it('is done although the key cannot be read again', async () => {
    const { key } = await create(open(), draft(), 'i')
    const http = open()
    const cut: Http = {
      ...http,
      send: async request => {
        const reply = await http.send(request)
        if (request.path.endsWith('updateKey')) {
          service.misbehave({ once: { 'keys.getKey': { status: 503, body: null } } })
        }
        return reply
      },
    }
    const suspended = await suspend(cut, key)
    expect(suspended).toMatchObject({ id: key.id, state: 'suspended' })
    // What was put together is what the service has.
    expect(suspended.version).toBe((await get(open(), key.id)).version)
  })

  it('of a key that somebody else deleted finds it gone, twice', async () => {
    const { key } = await create(open(), draft(), 'i')
    expect(await remove(open(), key)).toEqual({ alreadyGone: false })
    expect(await remove(open(), key)).toEqual({ alreadyGone: true })
    expect(await suspend(open(), key).catch(infoOf)).toEqual({ code: 'not-found', what: 'key' })
  })

  it.each([
    ['rotate', (key: { id: string; version: string | null }) => rotate(open(), key, 0, 'i')],
    ['delete', (key: { id: string; version: string | null }) => remove(open(), key)],
  ])('%s refuses what was changed elsewhere meanwhile', async (_, change) => {
    const { key } = await create(open(), draft(), 'i')
    await edit(open(), key, { name: 'by another' })
    expect(await change(key).catch(infoOf)).toEqual({ code: 'changed-elsewhere' })
    expect(service.keys()).toHaveLength(1)
  })
})

describe('a check', () => {
  it('costs the key no credit', async () => {
    const { secret: key } = service.plant({ apiId: apis.preview })
    expect(await verdictOf(secret(key))).toBe('valid')
    expect(callsOf('keys.verifyKey')[0]?.body).toMatchObject({ credits: { cost: 0 } })
  })

  it('tells a key of the other API by a root key that may verify both', async () => {
    const { secret: key } = service.plant({ apiId: apis.production })
    const said = { verdict: 'wrong-environment', id: null }
    expect(await check(open(wide), secret(key))).toEqual(said)
  })

  it('sees a deleted key being accepted until every region knows', async () => {
    const { key, secret: made } = await create(open(), draft(), 'i')
    service.misbehave({ lags: true })
    expect(await remove(open(), key)).toEqual({ alreadyGone: false })
    expect(await check(open(), made)).toEqual({ verdict: 'valid', id: key.id })
    service.settle()
    expect(await check(open(), made)).toEqual({ verdict: 'not-found', id: null })
  })

  it('sees a suspended key being accepted until every region knows', async () => {
    const { key, secret: made } = await create(open(), draft(), 'i')
    service.misbehave({ lags: true })
    await suspend(open(), key)
    expect(await verdictOf(made)).toBe('valid')
    service.settle()
    expect(await verdictOf(made)).toBe('suspended')
  })
})
