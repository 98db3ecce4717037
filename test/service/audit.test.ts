import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { claviger } from '../../src/service/profiles/claviger.ts'
import { callDays, forgetOld } from '../../src/service/retention.ts'
import { createUsage } from '../../src/service/usage.ts'
import { AuditPage, Verification } from '../../src/service/wire.ts'
import { ProblemDocument } from '../../src/service/wire-service.ts'
import { actorIn } from './actor.ts'
import { problemOf, read, startTestService, type TestService } from './harness.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.remove())

const keys = '/v1/environments/preview/keys'

describe('the audit log', () => {
  test('tells who did what to which key, newest first, in pages', async () => {
    const token = await service.issue({ name: 'auditor' })
    const by = { token }
    const { key } = await service.create('<b>watched</b>')
    const path = `${keys}/${key.id}`
    const edit = { ...by, headers: { 'if-match': key.etag } }
    await service.call('PATCH', path, { ...edit, body: { name: 'renamed', description: 'd' } })
    await service.call('POST', `${path}/suspend`, by)
    await service.call('POST', `${path}/suspend`, by)
    await service.call('POST', `${path}/resume`, by)
    await service.call('DELETE', path, by)

    const entries: unknown[] = []
    let query = '?limit=4'
    for (let page = 0; page < 2; page += 1) {
      const found = read(AuditPage, await service.call('GET', `/v1/audit${query}`))
      entries.push(
        ...found.data
          .filter(entry => entry.key.id === key.id)
          .map(entry => [entry.action, entry.token, entry.key.name, entry.environment]),
      )
      query = `?limit=4&cursor=${found.nextCursor}`
    }
    expect(entries).toEqual([
      ['delete', 'auditor', 'renamed', 'preview'],
      ['resume', 'auditor', 'renamed', 'preview'],
      ['suspend', 'auditor', 'renamed', 'preview'],
      ['describe', 'auditor', 'renamed', 'preview'],
      ['rename', 'auditor', 'renamed', 'preview'],
      ['create', 'admin', '<b>watched</b>', 'preview'],
    ])
  })

  test('shows only the environments of the token', async () => {
    await service.create('hidden', 'production')
    const token = await service.issue({ name: 'previewer', environments: ['preview'] })
    const { data } = read(AuditPage, await service.call('GET', '/v1/audit?limit=1000', { token }))
    expect(new Set(data.map(({ environment }) => environment))).toEqual(new Set(['preview']))
  })

  test('does not record what was refused', async () => {
    const acts = async () => {
      const { data } = read(AuditPage, await service.call('GET', '/v1/audit?limit=1000'))
      return data.filter(({ origin }) => origin === 'Admin')
    }
    const before = await acts()
    await service.call('POST', keys, {
      body: { name: '' },
      headers: { 'idempotency-key': randomUUID() },
    })
    await service.call('DELETE', `${keys}/none`)
    expect(await acts()).toEqual(before)
  })
})

const auditOf = async (of: TestService, query = '') =>
  read(AuditPage, await of.call('GET', `/v1/audit?limit=1000${query}`)).data

describe('one environment of the log', () => {
  test('is told by itself, in pages', async () => {
    const production = actorIn(service, 'production')
    await production.system('one')
    await service.create('in between')
    await production.system('two')
    const found = await auditOf(service, '&environment=production')
    expect(new Set(found.map(({ environment }) => environment))).toEqual(new Set(['production']))
    const page = read(
      AuditPage,
      await service.call('GET', '/v1/audit?limit=1&environment=production'),
    )
    expect(page.data).toEqual(found.slice(0, 1))
    const next = `/v1/audit?limit=1&environment=production&cursor=${page.nextCursor}`
    expect(read(AuditPage, await service.call('GET', next)).data).toEqual(found.slice(1, 2))
  })

  test('is refused to a token that may not enter it, and where there is none of that name', async () => {
    const token = await service.issue({ name: 'previewer', environments: ['preview'] })
    const answer = await service.call('GET', '/v1/audit?environment=production', { token })
    expect(problemOf(answer)).toEqual({ status: 403, name: 'environment-forbidden' })
    expect(read(ProblemDocument, answer).environment).toBe('production')
    const nowhere = await service.call('GET', '/v1/audit?environment=staging')
    expect(problemOf(nowhere)).toEqual({ status: 400, name: 'request-invalid' })
  })
})

