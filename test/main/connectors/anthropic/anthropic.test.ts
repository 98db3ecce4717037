import { afterEach, describe, expect, it } from 'vitest'
import { secret } from '../../../../src/main/base/secret.ts'
import { anthropic } from '../../../../src/main/connectors/anthropic/index.ts'
import { connecting, failureOf } from '../connect.ts'
import { stillClock } from '../stand-in-server.ts'
import { admin, key, organization, workspace } from './harness.ts'
import { failed, type Key, type StandIn, startAnthropic } from './stand-in.ts'

const open = connecting(anthropic)
const { operations } = anthropic
const inWorkspace = { workspace: 'wrkspc_a' }

let service: StandIn | null = null
afterEach(async () => {
  await service?.stop()
  service = null
})

const clock = stillClock(Date.UTC(2026, 5, 1))
const permission = failed(403, 'permission_error', 'Your API key does not have permission.')
const over = failed(401, 'authentication_error', 'This API key has expired.')

const run = async (keys?: Key[], revocationDelayMs = 0): Promise<StandIn> => {
  const three = [
    key('apikey_a', { workspace: 'wrkspc_a' }),
    key('apikey_b', { workspace: 'wrkspc_b' }),
    key('apikey_default', { workspace: 'wrkspc_default' }),
  ]
  const workspaces = [
    ...[workspace('wrkspc_a'), workspace('wrkspc_b')],
    workspace('wrkspc_old', { archived_at: '2025-01-01T00:00:00Z' }),
    workspace('wrkspc_default', { isDefault: true }),
  ]
  const admins = { [admin]: null, 'sk-ant-admin01-less': permission, 'sk-ant-admin01-over': over }
  const more = { admins, revocationDelayMs }
  const other = organization([key('apikey_z')], [], { id: 'org_z', admins: {} })
  const mine = organization(keys ?? three, workspaces, more)
  service = await startAnthropic([mine, other], clock.now)
  return service
}

describe('the credential', () => {
  it.each([
    ['sk-ant-api03-apikey_a', { code: 'credential-unfit', cause: 'wrong-kind' }],
    ['sk-ant-admin01-over', { code: 'credential-unfit', cause: 'expired' }],
    ['sk-ant-admin01-less', { code: 'forbidden' }],
    ['sk-ant-admin01-nobody', { code: 'unauthorized' }],
  ])('%s is told for what it is', async (credential, expected) => {
    const { url } = await run()
    const failure = await failureOf(operations.describe(open(url, credential)))
    expect(failure).toMatchObject({ ...expected, environment: 'preview' })
  })
})

describe('the workspace', () => {
  const described = (url: string, id: string) =>
    failureOf(operations.describe(open(url, admin, { workspace: id })))

  it('is named, also the default one, which is in no ordinary list', async () => {
    const { url } = await run()
    const titles = { kinds: { key: { title: 'API keys of a' } }, caller: 'Example Org' }
    expect(await described(url, 'wrkspc_a')).toMatchObject(titles)
    expect(await described(url, 'wrkspc_default')).toMatchObject({
      kinds: { key: { title: 'API keys of default' } },
    })
  })

  it('that is not there is refused with those that are, and an archived one as such', async () => {
    const { url } = await run()
    const refused = { code: 'setting-refused', environment: 'preview', setting: 'workspace' }
    expect(await described(url, 'wrkspc_x')).toMatchObject({
      ...{ ...refused, cause: 'not-found' },
      choices: expect.arrayContaining(['wrkspc_a', 'wrkspc_default']),
    })
    expect(await described(url, 'wrkspc_old')).toMatchObject({ ...refused, cause: 'disabled' })
  })

  it('keeps the keys of another out of reach, whatever the service shows', async () => {
    const { url, misbehave } = await run()
    const http = open(url, admin, inWorkspace)
    const other = { id: 'apikey_b', version: null }
    expect((await operations.list(http, null)).keys.map(({ id }) => id)).toEqual(['apikey_a'])
    expect(await failureOf(operations.revoke?.(http, other))).toMatchObject({ code: 'not-found' })
    misbehave.unfiltered = true
    expect(await failureOf(operations.list(http, null))).toMatchObject({ code: 'bad-response' })
    expect(await operations.get(open(url, admin), 'apikey_b')).toMatchObject({ state: 'active' })
  })
})

