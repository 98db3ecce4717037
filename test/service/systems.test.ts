import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ChangePage, KeyPage } from '../../src/service/wire.ts'
import { type Actor, actorIn } from './actor.ts'
import { createdOf, keyOf, problemOf, read, startTestService, type TestService } from './harness.ts'

let service: TestService
let actor: Actor
beforeAll(async () => {
  service = await startTestService()
  actor = actorIn(service)
})
afterAll(() => service.remove())

const list = async (query = '', of = service) =>
  read(KeyPage, await of.call('GET', `/v1/environments/preview/keys?limit=1000${query}`))
const later = new Date(Date.now() + 30 * 86_400_000).toISOString()

describe('a system', () => {
  test('has no key at first', async () => {
    const answer = await actor.post('/systems', { name: ' mobile-app ', description: ' iOS ' })
    const system = keyOf(answer)
    expect(answer.status).toBe(201)
    expect(answer.headers.etag).toBe(system.etag)
    expect(answer.headers.location).toBe(actor.at(system.id))
    expect(system).toMatchObject({
      ...{ kind: 'system', name: 'mobile-app', description: 'iOS', status: 'absent', mask: null },
      ...{ createdBy: 'admin', usageCount: 0, expiresAt: null, revokedAt: null },
    })
    expect(await actor.get(system.id)).toEqual(system)
    expect(await actor.actions(system.id)).toEqual(['create-system'])
  })

  test('gets a key, loses it and gets another', async () => {
    const { id, etag } = await actor.system('checkout-service')
    const answer = await actor.act(id, 'generate', { 'if-match': etag })
    const first = createdOf(answer)
    expect([answer.status, answer.headers.etag]).toEqual([200, first.key.etag])
    expect(first.key).toMatchObject({
      ...{ kind: 'system', status: 'active', name: 'checkout-service' },
      mask: `${first.secret.slice(0, 16)}****${first.secret.slice(-4)}`,
    })
    expect(await actor.verdict(first.secret)).toEqual({ valid: true, code: 'VALID', keyId: id })

    const revoked = keyOf(await actor.act(id, 'revoke'))
    expect(revoked).toMatchObject({ status: 'absent', mask: null, revokedAt: null })
    expect(await actor.verdict(first.secret)).toEqual({ valid: false, code: 'REVOKED', keyId: id })

    const second = await actor.generate(id)
    expect(second.secret).not.toBe(first.secret)
    expect((await actor.verdict(second.secret)).code).toBe('VALID')
    expect((await actor.verdict(first.secret)).code).toBe('REVOKED')
    expect(await actor.actions(id)).toEqual(['create-system', 'generate', 'revoke', 'generate'])
  })

  test('has its key refused, rotated, expired and suspended like any other', async () => {
    const { id } = await actor.system('worker')
    const first = await actor.generate(id)
    const second = createdOf(await actor.rotate(id, 3600))
    expect((await actor.verdict(first.secret)).code).toBe('VALID')
    await actor.edit(id, { status: 'suspended', expiresAt: later })
    expect((await actor.verdict(second.secret)).code).toBe('SUSPENDED')
    await actor.act(id, 'revoke')
    for (const { secret } of [first, second])
      expect((await actor.verdict(secret)).code).toBe('REVOKED')
    // What was chosen for the key that was revoked is not chosen for the next one.
    expect((await actor.generate(id)).key).toMatchObject({
      ...{ status: 'active', expiresAt: null, previousUntil: null },
    })
  })

  test('with a key gets no second one, and neither does a key', async () => {
    const { id } = await actor.system('has one')
    const { key, secret } = await actor.generate(id)
    const plain = await service.create('is one')
    for (const one of [id, plain.key.id])
      expect(problemOf(await actor.act(one, 'generate'))).toEqual({
        ...{ status: 409, name: 'key-exists' },
      })
    expect(await actor.get(id)).toEqual(key)
    expect((await actor.verdict(secret)).code).toBe('VALID')
  })

  test('without a key has none to revoke, suspend or let expire', async () => {
    const system = await actor.system('has none')
    const refused = [
      ...(await Promise.all(
        ['revoke', 'suspend', 'resume'].map(verb => actor.act(system.id, verb)),
      )),
      await actor.edit(system.id, { status: 'suspended', name: 'paused' }),
      await actor.edit(system.id, { expiresAt: later }),
    ]
    for (const answer of refused) expect(problemOf(answer)).toEqual({ status: 409, name: 'no-key' })
    expect(await actor.get(system.id)).toEqual(system)
  })

  test('takes its key along when it is deleted', async () => {
    const { id } = await actor.system('doomed')
    const { secret } = await actor.generate(id)
    expect((await service.call('DELETE', actor.at(id))).status).toBe(204)
    expect(await actor.verdict(secret)).toEqual({ valid: false, code: 'NOT_FOUND' })
    expect((await actor.act(id, 'generate')).status).toBe(404)
  })
})

