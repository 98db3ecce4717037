import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { secret } from '../../../../src/main/base/secret.ts'
import type { Http } from '../../../../src/main/connectors/connector.ts'
import { openrouter } from '../../../../src/main/connectors/openrouter/index.ts'
import { infoOf } from '../../../../src/shared/error.ts'
import { connecting } from '../connect.ts'
import { startAccounts, workspaces } from './harness.ts'

const { create, edit, suspend, delete: remove, check } = openrouter.operations
if (!create || !edit || !suspend || !remove || !check) throw new Error('It has them')
const { describe: describeIt, list, get } = openrouter.operations

const connect = connecting(openrouter)

let accounts: Awaited<ReturnType<typeof startAccounts>>
beforeEach(async () => {
  accounts = await startAccounts()
})
afterEach(() => accounts.service.stop())

type Place = { readonly credential?: string; readonly workspace?: string | null }

const open = ({ credential, workspace = workspaces.preview }: Place = {}): Http =>
  connect(
    accounts.service.url,
    credential ?? accounts.credentials.preview,
    workspace === null ? {} : { workspace },
  )

const blank = { workspace: null }
const draft = (expiresAt: number | null = null) => ({
  name: 'billing',
  description: null,
  expiresAt,
})
const inPreview = { account: 'acme', workspace: workspaces.preview }
const hour = 3_600_000
const plantMany = (count: number, workspace: string) => {
  for (let made = 0; made < count; made++) accounts.service.plant({ account: 'acme', workspace })
}

describe('which credential and which workspace', () => {
  it('tells an ordinary key from a management key, which begin alike', async () => {
    const ordinary = accounts.service.plant(inPreview).secret
    expect(await describeIt(open({ credential: ordinary })).catch(infoOf)).toEqual({
      ...{ code: 'credential-unfit', environment: 'preview', cause: 'wrong-kind' },
    })
  })

  it('says of a key that is refused no more than OpenRouter does', async () => {
    const failure = { code: 'unauthorized', environment: 'preview' }
    expect(await describeIt(open({ credential: 'sk-or-v1-none' })).catch(infoOf)).toEqual(failure)
  })

  it('names the workspaces that there are for one that there is not', async () => {
    const setting = { code: 'setting-refused', environment: 'preview', setting: 'workspace' }
    expect(await describeIt(open({ workspace: 'ws-none' })).catch(infoOf)).toEqual({
      ...{ ...setting, cause: 'not-found' },
      choices: ['ws-default', workspaces.preview, workspaces.production],
    })
    // No key bears a slug, and keys are told apart by what they bear.
    const bySlug = await describeIt(open({ workspace: 'preview' })).catch(infoOf)
    expect(bySlug).toEqual({ ...setting, cause: 'not-found', choices: [workspaces.preview] })
  })

  it('knows that the web site without the interface’s path is something else', async () => {
    const site = new URL(accounts.service.url).origin
    const http = connect(site, accounts.credentials.preview)
    const failure = { code: 'bad-response', reason: 'not-a-key-service' }
    expect(await describeIt(http).catch(infoOf)).toEqual(failure)
  })

  it('says why it cannot rotate, revoke, describe or set an expiry, and takes one for a new key', async () => {
    const { effects, givenAtCreation } = await describeIt(open())
    const cannot = effects.filter(({ reason }) => reason !== null)
    expect(cannot.map(({ effect }) => effect)).toEqual(['describe', 'revoke', 'rotate', 'expire'])
    expect(givenAtCreation).toEqual(['expire'])
    const { key } = await create(open(), draft(), 'i')
    expect(await edit(open(), key, { expiresAt: Date.now() + hour }).catch(infoOf)).toEqual({
      ...{ code: 'unsupported', effect: 'expire' },
    })
  })
})

