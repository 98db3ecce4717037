import { afterEach, describe, expect, it } from 'vitest'
import { secret } from '../../../../src/main/base/secret.ts'
import { cloudflare } from '../../../../src/main/connectors/cloudflare/index.ts'
import { AppError, type ErrorInfo } from '../../../../src/shared/error.ts'
import { connecting, failureOf, intent } from '../connect.ts'
import { stillClock } from '../stand-in-server.ts'
import { account, accountId, manager, policies, secretOf, token, user } from './harness.ts'
import { type StandIn, startCloudflare } from './stand-in.ts'
import { refused, throttled } from './stand-in-access.ts'
import type { Token } from './stand-in-tokens.ts'

const open = connecting(cloudflare)
const { operations } = cloudflare
const [a, b] = [accountId('a'), accountId('b')]
const inA = { account: a }
const own = secretOf('cfat', 'manager')
const users = secretOf('cfut', 'manager')

let service: StandIn | null = null
afterEach(async () => {
  await service?.stop()
  service = null
})

const clock = stillClock(Date.UTC(2026, 5, 1))
const run = async (tokens: Token[] = [token('one')]): Promise<StandIn> => {
  const past = '2026-01-01T00:00:00Z'
  const mine = [
    manager('manager', [a]),
    token('useless'),
    manager('over', [a], { expires_on: past }),
    manager('off', [a], { status: 'disabled' }),
    token('reader', { manages: [`Read ${a}`] }),
  ]
  const value = users
  service = await startCloudflare(
    [
      account(a, [...mine, ...tokens]),
      account(b, [token('theirs')]),
      user('ada', [manager('manager', ['ada', a], { value }), token('hers')]),
      user('eve', [token('foreign', { value: secretOf('cfut', 'foreign') })]),
    ],
    clock.now,
  )
  return service
}

const described = (url: string, credential: string, settings: Record<string, string> = inA) =>
  failureOf(operations.describe(open(url, credential, settings)))

describe('the credential', () => {
  it.each([
    ['a Global API Key', 'c2547eb745079dac9320b638f5e225cf483cc', 'credential-unfit'],
    ['unknown', secretOf('cfat', 'nobody'), 'unauthorized'],
    ['disabled', secretOf('cfat', 'off'), 'unauthorized'],
    ['without the permission', secretOf('cfat', 'useless'), 'forbidden'],
  ])('that is %s is told for what it is', async (_what, credential, code) => {
    const { url } = await run()
    expect(await described(url, credential)).toMatchObject({ code, environment: 'preview' })
  })

  it('whose time is over is told so', async () => {
    const { url } = await run()
    expect(await described(url, secretOf('cfat', 'over'))).toEqual({
      ...{ code: 'credential-unfit', environment: 'preview', cause: 'expired' },
    })
  })

  it('that may only read names the permission to write', async () => {
    const { url } = await run()
    const http = open(url, secretOf('cfat', 'reader'), inA)
    const seen = await operations.get(http, 'one')
    expect(await failureOf(operations.suspend?.(http, seen))).toMatchObject({
      ...{ code: 'forbidden', permission: `Account API Tokens Write, account ${a}` },
    })
  })
})

describe('the account', () => {
  const refusedSetting = { code: 'setting-refused', environment: 'preview', setting: 'account' }

  it('may be managed by its own token and by a user’s', async () => {
    const { url } = await run()
    const title = { kinds: { key: { title: 'Account API tokens' } } }
    expect(await described(url, own)).toMatchObject(title)
    expect(await described(url, users)).toMatchObject(title)
    expect(await described(url, users, {})).toMatchObject({
      kinds: { key: { title: 'User API tokens' } },
    })
  })

  it('is asked for where an account’s own token cannot do without', async () => {
    const { url } = await run()
    expect(await described(url, own, {})).toMatchObject({ ...refusedSetting, cause: 'missing' })
  })

  it('that is none, and another’s, is refused, with those that would do', async () => {
    const { url } = await run()
    const none = { ...refusedSetting, cause: 'not-found' }
    expect(await described(url, own, { account: 'none' })).toMatchObject(none)
    expect(await described(url, own, { account: b })).toMatchObject({ ...none, choices: null })
    expect(await described(url, users, { account: b })).toMatchObject({ ...none, choices: [a] })
  })
})

describe('the list', () => {
  it('holds what has expired, and turns pages although the total says that there is no more', async () => {
    const many = Array.from({ length: 60 }, (_, at) =>
      token(`t${at}`, at % 2 === 0 ? {} : { expires_on: '2026-01-01T00:00:00Z' }),
    )
    const { url, misbehave } = await run(many)
    misbehave.total = 50
    const http = open(url, own, inA)
    const first = await operations.list(http, null)
    const second = await operations.list(http, first.next)
    const keys = [...first.keys, ...second.keys]
    expect(keys.filter(({ id }) => id.startsWith('t')).length).toBe(60)
    expect(keys.find(({ id }) => id === 't1')?.state).toBe('expired')
    expect(second).toMatchObject({ next: null, total: null })
  })

  it('that shows its first page again is cut short, and says so', async () => {
    const { url, misbehave } = await run(Array.from({ length: 60 }, (_, at) => token(`t${at}`)))
    misbehave.samePage = true
    const http = open(url, own, inA)
    const first = await operations.list(http, null)
    expect(await operations.list(http, first.next)).toMatchObject({ next: null, truncated: true })
  })

  it('is refused when its times are numbers', async () => {
    const { url, misbehave } = await run()
    misbehave.milliseconds = true
    expect(await failureOf(operations.list(open(url, own, inA), null))).toEqual({
      ...{ code: 'bad-response', reason: 'time-unit' },
    })
  })
})

