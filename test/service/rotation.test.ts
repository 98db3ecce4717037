import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { claviger } from '../../src/service/profiles/claviger.ts'
import { endedSecretDays, forgetOld } from '../../src/service/retention.ts'
import { type Actor, actorIn } from './actor.ts'
import {
  bytesIn,
  createdOf,
  errorsOf,
  keyOf,
  problemOf,
  startTestService,
  type TestService,
} from './harness.ts'

const hour = 3600
const start = Date.parse('2030-01-01T00:00:00.000Z')
const profile = {
  ...claviger,
  rotation: { ...claviger.rotation, overlapSeconds: [0, hour], longestOverlapSeconds: 10 * hour },
}

let now = start
let service: TestService
let actor: Actor
beforeAll(async () => {
  service = await startTestService({ profile, now: () => now })
  actor = actorIn(service)
})
beforeEach(() => {
  now = start
})
afterAll(() => service.remove())

const codes = async (...secrets: readonly string[]) => {
  const found: string[] = []
  for (const secret of secrets) found.push((await actor.verdict(secret)).code)
  return found
}

describe('a rotation', () => {
  test('without overlap replaces the secret at once, and nothing but the secret', async () => {
    const { key, secret } = await service.create('rotated')
    now += 1000
    const answer = await actor.rotate(key.id, 0, { 'if-match': key.etag })
    const next = createdOf(answer)
    expect([answer.status, answer.headers.etag]).toEqual([200, next.key.etag])
    expect(next.secret).not.toBe(secret)
    expect(next.key).toEqual({
      ...key,
      mask: `${next.secret.slice(0, 16)}****${next.secret.slice(-4)}`,
      etag: next.key.etag,
      updatedAt: new Date(now).toISOString(),
    })
    expect(next.key.etag).not.toBe(key.etag)
    expect(await actor.get(key.id)).toEqual(next.key)
    expect(await actor.verdict(secret)).toEqual({ valid: false, code: 'REPLACED', keyId: key.id })
    expect(await actor.verdict(next.secret)).toEqual({ valid: true, code: 'VALID', keyId: key.id })
    expect(await actor.actions(key.id)).toEqual(['create', 'rotate'])
  })

  test('with an overlap leaves both valid until it ends, at that instant', async () => {
    const { key, secret } = await service.create('overlapped')
    const next = createdOf(await actor.rotate(key.id, hour))
    const end = start + hour * 1000
    expect(next.key.previousUntil).toBe(new Date(end).toISOString())
    now = end - 1
    expect(await codes(secret, next.secret)).toEqual(['VALID', 'VALID'])
    expect((await actor.get(key.id)).previousUntil).toBe(next.key.previousUntil)
    now = end
    expect(await codes(secret, next.secret)).toEqual(['REPLACED', 'VALID'])
    const after = await actor.get(key.id)
    expect([after.previousUntil, after.etag]).toEqual([null, next.key.etag])
  })

  test('ends the overlap of the one before: never are three secrets valid', async () => {
    const { key, secret } = await service.create('rotated twice')
    const second = createdOf(await actor.rotate(key.id, 10 * hour))
    const third = createdOf(await actor.rotate(key.id, hour))
    expect(await codes(secret, second.secret, third.secret)).toEqual([
      ...['REPLACED', 'VALID', 'VALID'],
    ])
    const fourth = createdOf(await actor.rotate(key.id, 0))
    expect(await codes(secret, second.secret, third.secret, fourth.secret)).toEqual([
      ...['REPLACED', 'REPLACED', 'REPLACED', 'VALID'],
    ])
    expect(fourth.key.previousUntil).toBeNull()
  })

  test('is not undone by a clock that is set back', async () => {
    const { key, secret } = await service.create('set back')
    const second = createdOf(await actor.rotate(key.id, 0))
    now = start - 1000
    expect(await codes(secret, second.secret)).toEqual(['REPLACED', 'VALID'])
    now = start
    const third = createdOf(await actor.rotate(key.id, hour))
    now = start - 1000
    expect(await codes(secret, second.secret, third.secret)).toEqual([
      ...['REPLACED', 'VALID', 'VALID'],
    ])
  })

  test('of a suspended key leaves it suspended', async () => {
    const { key, secret } = await service.create('paused')
    await actor.act(key.id, 'suspend')
    const next = createdOf(await actor.rotate(key.id, hour))
    expect(next.key.status).toBe('suspended')
    expect(await codes(secret, next.secret)).toEqual(['SUSPENDED', 'SUSPENDED'])
    await actor.act(key.id, 'resume')
    expect(await codes(secret, next.secret)).toEqual(['VALID', 'VALID'])
  })

  test('that overlaps is over when the key expires, is revoked or deleted', async () => {
    const { key, secret } = await service.create('ended early')
    const next = createdOf(await actor.rotate(key.id, 10 * hour))
    const inAnHour = new Date(start + hour * 1000).toISOString()
    const edited = keyOf(await actor.edit(key.id, { expiresAt: inAnHour }))
    expect(edited.previousUntil).toBe(inAnHour)
    now = start + hour * 1000
    expect((await actor.get(key.id)).previousUntil).toBeNull()
    expect(await codes(secret, next.secret)).toEqual(['EXPIRED', 'EXPIRED'])
    await actor.act(key.id, 'revoke')
    expect((await actor.get(key.id)).previousUntil).toBeNull()
    expect(await codes(secret, next.secret)).toEqual(['REVOKED', 'REVOKED'])
    await service.call('DELETE', actor.at(key.id))
    expect(await codes(secret, next.secret)).toEqual(['NOT_FOUND', 'NOT_FOUND'])
    const { database } = service.service
    const left = await database
      .selectFrom('secret')
      .selectAll()
      .where('key_id', '=', key.id)
      .execute()
    expect(left).toEqual([])
  })
})

