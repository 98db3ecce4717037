import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claviger } from '../../src/service/profiles/claviger.ts'
import { type Actor, actorIn, unknownId } from './actor.ts'
import {
  createdOf,
  errorsOf,
  keyOf,
  problemOf,
  startTestService,
  type TestService,
} from './harness.ts'

let service: TestService
let actor: Actor
beforeAll(async () => {
  service = await startTestService()
  actor = actorIn(service)
})
afterAll(() => service.remove())

const later = new Date(Date.now() + 30 * 86_400_000).toISOString()

describe('revoke', () => {
  test('ends a key for good, and tells its bearer', async () => {
    const { key, secret } = await service.create('ended')
    expect((await actor.verdict(secret)).code).toBe('VALID')
    const answer = await actor.act(key.id, 'revoke')
    const revoked = keyOf(answer)
    expect(revoked).toMatchObject({ status: 'revoked', mask: key.mask, name: 'ended' })
    expect(revoked.revokedAt).toBe(revoked.updatedAt)
    expect(answer.headers.etag).toBe(revoked.etag)
    expect(revoked.etag).not.toBe(key.etag)
    expect(await actor.verdict(secret)).toEqual({ valid: false, code: 'REVOKED', keyId: key.id })
    expect((await actor.act(key.id, 'revoke')).headers.etag).toBe(revoked.etag)
    expect(await actor.actions(key.id)).toEqual(['create', 'revoke'])
  })

  test('cannot be undone by anything', async () => {
    const { key, secret } = await service.create('past help')
    await actor.act(key.id, 'suspend')
    const revoked = keyOf(await actor.act(key.id, 'revoke'))
    const refused = [
      await actor.act(key.id, 'resume'),
      await actor.act(key.id, 'suspend'),
      await actor.edit(key.id, { status: 'active' }),
      await actor.edit(key.id, { status: 'suspended' }),
      await actor.edit(key.id, { expiresAt: later }),
      await actor.edit(key.id, { name: 'not this either', expiresAt: later }),
      await actor.rotate(key.id),
    ]
    for (const answer of refused)
      expect(problemOf(answer)).toEqual({ status: 409, name: 'key-revoked' })
    expect(await actor.get(key.id)).toEqual(revoked)
    expect((await actor.verdict(secret)).code).toBe('REVOKED')
  })

  test('leaves name and description to be changed, and the key to be deleted', async () => {
    const { key, secret } = await service.create('misnamed')
    await actor.act(key.id, 'revoke')
    const edited = await actor.edit(key.id, { name: 'named', description: 'why', expiresAt: null })
    expect(keyOf(edited)).toMatchObject({
      name: 'named',
      description: 'why',
      status: 'revoked',
    })
    expect((await service.call('DELETE', actor.at(key.id))).status).toBe(204)
    expect(await actor.verdict(secret)).toEqual({ valid: false, code: 'NOT_FOUND' })
  })

  test('is answered again as it was', async () => {
    const { key } = await service.create('revoked once')
    const wish = { 'idempotency-key': randomUUID() }
    const first = await actor.act(key.id, 'revoke', wish)
    await actor.edit(key.id, { name: 'revoked and renamed' })
    const second = await actor.act(key.id, 'revoke', wish)
    expect(keyOf(second)).toEqual(keyOf(first))
    expect(second.headers['idempotency-replayed']).toBe('true')
  })
})

describe('an edit', () => {
  test('of everything has one ETag, and a line in the log for each effect', async () => {
    const { key } = await service.create('plain')
    const all = { name: 'whole', description: 'd', expiresAt: later, status: 'suspended' }
    const answer = await actor.edit(key.id, all, key.etag)
    const edited = keyOf(answer)
    expect(edited).toMatchObject(all)
    expect(answer.headers.etag).toBe(edited.etag)
    expect(await actor.get(key.id)).toEqual(edited)
    expect(await actor.actions(key.id)).toEqual([
      ...['create', 'rename', 'describe', 'expire', 'suspend'],
    ])
    expect(keyOf(await actor.edit(key.id, all, edited.etag))).toEqual(edited)
    const back = await actor.edit(key.id, { expiresAt: null, status: 'active' }, edited.etag)
    expect(keyOf(back)).toMatchObject({ name: 'whole', expiresAt: null, status: 'active' })
    expect((await actor.actions(key.id)).slice(5)).toEqual(['expire', 'resume'])
  })

  test('is in force at once', async () => {
    const { key, secret } = await service.create('switched')
    await actor.edit(key.id, { status: 'suspended' })
    expect((await actor.verdict(secret)).code).toBe('SUSPENDED')
    await actor.edit(key.id, { status: 'active' })
    expect((await actor.verdict(secret)).code).toBe('VALID')
  })

  test('that is refused in one member changes none', async () => {
    const { key } = await service.create('untouched')
    const answer = await actor.edit(key.id, {
      ...{ name: 'touched', status: 'suspended', expiresAt: '2001-01-01T00:00:00Z' },
    })
    expect(errorsOf(answer)).toEqual([{ pointer: '/expiresAt', code: 'past' }])
    expect(await actor.get(key.id)).toEqual(key)
    expect(await actor.actions(key.id)).toEqual(['create'])
  })

  test.each([
    ['a status that cannot be chosen', { status: 'revoked' }, '/status', 'invalid-value'],
    ['a derived status', { status: 'expired' }, '/status', 'invalid-value'],
    ['no status', { status: null }, '/status', 'invalid-value'],
    ['a kind', { kind: 'system' }, '/kind', 'unknown-member'],
    ['nothing', {}, '', 'empty'],
  ])('of %s is refused', async (_label, body, pointer, code) => {
    const { key } = await service.create('well-formed')
    const answer = await actor.edit(key.id, body)
    expect(problemOf(answer)).toEqual({ status: 422, name: 'fields-invalid' })
    expect(errorsOf(answer)).toContainEqual({ pointer, code })
    expect(await actor.get(key.id)).toEqual(key)
  })
})