describe('a call with a key', () => {
  // A service that writes a line for each call, as one profile does.
  let calling: TestService
  beforeAll(async () => {
    calling = await startTestService({ profile: { ...claviger, callOrigin: 'API' } })
  })
  afterAll(() => calling.remove())

  const call = async (of: TestService, key: string) =>
    read(
      Verification,
      await of.call('POST', '/v1/environments/preview/verify', { token: null, body: { key } }),
    )

  test('that is accepted is a line of its own, with the origin and without a token', async () => {
    const { key, secret } = await calling.create('called')
    expect((await call(calling, secret)).valid).toBe(true)
    await call(calling, secret)
    await actorIn(calling).act(key.id, 'suspend')
    expect((await call(calling, secret)).valid).toBe(false)
    const lines = await vi.waitFor(
      async () => {
        const found = (await auditOf(calling)).filter(line => line.key.id === key.id)
        expect(found.filter(({ action }) => action === 'call')).toHaveLength(2)
        return found
      },
      { timeout: 10_000, interval: 50 },
    )
    expect(lines.map(({ action, origin, token }) => [action, origin, token]).toSorted()).toEqual([
      ['call', 'API', null],
      ['call', 'API', null],
      ['create', 'Admin', 'admin'],
      ['suspend', 'Admin', 'admin'],
    ])
    expect(lines.find(({ action }) => action === 'call')).toMatchObject({
      environment: 'preview',
      key: { id: key.id, name: 'called' },
    })
  })

  test('is kept though the key was deleted before it was written', async () => {
    const { key, secret } = await calling.create('called and gone')
    await call(calling, secret)
    await calling.call('DELETE', actorIn(calling).at(key.id))
    await vi.waitFor(
      async () => {
        const told = (await auditOf(calling)).find(
          line => line.key.id === key.id && line.action === 'call',
        )
        expect(told?.key.name).toBe('called and gone')
      },
      { timeout: 10_000, interval: 50 },
    )
  })

  test('is only counted where the profile names no origin', async () => {
    const silent = await startTestService()
    try {
      const { key, secret } = await silent.create('counted')
      await call(silent, secret)
      await vi.waitFor(async () => expect((await actorIn(silent).get(key.id)).usageCount).toBe(1), {
        timeout: 10_000,
        interval: 50,
      })
      expect((await auditOf(silent)).map(({ action }) => action)).toEqual(['create'])
    } finally {
      await silent.remove()
    }
  })

  test('is forgotten after a time; what administrators did is not', async () => {
    const old = await startTestService()
    try {
      const { database } = old.service
      const usage = createUsage(database, cause => old.faults.push(cause))
      const { key } = await old.create('long ago')
      const at = Date.now()
      const made = { id: key.id, name: key.name, environment: 'preview', origin: 'API' } as const
      usage.count({ ...made, at: at - 1 })
      usage.count({ ...made, at })
      await usage.close()
      await forgetOld(database, at + callDays * 86_400_000)
      expect((await auditOf(old)).map(({ action }) => action)).toEqual(['call', 'create'])
      await forgetOld(database, at + 1 + callDays * 86_400_000)
      expect((await auditOf(old)).map(({ action }) => action)).toEqual(['create'])
    } finally {
      await old.remove()
    }
  })

  test('that could not be written is written later, once', async () => {
    const { database } = service.service
    const { key } = await service.create('written later')
    const usage = createUsage(database, () => undefined)
    usage.count({
      id: key.id,
      name: key.name,
      environment: 'preview',
      at: Date.now(),
      origin: 'API',
    })
    await database.schema.alterTable('audit').renameTo('away').execute()
    await expect(usage.flush()).rejects.toThrow('no such table')
    await database.schema.alterTable('away').renameTo('audit').execute()
    await usage.flush()
    await usage.close()
    const lines = (await auditOf(service)).filter(line => line.key.id === key.id)
    expect(lines.map(({ action }) => action)).toEqual(['call', 'create'])
    expect((await actorIn(service).get(key.id)).usageCount).toBe(1)
  })
})