describe('the name of a system', () => {
  test('is taken for whatever people take for the same', async () => {
    await actor.system('Crm-Integration')
    const other = await actor.system('another')
    for (const name of [
      'Crm-Integration',
      ' crm-integration ',
      'CRM-INTEGRATION',
      'ｃｒｍ-integration',
    ])
      for (const answer of [
        await actor.post('/systems', { name }),
        await actor.edit(other.id, { name, description: 'not kept' }),
      ])
        expect(problemOf(answer)).toEqual({ status: 409, name: 'name-taken' })
    expect(await actor.get(other.id)).toEqual(other)
    expect(await actor.actions(other.id)).toEqual(['create-system'])
    expect((await list('&kind=system')).data.filter(({ name }) => /crm/i.test(name))).toHaveLength(
      1,
    )
  })

  test('is taken in capitals too where there are more letters to write', async () => {
    await actor.system('Maßstab')
    expect(problemOf(await actor.post('/systems', { name: 'MASSSTAB' })).name).toBe('name-taken')
  })

  test('may change its case, and is free elsewhere and afterwards', async () => {
    const { id } = await actor.system('mobile')
    expect(keyOf(await actor.edit(id, { name: 'Mobile' })).name).toBe('Mobile')
    await service.create('mobile')
    await service.create('mobile')
    await actorIn(service, 'production').system('mobile')
    await actor.edit(id, { name: 'tablet' })
    const next = await actor.system('MOBILE')
    await service.call('DELETE', actor.at(next.id))
    await actor.system('mobile')
  })

  test('goes to one of several that ask at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => actor.post('/systems', { name: 'raced' })),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409])
  })

  test('is no conflict with itself when a create is repeated', async () => {
    const wish = { 'idempotency-key': randomUUID() }
    const first = await actor.post('/systems', { name: 'repeated' }, wish)
    const again = await actor.post('/systems', { name: 'repeated' }, wish)
    expect([again.status, keyOf(again)]).toEqual([201, keyOf(first)])
    expect(again.headers['idempotency-replayed']).toBe('true')
    const id = keyOf(first).id
    const generated = createdOf(await actor.act(id, 'generate', wish))
    await actor.act(id, 'revoke')
    expect(createdOf(await actor.act(id, 'generate', wish))).toEqual(generated)
    expect((await actor.get(id)).status).toBe('absent')
  })
})

describe('lists', () => {
  test('hold both kinds, or the one that is asked for, and count them', async () => {
    const own = await startTestService()
    const systems = actorIn(own)
    const ids: string[] = []
    for (const name of ['a', 'b', 'c'])
      ids.push((await own.create(name)).key.id, (await systems.system(name)).id)
    const of = async (query: string) => {
      const { data, total } = await list(query, own)
      return { names: data.map(({ kind, name }) => `${kind} ${name}`), total }
    }
    expect(await of('&kind=system')).toEqual({
      ...{ names: ['system c', 'system b', 'system a'], total: 3 },
    })
    await own.call('DELETE', systems.at(ids[1] ?? ''))
    await own.call('DELETE', systems.at(ids[0] ?? ''))
    await own.call('DELETE', systems.at(ids[2] ?? ''))
    expect(await of('&kind=key')).toEqual({ names: ['key c'], total: 1 })
    expect(await of('&kind=system')).toEqual({ names: ['system c', 'system b'], total: 2 })
    expect(await of('')).toEqual({ names: ['system c', 'key c', 'system b'], total: 3 })
    const first = read(
      KeyPage,
      await own.call('GET', '/v1/environments/preview/keys?kind=system&limit=1'),
    )
    const next = `limit=1&cursor=${first.nextCursor}`
    const path = '/v1/environments/preview/keys'
    const second = read(KeyPage, await own.call('GET', `${path}?kind=system&${next}`))
    expect(second.data.map(({ name }) => name)).toEqual(['b'])
    expect(problemOf(await own.call('GET', `${path}?${next}`)).name).toBe('cursor-invalid')
    expect(problemOf(await own.call('GET', `${path}?kind=other`)).name).toBe('request-invalid')
    await own.remove()
  })

  test('of changes tell of both kinds', async () => {
    // Of its own: the uses of other tests' keys are changes too.
    const own = await startTestService()
    const systems = actorIn(own)
    const { changes } = await list('', own)
    const { key } = await own.create('told')
    const { id } = await systems.system('told')
    const generated = await systems.generate(id)
    const gone = await systems.system('told and gone')
    await own.call('DELETE', systems.at(gone.id))
    const path = `/v1/environments/preview/changes?after=${changes}`
    expect(read(ChangePage, await own.call('GET', path)).data).toEqual([
      { type: 'upsert', key },
      { type: 'upsert', key: generated.key },
      { type: 'delete', id: gone.id, deletedAt: expect.any(String) },
    ])
    await own.remove()
  })
})