test('a stale ETag stops every change, and an id that is not there is not found', async () => {
  const { key, secret } = await service.create('changed by another')
  const system = await actor.system('changed by another')
  const stale = { 'if-match': '"stale"' }
  const changes = (id: string, tag: Readonly<Record<string, string>>) => [
    service.call('PATCH', actor.at(id), { body: { status: 'suspended' }, headers: tag }),
    ...['suspend', 'resume', 'revoke', 'generate'].map(verb => actor.act(id, verb, tag)),
    actor.rotate(id, 0, tag),
    service.call('DELETE', actor.at(id), { headers: tag }),
  ]
  for (const id of [key.id, system.id])
    for (const answer of await Promise.all(changes(id, stale)))
      expect(problemOf(answer)).toEqual({ status: 412, name: 'precondition-failed' })
  expect(await actor.get(key.id)).toEqual(key)
  expect(await actor.get(system.id)).toEqual(system)
  expect((await actor.verdict(secret)).code).toBe('VALID')
  for (const answer of await Promise.all(changes(unknownId, { 'if-match': '*' })))
    expect(problemOf(answer)).toEqual({ status: 404, name: 'not-found' })
})

describe('each member of an edit', () => {
  const members = [
    ['rename', { name: 'x' }, '/name'],
    ['describe', { description: null }, '/description'],
    ['expire', { expiresAt: null }, '/expiresAt'],
    ['suspend', { status: 'suspended' }, '/status'],
    ['resume', { status: 'active' }, '/status'],
  ] as const

  test('takes the permission of its effect alone, whatever its value', async () => {
    const capabilities = claviger.capabilities.map(({ effect }) => ({
      effect,
      permission: `may:${effect}`,
    }))
    const strict = await startTestService({ profile: { ...claviger, capabilities } })
    try {
      const { key } = await strict.create('guarded')
      for (const [effect, body] of members) {
        const others = capabilities
          .map(one => one.permission)
          .filter(one => one !== `may:${effect}`)
        const path = actorIn(strict).at(key.id)
        const headers = { 'if-match': '*' }
        const without = await strict.issue({ name: 'without', permissions: others })
        const refused = await strict.call('PATCH', path, { body, headers, token: without })
        expect(problemOf(refused)).toEqual({ status: 403, name: 'permission-missing' })
        expect(await actorIn(strict).get(key.id)).toEqual(key)
        const just = await strict.issue({ name: 'just that', permissions: [`may:${effect}`] })
        const stale = { 'if-match': '"stale"' }
        const allowed = await strict.call('PATCH', path, { body, headers: stale, token: just })
        expect(allowed.status).toBe(412)
      }
    } finally {
      await strict.remove()
    }
  })

  test('is unsupported where the profile lacks its effect, and a draft’s too', async () => {
    const capabilities = claviger.capabilities.filter(
      ({ effect }) => !members.some(([member]) => member === effect),
    )
    const plain = await startTestService({ profile: { ...claviger, capabilities } })
    try {
      const { key } = await plain.create('as it is')
      for (const [, body, pointer] of members)
        expect(errorsOf(await actorIn(plain).edit(key.id, body))).toEqual([
          { pointer, code: 'unsupported' },
        ])
      const draft = (body: object) => actorIn(plain).post('/keys', { name: 'drafted', ...body })
      for (const [body, pointer] of [
        [{ description: 'd' }, '/description'],
        [{ expiresAt: later }, '/expiresAt'],
      ] as const)
        expect(errorsOf(await draft(body))).toEqual([{ pointer, code: 'unsupported' }])
      const described = await actorIn(plain).post('/systems', { name: 's', description: 'd' })
      expect(errorsOf(described)).toEqual([{ pointer: '/description', code: 'unsupported' }])
      const none = await draft({ description: null, expiresAt: null })
      expect(createdOf(none).key).toMatchObject({ description: null, expiresAt: null })
    } finally {
      await plain.remove()
    }
  })
})
