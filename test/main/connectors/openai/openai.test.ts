import { afterEach, describe, expect, it } from 'vitest'
import { secret } from '../../../../src/main/base/secret.ts'
import { openai } from '../../../../src/main/connectors/openai/index.ts'
import { connecting, failureOf, intent } from '../connect.ts'
import { stillClock } from '../stand-in-server.ts'
import { adminKey, organization, project, userKey } from './harness.ts'
import { type StandIn, startOpenAi } from './stand-in.ts'

const open = connecting(openai)
const { operations } = openai
const inProject = { project: 'proj_a' }
const draft = { name: 'checkout-service', description: null, expiresAt: null }
const admin = 'sk-admin-a'

let service: StandIn | null = null
afterEach(async () => {
  await service?.stop()
  service = null
})

const clock = stillClock(Date.UTC(2026, 5, 1))
const run = async (keys = [userKey('key_ordinary')]): Promise<StandIn> => {
  const restricted = adminKey('sk-admin-reader', { scopes: ['api.management.read'] })
  const writer = adminKey('sk-admin-writer', { scopes: ['api.management.write'] })
  const over = adminKey('sk-admin-over', { expires_at: 1_711_471_600, acceptedUntil: 0 })
  const admins = [adminKey(admin), restricted, writer, over]
  const archived = { ...project('proj_old'), status: 'archived' as const }
  const projects = [project('proj_a', keys), project('proj_b'), archived]
  service = await startOpenAi([organization('org_a', admins, projects)], clock.now)
  return service
}

describe('the credential', () => {
  it('is an admin key, not an ordinary one, whatever it looks like', async () => {
    const { url } = await run()
    const failure = await failureOf(operations.describe(open(url, 'sk-proj-key_ordinary')))
    expect(failure).toEqual({
      ...{ code: 'credential-unfit', environment: 'preview', cause: 'wrong-kind' },
    })
  })

  it('is told from one that lacks a scope, which is named', async () => {
    const { url } = await run()
    const forbidden = { code: 'forbidden', environment: 'preview' }
    const unread = failureOf(operations.describe(open(url, 'sk-admin-writer')))
    expect(await unread).toEqual({ ...forbidden, permission: 'api.management.read' })
    const http = open(url, 'sk-admin-reader', inProject)
    const unmade = failureOf(operations.create?.(http, draft, intent))
    expect(await unmade).toEqual({ ...forbidden, permission: 'api.management.write' })
  })

  it('is told when its time is over, and when nobody knows it', async () => {
    const { url } = await run()
    expect(await failureOf(operations.describe(open(url, 'sk-admin-over')))).toEqual({
      ...{ code: 'credential-unfit', environment: 'preview', cause: 'expired' },
    })
    expect(await failureOf(operations.describe(open(url, 'sk-admin-nobody')))).toEqual({
      ...{ code: 'unauthorized', environment: 'preview' },
    })
  })
})

describe('the project', () => {
  const refused = { code: 'setting-refused', environment: 'preview', setting: 'project' }
  it.each([
    ['proj_nowhere', 'not-found', ['proj_a', 'proj_b']],
    ['proj_old', 'disabled', null],
  ])('%s is refused: %s', async (id, cause, choices) => {
    const { url } = await run()
    const failure = await failureOf(operations.describe(open(url, admin, { project: id })))
    expect(failure).toEqual({ ...refused, cause, choices })
  })

  it('does not take its keys for gone when it is gone itself', async () => {
    const { url } = await run()
    const http = open(url, admin, { project: 'proj_nowhere' })
    const gone = await failureOf(operations.delete?.(http, { id: 'key_ordinary', version: null }))
    expect(gone).toMatchObject(refused)
  })
})

describe('the list', () => {
  it('holds the keys whose owner has left, and turns pages of a hundred to the end', async () => {
    const many = Array.from({ length: 250 }, (_, at) =>
      userKey(`key_${at}`, { owner_project_access: at % 2 === 0 ? 'active' : 'inactive' }),
    )
    const { url } = await run(many)
    const http = open(url, admin, inProject)
    const ids: string[] = []
    let cursor: string | null = null
    do {
      const page = await operations.list(http, cursor)
      ids.push(...page.keys.map(key => key.id))
      cursor = page.next
    } while (cursor !== null)
    expect(ids).toEqual(many.map(({ id }) => id))
  })

  it('is refused when its times are in another unit', async () => {
    const { url, misbehave } = await run()
    misbehave.milliseconds = true
    expect(await failureOf(operations.list(open(url, admin, inProject), null))).toEqual({
      ...{ code: 'bad-response', reason: 'time-unit' },
    })
  })
})

