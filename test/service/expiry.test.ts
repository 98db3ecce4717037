import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { claviger } from '../../src/service/profiles/claviger.ts'
import { ChangePage, KeyPage } from '../../src/service/wire.ts'
import { ProblemDocument } from '../../src/service/wire-service.ts'
import { type Actor, actorIn } from './actor.ts'
import {
  createdOf,
  errorsOf,
  keyOf,
  problemOf,
  read,
  startTestService,
  type TestService,
} from './harness.ts'

const day = 86_400_000
const start = Date.parse('2030-01-01T00:00:00.000Z')
const longestSeconds = 365 * 86_400
const iso = (time: number) => new Date(time).toISOString()

let now = start
let service: TestService
let actor: Actor
beforeAll(async () => {
  const profile = { ...claviger, expiry: { longestSeconds } }
  service = await startTestService({ profile, now: () => now })
  actor = actorIn(service)
})
beforeEach(() => {
  now = start
})
afterAll(() => service.remove())

const create = (expiresAt: unknown, wish = randomUUID()) =>
  actor.post('/keys', { name: 'dated', expiresAt }, { 'idempotency-key': wish })
const made = async (expiresAt: number) => createdOf(await create(iso(expiresAt)))
const changesOf = async (after: string) =>
  read(
    ChangePage,
    await service.call('GET', `/v1/environments/preview/changes?limit=1000&after=${after}`),
  )
const listOf = async () =>
  read(KeyPage, await service.call('GET', '/v1/environments/preview/keys?limit=1000'))

describe('a key with an expiry', () => {
  test('is valid until then, and expired from that instant on, wherever it is told', async () => {
    const { changes } = await listOf()
    const { key, secret } = await made(start + day)
    expect(key).toMatchObject({ status: 'active', expiresAt: iso(start + day) })
    now = start + day - 1
    expect(await actor.verdict(secret)).toEqual({ valid: true, code: 'VALID', keyId: key.id })
    expect((await actor.get(key.id)).status).toBe('active')
    now = start + day
    expect(await actor.verdict(secret)).toEqual({ valid: false, code: 'EXPIRED', keyId: key.id })
    const expired = await actor.get(key.id)
    expect([expired.status, expired.etag]).toEqual(['expired', key.etag])
    const listed = (await listOf()).data.find(({ id }) => id === key.id)
    expect(listed?.status).toBe('expired')
    const told = (await changesOf(changes)).data.find(
      change => change.type === 'upsert' && change.key.id === key.id,
    )
    expect(told).toMatchObject({ key: { status: 'expired' } })
  })

  test('lives again with a later one, or with none', async () => {
    const { key, secret } = await made(start + day)
    now = start + 2 * day
    const extended = keyOf(await actor.edit(key.id, { expiresAt: iso(start + 3 * day) }, key.etag))
    expect(extended).toMatchObject({ status: 'active', expiresAt: iso(start + 3 * day) })
    expect((await actor.verdict(secret)).code).toBe('VALID')
    now = start + 4 * day
    expect((await actor.verdict(secret)).code).toBe('EXPIRED')
    expect(keyOf(await actor.edit(key.id, { expiresAt: null }))).toMatchObject({
      status: 'active',
      expiresAt: null,
    })
    expect((await actor.verdict(secret)).code).toBe('VALID')
    expect(await actor.actions(key.id)).toContain('expire')
  })

  test('may be suspended once it has expired, and is expired to all', async () => {
    const { key, secret } = await made(start + day)
    now = start + day
    expect(keyOf(await actor.act(key.id, 'suspend')).status).toBe('expired')
    expect((await actor.verdict(secret)).code).toBe('EXPIRED')
    await actor.edit(key.id, { expiresAt: null })
    expect((await actor.get(key.id)).status).toBe('suspended')
    expect((await actor.verdict(secret)).code).toBe('SUSPENDED')
  })

  test('is revoked rather than expired', async () => {
    const { key, secret } = await made(start + day)
    now = start + day
    expect(keyOf(await actor.act(key.id, 'revoke')).status).toBe('revoked')
    expect((await actor.verdict(secret)).code).toBe('REVOKED')
  })

  test('keeps a past expiry that an edit sends along unchanged', async () => {
    const { key } = await made(start + day)
    now = start + 2 * day
    const answer = await actor.edit(key.id, { name: 'renamed late', expiresAt: key.expiresAt })
    expect(keyOf(answer)).toMatchObject({ name: 'renamed late', expiresAt: key.expiresAt })
  })
})

describe('an expiry', () => {
  test('that is not in the future is refused', async () => {
    const { key } = await made(start + day)
    for (const time of [start, start - 1, 0])
      for (const answer of [
        await create(iso(time)),
        await actor.edit(key.id, { expiresAt: iso(time) }),
      ]) {
        expect(problemOf(answer)).toEqual({ status: 422, name: 'fields-invalid' })
        expect(errorsOf(answer)).toEqual([{ pointer: '/expiresAt', code: 'past' }])
        expect(read(ProblemDocument, answer).longestSeconds).toBeUndefined()
      }
    expect(await actor.get(key.id)).toEqual(key)
  })

  test('beyond the limit is refused, and told the limit; the limit itself is taken', async () => {
    const { key } = await made(start + longestSeconds * 1000)
    const over = iso(start + longestSeconds * 1000 + 1)
    for (const answer of [await create(over), await actor.edit(key.id, { expiresAt: over })]) {
      expect(errorsOf(answer)).toEqual([{ pointer: '/expiresAt', code: 'too-far' }])
      expect(read(ProblemDocument, answer).longestSeconds).toBe(longestSeconds)
    }
  })

  test.each(['tomorrow', '2030-02-30T00:00:00Z', '2030-02-01', '', 1_900_000_000_000, true])(
    'written as %j is refused',
    async expiresAt => {
      const [error, ...more] = errorsOf(await create(expiresAt))
      expect([error?.pointer, more]).toEqual(['/expiresAt', []])
    },
  )

  test('that has passed since is no reason not to answer the same again', async () => {
    const wish = randomUUID()
    const first = await create(iso(start + day), wish)
    now = start + 2 * day
    const second = await create(iso(start + day), wish)
    expect(createdOf(second)).toEqual(createdOf(first))
    expect(second.headers['idempotency-replayed']).toBe('true')
    expect(problemOf(await create(iso(start + 9 * day), wish)).name).toBe('idempotency-key-reused')
  })
})
