import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/service/database.ts'
import { createReplays } from '../../src/service/idempotency.ts'
import { forgetOld, replayDays } from '../../src/service/retention.ts'
import { KeyPage } from '../../src/service/wire.ts'
import { createdOf, keyOf, problemOf, read, startTestService, type TestService } from './harness.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.remove())

const keys = '/v1/environments/preview/keys'
const post = (key: string, body: unknown, given: { path?: string; token?: string } = {}) =>
  service.call('POST', given.path ?? keys, {
    body,
    headers: { 'idempotency-key': key },
    ...(given.token === undefined ? {} : { token: given.token }),
  })
const total = async () => read(KeyPage, await service.call('GET', keys)).total

describe('a create', () => {
  test('that is repeated answers the same key and secret, and makes no second one', async () => {
    const before = await total()
    const key = randomUUID()
    const first = await post(key, { name: 'once' })
    const second = await post(key, { name: 'once' })
    expect(createdOf(second)).toEqual(createdOf(first))
    expect([second.status, second.headers.etag, second.headers.location]).toEqual([
      201,
      first.headers.etag,
      first.headers.location,
    ])
    expect(first.headers['idempotency-replayed']).toBeUndefined()
    expect(second.headers['idempotency-replayed']).toBe('true')
    expect(await total()).toBe(before + 1)
  })

  test('means the same however its body is written', async () => {
    const key = randomUUID()
    const first = await post(key, { name: 'same', description: null })
    const second = await post(key, '{"description": "", "name": " same "}')
    expect(createdOf(second)).toEqual(createdOf(first))
  })

  test('with another payload is refused', async () => {
    const key = randomUUID()
    await post(key, { name: 'one' })
    expect(problemOf(await post(key, { name: 'other' }))).toEqual({
      status: 422,
      name: 'idempotency-key-reused',
    })
  })

  test('may be corrected and sent again after it was refused', async () => {
    const key = randomUUID()
    expect((await post(key, { name: '' })).status).toBe(422)
    expect((await post(key, { name: 'corrected' })).status).toBe(201)
  })

  test('without a usable Idempotency-Key is refused', async () => {
    const missing = await service.call('POST', keys, { body: { name: 'x' } })
    expect(problemOf(missing)).toEqual({ status: 400, name: 'idempotency-key-required' })
    for (const key of ['short', 'x'.repeat(256), 'has spaces in between them'])
      expect(problemOf(await post(key, { name: 'x' }))).toEqual({
        status: 400,
        name: 'idempotency-key-invalid',
      })
  })

  test('is another one in the other environment and for another token', async () => {
    const key = randomUUID()
    const token = await service.issue({ name: 'somebody else' })
    const first = createdOf(await post(key, { name: 'bound' }))
    const other = createdOf(await post(key, { name: 'bound' }, { token }))
    const path = '/v1/environments/production/keys'
    const elsewhere = createdOf(await post(key, { name: 'bound' }, { path }))
    expect(new Set([first.secret, other.secret, elsewhere.secret]).size).toBe(3)
  })

  test('is not made again for the token that replaced the first, nor shown to it', async () => {
    const key = randomUUID()
    const old = await service.issue({ name: 'renewed' })
    await post(key, { name: 'kept' }, { token: old })
    const before = await total()
    const renewed = await service.issue({ name: 'renewed' })
    expect(problemOf(await post(key, { name: 'kept' }, { token: renewed }))).toEqual({
      status: 409,
      name: 'idempotency-answer-sealed',
    })
    expect((await post(key, { name: 'kept' }, { token: old })).status).toBe(401)
    expect(await total()).toBe(before)
  })

  test('that arrives many times at once makes one key', async () => {
    const before = await total()
    const key = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => post(key, { name: 'burst' })),
    )
    const made = answers.filter(({ status }) => status === 201)
    expect(new Set(made.map(answer => createdOf(answer).secret)).size).toBe(1)
    for (const answer of answers.filter(({ status }) => status !== 201))
      expect(problemOf(answer)).toEqual({ status: 409, name: 'idempotency-key-in-flight' })
    expect(await total()).toBe(before + 1)
  })

  test('is forgotten after its time', async () => {
    const key = randomUUID()
    const first = createdOf(await post(key, { name: 'aged' }))
    const day = 86_400_000
    await forgetOld(service.service.database, Date.now() + (replayDays - 1) * day)
    expect(createdOf(await post(key, { name: 'aged' }))).toEqual(first)
    await forgetOld(service.service.database, Date.now() + (replayDays + 1) * day)
    expect(createdOf(await post(key, { name: 'aged' })).secret).not.toBe(first.secret)
  })
})

test('what is too old is forgotten when the service starts', async () => {
  const first = await startTestService()
  const call = { body: { name: 'of old' }, headers: { 'idempotency-key': randomUUID() } }
  const made = createdOf(await first.call('POST', keys, call))
  await first.stop()
  const later = Date.now() + (replayDays + 1) * 86_400_000
  const second = await startTestService({ folder: first.folder, now: () => later })
  try {
    expect(createdOf(await second.call('POST', keys, call)).secret).not.toBe(made.secret)
  } finally {
    await second.remove()
  }
})

test('suspend and resume are answered again as they were', async () => {
  const { key } = await service.create('toggled')
  const path = `${keys}/${key.id}`
  const wish = randomUUID()
  const suspended = await post(wish, undefined, { path: `${path}/suspend` })
  await service.call('POST', `${path}/resume`)
  const again = await post(wish, undefined, { path: `${path}/suspend` })
  expect(keyOf(again)).toEqual(keyOf(suspended))
  expect(again.headers['idempotency-replayed']).toBe('true')
  expect(keyOf(await service.call('GET', path)).status).toBe('active')
  expect((await post('short', undefined, { path: `${path}/suspend` })).status).toBe(400)
})

describe('the same wish twice at once', () => {
  const who = { caller: 'admin', token: 'clva_one' }
  const wish = { ...who, key: randomUUID(), route: 'POST', payload: { name: 'x' } }

  test('runs once; the other is told to wait, and a failure can be tried again', async () => {
    const database = await openDatabase(':memory:')
    const replays = createReplays(database, Date.now)
    const held = Promise.withResolvers<void>()
    const started = Promise.withResolvers<void>()
    const first = replays.once(wish, async () => {
      started.resolve()
      await held.promise
      throw new Error('the disk is full')
    })
    await started.promise
    await expect(
      replays.once(wish, () => Promise.reject(new Error('must not run'))),
    ).rejects.toMatchObject({ problem: { status: 409 } })
    held.resolve()
    await expect(first).rejects.toThrow('the disk is full')
    const answer = { headers: {}, body: 'made' }
    expect(await replays.once(wish, async () => answer)).toEqual(answer)
    expect(await replays.once(wish, async () => answer)).toEqual({
      ...{ headers: { 'idempotency-replayed': 'true' }, body: 'made' },
    })
    await database.destroy()
  })
})