describe('a rotation is refused', () => {
  test('of a revoked or expired key, and of a system without one', async () => {
    const revoked = (await service.create('revoked')).key.id
    await actor.act(revoked, 'revoke')
    const expired = (await service.create('expired')).key.id
    await actor.edit(expired, { expiresAt: new Date(start + 1).toISOString() })
    const absent = (await actor.system('without a key')).id
    now = start + 1
    for (const [id, name] of [
      [revoked, 'key-revoked'],
      [expired, 'key-expired'],
      [absent, 'no-key'],
    ] as const) {
      const before = await actor.get(id)
      expect(problemOf(await actor.rotate(id))).toEqual({ status: 409, name })
      expect(await actor.get(id)).toEqual(before)
    }
  })

  test.each([
    ['longer than the longest', 10 * hour + 1, 'too-far'],
    ['negative', -1, 'too-small'],
    ['fractional', 1.5, 'invalid-type'],
    ['beyond all dates', 1e300, 'too-big'],
    ['text', '3600', 'invalid-type'],
    ['null', null, 'invalid-type'],
  ])('with an overlap that is %s', async (_label, overlap, code) => {
    const { key, secret } = await service.create('kept')
    const answer = await actor.rotate(key.id, overlap)
    expect(problemOf(answer)).toEqual({ status: 422, name: 'fields-invalid' })
    expect(errorsOf(answer)).toEqual([{ pointer: '/overlapSeconds', code }])
    expect(await actor.get(key.id)).toEqual(key)
    expect(await codes(secret)).toEqual(['VALID'])
  })

  test('with an overlap that is none of the choices where there are choices alone', async () => {
    const rotation = { ...profile.rotation, overlapSeconds: [hour], longestOverlapSeconds: null }
    const chosen = await startTestService({ profile: { ...profile, rotation } })
    try {
      const { key } = await chosen.create('chosen')
      for (const overlap of [0, hour - 1, hour + 1]) {
        const answer = await actorIn(chosen).rotate(key.id, overlap)
        expect(errorsOf(answer)).toEqual([{ pointer: '/overlapSeconds', code: 'too-far' }])
      }
      expect((await actorIn(chosen).rotate(key.id, hour)).status).toBe(200)
    } finally {
      await chosen.remove()
    }
  })

  test('without an Idempotency-Key', async () => {
    const { key } = await service.create('unnamed wish')
    for (const verb of ['rotate', 'generate']) {
      const body = verb === 'rotate' ? { overlapSeconds: 0 } : undefined
      const answer = await service.call('POST', actor.at(key.id, `/${verb}`), { body })
      expect(problemOf(answer)).toEqual({ status: 400, name: 'idempotency-key-required' })
    }
  })
})

describe('a rotation that is repeated', () => {
  test('answers the same secret whatever came after, and makes no second one', async () => {
    const { key } = await service.create('repeated')
    const wish = { 'idempotency-key': randomUUID(), 'if-match': key.etag }
    const first = createdOf(await actor.rotate(key.id, hour, wish))
    const second = await actor.rotate(key.id, hour, wish)
    expect(createdOf(second)).toEqual(first)
    expect(second.headers['idempotency-replayed']).toBe('true')
    expect(await codes(first.secret)).toEqual(['VALID'])
    expect(await actor.actions(key.id)).toEqual(['create', 'rotate'])
    expect(problemOf(await actor.rotate(key.id, 0, wish)).name).toBe('idempotency-key-reused')
    await actor.act(key.id, 'revoke')
    expect(createdOf(await actor.rotate(key.id, hour, wish))).toEqual(first)
    await service.call('DELETE', actor.at(key.id))
    expect(createdOf(await actor.rotate(key.id, hour, wish))).toEqual(first)
  })

  test('many times at once makes one secret', async () => {
    const { key, secret } = await service.create('burst')
    const wish = { 'idempotency-key': randomUUID() }
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => actor.rotate(key.id, hour, wish)),
    )
    const made = answers.filter(({ status }) => status === 200).map(one => createdOf(one).secret)
    expect(new Set(made).size).toBe(1)
    expect(await codes(secret, ...new Set(made))).toEqual(['VALID', 'VALID'])
    expect(await actor.actions(key.id)).toEqual(['create', 'rotate'])
  })

  test('is another one of another key', async () => {
    const wish = { 'idempotency-key': randomUUID() }
    const one = (await service.create('one')).key.id
    const other = (await service.create('other')).key.id
    const first = createdOf(await actor.rotate(one, 0, wish))
    const second = createdOf(await actor.rotate(other, 0, wish))
    expect([first.key.id, second.key.id]).toEqual([one, other])
    expect(second.secret).not.toBe(first.secret)
  })
})

test('a replaced secret says so for some time; then nothing is known of it', async () => {
  const { key, secret } = await service.create('long rotated')
  const next = createdOf(await actor.rotate(key.id, 0))
  const { database } = service.service
  const end = start + endedSecretDays * 86_400_000
  await forgetOld(database, end)
  expect(await codes(secret, next.secret)).toEqual(['REPLACED', 'VALID'])
  await forgetOld(database, end + 1)
  expect(await codes(secret, next.secret)).toEqual(['NOT_FOUND', 'VALID'])
})

test('no secret that was rotated in or generated lies on the disk', async () => {
  const { key } = await service.create('written down')
  const rotated = createdOf(await actor.rotate(key.id, hour))
  const generated = await actor.generate((await actor.system('written down')).id)
  const disk = await bytesIn(service.folder)
  expect(disk).toContain('written down')
  for (const { secret } of [rotated, generated])
    expect(disk).not.toContain(secret.slice('clv_preview_'.length))
})