it('turns pages of a thousand to the end', async () => {
  const many = Array.from({ length: 2100 }, (_, at) => key(`apikey_${at}`))
  const { url } = await run(many)
  const http = open(url, admin)
  const first = await operations.list(http, null)
  const second = await operations.list(http, first.next)
  const third = await operations.list(http, second.next)
  const all = [...first.keys, ...second.keys, ...third.keys]
  expect(all.map(({ id }) => id)).toEqual(many.map(({ id }) => id))
  expect(third.next).toBeNull()
})

describe('a key', () => {
  it('is deactivated, activated, renamed, and archived for good', async () => {
    const { url } = await run()
    const http = open(url, admin, inWorkspace)
    const value = secret('sk-ant-api03-apikey_a')
    const verdict = async () => (await operations.check?.(http, value))?.verdict
    const seen = await operations.get(http, 'apikey_a')
    const off = (await operations.suspend?.(http, seen)) ?? seen
    expect([off.state, await verdict()]).toEqual(['suspended', 'not-found'])
    const on = (await operations.resume?.(http, off)) ?? seen
    expect([on.state, await verdict()]).toEqual(['active', 'valid'])
    const renamed = (await operations.edit?.(http, on, { name: 'billing' })) ?? seen
    expect(renamed).toMatchObject({ name: 'billing', state: 'active' })
    expect(await failureOf(operations.suspend?.(http, seen))).toEqual({ code: 'changed-elsewhere' })
    const ended = (await operations.revoke?.(http, renamed)) ?? seen
    expect([ended.state, await verdict()]).toEqual(['revoked', 'not-found'])
    expect(await failureOf(operations.resume?.(http, ended))).toEqual({
      ...{ code: 'conflict', cause: 'key-revoked' },
    })
  })

  it('is not taken for archived because the service said 200', async () => {
    const { url, misbehave } = await run()
    misbehave.deaf = true
    const revoked = operations.revoke?.(open(url, admin), { id: 'apikey_a', version: null })
    expect(await failureOf(revoked)).toMatchObject({ code: 'bad-response' })
  })

  it('is found alive until its time has come', async () => {
    const { url } = await run(undefined, 20_000)
    const http = open(url, admin, inWorkspace)
    await operations.revoke?.(http, { id: 'apikey_a', version: null })
    const value = secret('sk-ant-api03-apikey_a')
    expect(await operations.check?.(http, value)).toMatchObject({ verdict: 'valid' })
    clock.pass(20_000)
    expect(await operations.check?.(http, value)).toMatchObject({ verdict: 'not-found' })
  })

  it('of another workspace or organization is valid in none but its own', async () => {
    const { url } = await run()
    const value = secret('sk-ant-api03-apikey_b')
    const inA = await operations.check?.(open(url, admin, inWorkspace), value)
    expect(inA?.verdict).toBe('wrong-environment')
    const inB = await operations.check?.(open(url, admin, { workspace: 'wrkspc_b' }), value)
    expect(inB?.verdict).toBe('valid')
    const foreign = await operations.check?.(open(url, admin), secret('sk-ant-api03-apikey_z'))
    expect(foreign?.verdict).toBe('wrong-environment')
  })
})

it('says where a key is created, and what it cannot change', async () => {
  const { url } = await run()
  const http = open(url, admin)
  const { effects } = await operations.describe(http)
  expect(effects.find(({ effect }) => effect === 'create')).toMatchObject({
    ...{ supported: false, reason: expect.stringMatching(/does not create keys: create one in/) },
  })
  const seen = await operations.get(http, 'apikey_a')
  expect(await failureOf(operations.edit?.(http, seen, { expiresAt: null }))).toEqual({
    ...{ code: 'unsupported', effect: 'expire' },
  })
})

it('takes 529 for a failure of the service, and waits after 429 as it is told to', async () => {
  const { url, misbehave } = await run()
  misbehave.refuse = failed(529, 'overloaded_error', 'Overloaded')
  const http = open(url, admin)
  expect(await failureOf(operations.list(http, null))).toEqual({
    ...{ code: 'service-failed', status: 529 },
  })
  const limited = failed(429, 'rate_limit_error', 'This request would exceed your rate limit.')
  misbehave.refuse = { ...limited, headers: { 'retry-after': '12' } }
  expect(await failureOf(operations.list(http, null))).toEqual({
    ...{ code: 'rate-limited', retryAfterMs: 12_000 },
  })
})