describe('a new key', () => {
  it('has the expiry that was asked for', async () => {
    const expiresAt = Date.now() + hour
    expect((await create(open(), draft(expiresAt), 'i')).key.expiresAt).toBe(expiresAt)
  })

  it.each([
    ['of a chosen one', { workspace: workspaces.preview }, workspaces.preview],
    ['of the default one', blank, 'ws-default'],
  ])('that lands in another workspace instead %s is deleted at once', async (_, place, asked) => {
    // Of the default workspace the id is known by any key in it.
    plantMany(1, asked)
    accounts.service.misbehave({ landsIn: workspaces.production })
    expect(await create(open(place), draft(), 'i').catch(infoOf)).toEqual({
      ...{ code: 'misplaced', asked, got: workspaces.production, undone: true },
      key: expect.stringMatching(/^[\da-f]{64}$/),
    })
    expect(accounts.service.keys().map(({ workspace }) => workspace)).toEqual([asked])
  })

  it('that lands elsewhere and is not deleted is named', async () => {
    const busy = { status: 500, body: null }
    accounts.service.misbehave({
      landsIn: workspaces.production,
      once: { 'DELETE /keys/{}': busy },
    })
    const failure = await create(open(), draft(), 'i').catch(infoOf)
    const [key] = accounts.service.keys()
    expect(failure).toMatchObject({ code: 'misplaced', undone: false, key: key?.hash })
  })

  it('of which nothing tells the workspace is deleted, and that is said', async () => {
    accounts.service.misbehave({ hidesWorkspace: true })
    expect(await create(open(), draft(), 'i').catch(infoOf)).toMatchObject({
      ...{ code: 'misplaced', asked: workspaces.preview, got: null, undone: true },
    })
    expect(accounts.service.keys()).toEqual([])
  })

  it('is not asked for twice when its answer is lost', async () => {
    accounts.service.misbehave({ once: { 'POST /keys': { status: 500, body: null } } })
    expect(await create(open(), draft(), 'i').catch(infoOf)).toMatchObject({
      code: 'service-failed',
    })
    expect(accounts.service.seen.filter(({ method }) => method === 'POST')).toHaveLength(1)
  })
})

describe('a list', () => {
  it('holds every key of its workspace, those that are disabled too', async () => {
    plantMany(230, workspaces.preview)
    plantMany(5, workspaces.production)
    accounts.service.plant({ ...inPreview, disabled: true, name: 'off' })
    const ids = new Set<string>()
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const page = await list(open(), cursor)
      for (const { id } of page.keys) ids.add(id)
      expect(page.truncated).toBe(false)
      cursor = page.next
    }
    expect(ids.size).toBe(231)
  })

  it('that stops at 100 and begins anew is told to be cut', async () => {
    plantMany(250, workspaces.preview)
    accounts.service.misbehave({ ignoresOffset: true })
    const first = await list(open(), null)
    expect(first).toMatchObject({ truncated: false, next: expect.any(String) })
    expect(await list(open(), first.next)).toMatchObject({ keys: [], truncated: true, next: null })
  })

  it('with a key of another workspace is refused whole', async () => {
    const { service } = accounts
    const { hash, name } = service.plant({ ...inPreview, workspace: workspaces.production })
    const body = { data: [{ hash, name, disabled: false, workspace_id: workspaces.production }] }
    service.misbehave({ once: { 'GET /keys': { status: 200, body } } })
    const failure = { code: 'bad-response', reason: 'shape' }
    expect(await list(open(), null).catch(infoOf)).toEqual(failure)
    expect(await get(open(), hash).catch(infoOf)).toEqual(failure)
  })

  it('waits as long as x-retry-after says, and takes an empty error for its status', async () => {
    const busy = { status: 429, body: null, headers: { 'x-retry-after': '7' } }
    accounts.service.misbehave({ once: { 'GET /keys': busy } })
    const failure = { code: 'rate-limited', retryAfterMs: 7000 }
    expect(await list(open(), null).catch(infoOf)).toEqual(failure)
    accounts.service.misbehave({ once: { 'GET /keys': { status: 501, body: null } } })
    expect(await list(open(), null).catch(infoOf)).toEqual({ code: 'service-failed', status: 501 })
  })
})