describe('a new key', () => {
  it('that lands in another project is deleted there at once, and never shown', async () => {
    const { url, misbehave, organization: organizationOf } = await run()
    misbehave.elsewhere = 'proj_b'
    const failure = await failureOf(operations.create?.(open(url, admin, inProject), draft, intent))
    expect(failure).toMatchObject({
      ...{ code: 'misplaced', asked: 'proj_a', got: 'proj_b', undone: true },
    })
    const [, other] = organizationOf('org_a').projects
    expect(other?.accounts).toEqual([])
    expect(other?.keys.every(({ deleted }) => deleted)).toBe(true)
  })

  it('that is not seen anywhere is deleted, and that is said', async () => {
    const { url, misbehave, organization: organizationOf } = await run()
    misbehave.unseen = true
    const failure = await failureOf(operations.create?.(open(url, admin, inProject), draft, intent))
    expect(failure).toMatchObject({ code: 'misplaced', asked: 'proj_a', got: null, undone: true })
    expect(organizationOf('org_a').projects[0]?.accounts).toEqual([])
  })

  it('is counted from the service’s clock, whatever this computer’s says', async () => {
    const { url } = await run()
    const http = open(url, admin, inProject)
    const expiresAt = clock.now() + 3_600_000
    const created = await operations.create?.(http, { ...draft, expiresAt }, intent)
    expect(created?.key).toMatchObject({ name: draft.name, expiresAt })
    const later = expiresAt + 60_000
    const moved = await operations.edit?.(http, created?.key ?? never(), { expiresAt: later })
    expect(moved?.expiresAt).toBe(later)
    const past = failureOf(
      operations.create?.(http, { ...draft, expiresAt: clock.now() - 1000 }, intent),
    )
    expect(await past).toMatchObject({ code: 'expiry-refused', cause: 'past' })
  })

  it('keeps its expiry when it is asked to have none, for OpenAI cannot take it away', async () => {
    const { url } = await run()
    const http = open(url, admin, inProject)
    const expiresAt = clock.now() + 3_600_000
    const created = await operations.create?.(http, { ...draft, expiresAt }, intent)
    const endless = operations.edit?.(http, created?.key ?? never(), { expiresAt: null })
    expect(await failureOf(endless)).toEqual({ code: 'unsupported', effect: 'expire' })
    expect(await operations.get(http, created?.key.id ?? '')).toMatchObject({ expiresAt })
  })
})

describe('the admin keys of the organization', () => {
  it('are made, checked, deleted, and told from those of another', async () => {
    const { url } = await run()
    const http = open(url, admin)
    const expiresAt = clock.now() + 86_400_000
    const created = (await operations.create?.(http, { ...draft, expiresAt }, intent)) ?? never()
    expect(created.key).toMatchObject({ name: draft.name, expiresAt, createdBy: 'Ada Lovelace' })
    expect(await operations.check?.(http, created.secret)).toMatchObject({ verdict: 'valid' })
    const other = await startOpenAi([organization('org_b', [adminKey('sk-admin-b')])], clock.now)
    const foreign = open(other.url, 'sk-admin-b')
    expect(await operations.check?.(foreign, created.secret)).toMatchObject({
      verdict: 'not-found',
    })
    await other.stop()
    expect(await operations.delete?.(http, created.key)).toEqual({ alreadyGone: false })
    expect(await operations.delete?.(http, created.key)).toEqual({ alreadyGone: true })
    expect(await operations.check?.(http, created.secret)).toMatchObject({ verdict: 'not-found' })
  })

  it('warn of the end of the one with which Claviger connects', async () => {
    const { url } = await run()
    const { words } = await operations.describe(open(url, admin))
    expect(words.delete?.text).toMatch(/the key with which Claviger connects/)
  })

  it('say why their expiry stays as it is', async () => {
    const { url } = await run()
    const { effects, givenAtCreation } = await operations.describe(open(url, admin))
    const rule = effects.find(({ effect }) => effect === 'expire')
    expect(rule).toMatchObject({
      supported: false,
      reason: expect.stringMatching('only when the key is created'),
    })
    expect(givenAtCreation).toEqual(['expire'])
  })
})

describe('a check', () => {
  it('takes a key of the other project for valid nowhere but there', async () => {
    const { url } = await run()
    const key = secret('sk-proj-key_ordinary')
    const verdictIn = async (id: string) =>
      (await operations.check?.(open(url, admin, { project: id }), key))?.verdict
    expect(await verdictIn('proj_a')).toBe('valid')
    expect(await verdictIn('proj_b')).toBe('wrong-environment')
  })

  it('finds a deleted key alive until its time has come', async () => {
    const { url, organization: organizationOf } = await run()
    organizationOf('org_a').revocationDelayMs = 30_000
    const http = open(url, admin, inProject)
    const { key, secret: value } = (await operations.create?.(http, draft, intent)) ?? never()
    await operations.delete?.(http, key)
    expect(await operations.check?.(http, value)).toMatchObject({ verdict: 'valid' })
    clock.pass(30_000)
    expect(await operations.check?.(http, value)).toMatchObject({ verdict: 'not-found' })
  })
})

it('tells what was done in its project, and in no other', async () => {
  const { url } = await run()
  const http = open(url, admin, inProject)
  const created = (await operations.create?.(http, draft, intent)) ?? never()
  await operations.create?.(open(url, admin, { project: 'proj_b' }), draft, intent)
  await operations.delete?.(http, created.key)
  const page = await operations.audit?.(http, null)
  expect(page?.entries).toMatchObject([
    { action: 'delete', key: created.key.id, by: 'ada@example.com', environment: 'preview' },
    { action: 'create', key: created.key.id },
  ])
})

it('refuses a version that somebody else has changed since, and waits as long as it is told to', async () => {
  const { url, misbehave } = await run()
  const http = open(url, admin, inProject)
  const stale = { id: 'key_ordinary', version: 'stale' }
  expect(await failureOf(operations.delete?.(http, stale))).toEqual({ code: 'changed-elsewhere' })
  const body = { error: { message: 'Rate limit reached', type: 'requests', code: null } }
  misbehave.refuse = { status: 429, body, headers: { 'retry-after': '7' } }
  expect(await failureOf(operations.list(http, null))).toEqual({
    ...{ code: 'rate-limited', retryAfterMs: 7000 },
  })
})

const never = (): never => {
  throw new Error('The connector makes keys')
}