describe('a change', () => {
  const restricted = () => {
    const condition = { request_ip: { in: ['203.0.113.0/24'] } }
    return token('one', { condition, not_before: '2026-01-01T00:00:00Z' })
  }

  it('takes no restriction from the token that it replaces', async () => {
    const one = restricted()
    const { url } = await run([one])
    const http = open(url, own, inA)
    const seen = await operations.get(http, 'one')
    const renamed = (await operations.edit?.(http, seen, { name: 'billing' })) ?? seen
    const expiresAt = clock.now() + 86_400_000
    const moved = (await operations.edit?.(http, renamed, { expiresAt })) ?? seen
    const off = (await operations.suspend?.(http, moved)) ?? seen
    expect(off).toMatchObject({ name: 'billing', state: 'suspended', expiresAt })
    const { condition, not_before: from } = restricted()
    expect(one).toMatchObject({ condition, not_before: from })
    expect(one.policies.map(({ resources }) => resources)).toEqual(
      policies.map(({ resources }) => resources),
    )
  })

  it('sets no expiry that is past by the service’s clock', async () => {
    const { url } = await run()
    const http = open(url, own, inA)
    const seen = await operations.get(http, 'one')
    const past = operations.edit?.(http, seen, { expiresAt: clock.now() })
    expect(await failureOf(past)).toMatchObject({ code: 'expiry-refused', cause: 'past' })
  })

  it('leaves a revoked token as it is', async () => {
    const { url } = await run([token('one', { status: 'revoked' })])
    const http = open(url, own, inA)
    const seen = await operations.get(http, 'one')
    expect(seen.state).toBe('revoked')
    expect(await failureOf(operations.resume?.(http, seen))).toEqual({
      ...{ code: 'conflict', cause: 'key-revoked' },
    })
  })

  it('of the credential’s own secret loses no secret, though nothing can be asked any more', async () => {
    const { url, acceptsAs } = await run()
    const http = open(url, own, inA)
    const seen = await operations.get(http, 'manager')
    const rolled = await operations.rotate?.(http, seen, 0, intent)
    expect(acceptsAs(a, own)).toBe(false)
    expect(acceptsAs(a, rolled?.secret.expose() ?? '')).toBe(true)
    expect(rolled?.key).toMatchObject({ id: 'manager', name: 'Claviger' })
  })
})

describe('a check', () => {
  it('asks Cloudflare, and takes no other user’s token for one of this user', async () => {
    const { url } = await run([
      token('later', { not_before: '2027-01-01T00:00:00Z' }),
      token('paused', { status: 'disabled' }),
      token('over-by-now', { expires_on: '2026-05-31T00:00:00Z' }),
    ])
    const verdict = async (value: string, settings: Record<string, string> = inA) =>
      (await operations.check?.(open(url, users, settings), secret(value)))?.verdict
    expect(await verdict(secretOf('cfat', 'useless'))).toBe('valid')
    expect(await verdict(secretOf('cfat', 'paused'))).toBe('suspended')
    expect(await verdict(secretOf('cfat', 'over-by-now'))).toBe('expired')
    expect(await verdict(secretOf('cfat', 'later'))).toBe('unknown')
    expect(await verdict(secretOf('cfat', 'theirs'))).toBe('not-found')
    expect(await verdict('cfat_cut')).toBe('malformed')
    expect(await verdict(users, {})).toBe('valid')
    expect(await verdict(secretOf('cfut', 'foreign'), {})).toBe('wrong-environment')
  })

  it('takes a deleted token that an account still accepts for no other environment’s', async () => {
    const { url } = await run()
    const http = open(url, own, inA)
    const late = { ...http, send: () => failing({ code: 'not-found', what: 'key' }) }
    const checked = await operations.check?.(late, secret(secretOf('cfat', 'one')))
    expect(checked).toEqual({ verdict: 'valid', id: 'one' })
  })
})

const failing = async (info: ErrorInfo): Promise<never> => Promise.reject(new AppError(info))

it('takes no failure for success because it came with 200', async () => {
  const { url, misbehave } = await run()
  const http = open(url, own, inA)
  misbehave.refuse = refused(200, 1000, 'Invalid API Token')
  expect(await failureOf(operations.list(http, null))).toMatchObject({ code: 'unauthorized' })
  const checked = await operations.check?.(http, secret(secretOf('cfat', 'one')))
  expect(checked?.verdict).toBe('not-found')
  misbehave.refuse = refused(200, 4242, 'No')
  const gone = operations.delete?.(http, { id: 'one', version: null })
  expect(await failureOf(gone)).toMatchObject({ code: 'refused' })
})

it('waits as long as it is told to, and says where a token is made', async () => {
  const { url, misbehave } = await run()
  const http = open(url, own, inA)
  const { effects } = await operations.describe(http)
  expect(effects.find(({ effect }) => effect === 'create')).toMatchObject({
    ...{ supported: false, reason: expect.stringContaining('create one in its dashboard') },
  })
  misbehave.refuse = throttled
  expect(await failureOf(operations.list(http, null))).toEqual({
    ...{ code: 'rate-limited', retryAfterMs: 300_000 },
  })
})

it('says what becomes of the connection where its own token is ended, which the list has among the others', async () => {
  const { url } = await run()
  const { words } = await operations.describe(open(url, own, inA))
  for (const effect of ['suspend', 'rotate', 'delete'] as const) {
    expect(words[effect]?.text).toMatch(/the token with which Claviger connects/)
  }
})