describe('a change', () => {
  it('refuses what was changed elsewhere meanwhile', async () => {
    const { key } = await create(open(), draft(), 'i')
    await edit(open(), key, { name: 'by another' })
    const failure = { code: 'changed-elsewhere' }
    expect(await suspend(open(), key).catch(infoOf)).toEqual(failure)
    expect(await remove(open(), key).catch(infoOf)).toEqual(failure)
  })

  it('finds a key gone that is deleted twice', async () => {
    const { key } = await create(open(), draft(), 'i')
    expect(await remove(open(), key)).toEqual({ alreadyGone: false })
    expect(await remove(open(), key)).toEqual({ alreadyGone: true })
  })

  it('never touches a key of another workspace', async () => {
    const { hash } = accounts.service.plant({ ...inPreview, workspace: workspaces.production })
    const key = { id: hash, version: null }
    expect(await remove(open(), key).catch(infoOf)).toMatchObject({ code: 'bad-response' })
    expect(await suspend(open(), key).catch(infoOf)).toMatchObject({ code: 'bad-response' })
    expect(accounts.service.keys()).toMatchObject([{ hash, disabled: false }])
  })
})

describe('a check', () => {
  const planted = (more = {}) => accounts.service.plant({ ...inPreview, ...more })

  it.each([
    ['a key that works', {}, 'valid'],
    ['a disabled one', { disabled: true }, 'suspended'],
    ['an expired one', { expiresAt: '2024-01-01T00:00:00Z' }, 'expired'],
  ])('tells %s by presenting it and by what its account has of it', async (_, more, verdict) => {
    const { secret: key, hash } = planted(more)
    expect(await check(open(), secret(key))).toEqual({ verdict, id: hash })
  })

  it('does not find a key that was never made', async () => {
    expect(await check(open(), secret('sk-or-v1-none'))).toEqual({ verdict: 'not-found', id: null })
  })

  it('presents the key and nothing else in its place', async () => {
    const { secret: key } = planted()
    await check(open(), secret(key))
    const carried = accounts.service.seen.filter(
      ({ headers }) => headers.authorization === `Bearer ${key}`,
    )
    expect(carried.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /api/v1/key'])
  })

  it.each([
    ['another workspace', { workspace: workspaces.production }, {}],
    ['another workspace than the default one', { workspace: workspaces.production }, blank],
    ['another account', { account: 'other', workspace: 'ws-other' }, blank],
  ])('knows a key of %s', async (_, more, place) => {
    plantMany(1, 'ws-default')
    const { secret: key } = planted(more)
    const said = { verdict: 'wrong-environment', id: null }
    expect(await check(open(place), secret(key))).toEqual(said)
  })

  it('knows a key of another account also while no key tells of the default workspace', async () => {
    const { secret: key } = planted({ account: 'other', workspace: 'ws-other' })
    const said = { verdict: 'wrong-environment', id: null }
    expect(await check(open(blank), secret(key))).toEqual(said)
  })

  it('sees a deleted key being accepted until that is known everywhere', async () => {
    const { key, secret: made } = await create(open(), draft(), 'i')
    accounts.service.misbehave({ lags: true })
    expect(await remove(open(), key)).toEqual({ alreadyGone: false })
    expect(await check(open(), made)).toEqual({ verdict: 'valid', id: null })
    accounts.service.settle()
    expect(await check(open(), made)).toEqual({ verdict: 'not-found', id: null })
  })

  it('takes a refusal that is not about the key for no verdict', async () => {
    const { secret: key } = planted()
    const body = { error: { code: 402, message: 'Insufficient credits' } }
    accounts.service.misbehave({ once: { 'GET /key': { status: 402, body } } })
    expect((await check(open(), secret(key))).verdict).toBe('unknown')
  })
})
