import { readdir, rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { KeyRow } from '../../src/service/database.ts'
import { createKey } from '../../src/service/keys.ts'
import { claviger } from '../../src/service/profiles/claviger.ts'
import { newSecret } from '../../src/service/secret-format.ts'
import { createUsage } from '../../src/service/usage.ts'
import { judge } from '../../src/service/verify.ts'
import { ChangePage, KeyPage, Verification } from '../../src/service/wire.ts'
import { actorIn } from './actor.ts'
import { createdOf, keyOf, problemOf, read, startTestService, type TestService } from './harness.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.remove())

const keys = '/v1/environments/preview/keys'
const verify = async (key: unknown, environment = 'preview') =>
  service.call('POST', `/v1/environments/${environment}/verify`, { token: null, body: { key } })
const verdict = async (key: string, environment = 'preview') =>
  read(Verification, await verify(key, environment))

describe('verify', () => {
  test('follows the life of a key', async () => {
    const { key, secret } = await service.create('lived')
    const path = `${keys}/${key.id}`
    expect(await verdict(secret)).toEqual({ valid: true, code: 'VALID', keyId: key.id })
    await service.call('POST', `${path}/suspend`)
    expect(await verdict(secret)).toEqual({ valid: false, code: 'SUSPENDED', keyId: key.id })
    await service.call('POST', `${path}/resume`)
    expect((await verdict(secret)).code).toBe('VALID')
    await service.call('DELETE', path)
    expect(await verdict(secret)).toEqual({ valid: false, code: 'NOT_FOUND' })
  })

  test('rejects a key in the other environment, both ways', async () => {
    const preview = await service.create('preview only')
    const production = await service.create('production only', 'production')
    const wrong = { valid: false, code: 'WRONG_ENVIRONMENT' }
    expect(await verdict(preview.secret, 'production')).toEqual(wrong)
    expect(await verdict(production.secret, 'preview')).toEqual(wrong)
    expect((await verdict(production.secret, 'production')).valid).toBe(true)
  })

  test('tells a mask, a cut key and a stranger apart', async () => {
    const { key, secret } = await service.create('mistyped')
    expect((await verdict(String(key.mask))).code).toBe('MASKED')
    expect((await verdict(secret.slice(0, -1))).code).toBe('MALFORMED')
    expect((await verdict(`${secret} `)).code).toBe('MALFORMED')
    expect((await verdict(newSecret('clv_preview_'))).code).toBe('NOT_FOUND')
    expect((await verdict('sk-project-123')).code).toBe('NOT_FOUND')
    expect((await verdict(service.admin)).code).toBe('NOT_FOUND')
    expect((await verdict('')).code).toBe('NOT_FOUND')
  })

  test('recognises what a list shows, whatever is before and in the middle of it', async () => {
    const masks = [
      'cly_3bdf****fede',
      '••••••••••••abcd',
      'sk-project-...fede',
      'clv_preview_3b…de',
    ]
    for (const mask of masks) expect((await verdict(mask)).code).toBe('MASKED')
  })

  test('tells the environments apart where their keys begin alike', async () => {
    const prefixes = { preview: 'cly_', production: 'cly_' }
    const keyFormat = { ...claviger.keyFormat, prefixes }
    const alike = await startTestService({ profile: { ...claviger, keyFormat } })
    try {
      const { key, secret } = await alike.create('alike', 'production')
      expect(secret).toMatch(/^cly_/)
      const told = async (environment: string) =>
        read(
          Verification,
          await alike.call('POST', `/v1/environments/${environment}/verify`, {
            body: { key: secret },
          }),
        )
      expect(await told('production')).toEqual({ valid: true, code: 'VALID', keyId: key.id })
      expect(await told('preview')).toEqual({ valid: false, code: 'WRONG_ENVIRONMENT' })
    } finally {
      await alike.remove()
    }
  })

  test('refuses what is no key at all', async () => {
    expect(problemOf(await verify(7))).toEqual({ status: 422, name: 'fields-invalid' })
    expect((await verify('x'.repeat(513))).status).toBe(422)
  })
})

describe('by id', () => {
  const byId = async (id: string, environment = 'preview') =>
    read(
      Verification,
      await service.call('GET', `/v1/environments/${environment}/keys/${id}/verification`),
    )

  test('says what whoever presents the key hears, all its life', async () => {
    const actor = actorIn(service)
    const { key, secret } = await service.create('asked about')
    const same = async (code: string) => {
      expect(await byId(key.id)).toEqual(await verdict(secret))
      expect((await byId(key.id)).code).toBe(code)
    }
    await same('VALID')
    await actor.act(key.id, 'suspend')
    await same('SUSPENDED')
    await actor.act(key.id, 'resume')
    await actor.act(key.id, 'revoke')
    await same('REVOKED')
    await service.call('DELETE', actor.at(key.id))
    await same('NOT_FOUND')
  })

  test('speaks of the secret that the key has now, and of the last one where it has none', async () => {
    const actor = actorIn(service)
    const { key } = await service.create('rotated')
    const { secret } = createdOf(await actor.rotate(key.id, 3600))
    expect(await byId(key.id)).toEqual(await verdict(secret))
    await actor.act(key.id, 'suspend')
    expect((await byId(key.id)).code).toBe('SUSPENDED')
    const system = await actor.system('owner of a key')
    expect((await byId(system.id)).code).toBe('NOT_FOUND')
    await actor.generate(system.id)
    expect((await byId(system.id)).code).toBe('VALID')
    await actor.act(system.id, 'revoke')
    expect((await byId(system.id)).code).toBe('REVOKED')
  })

  test('keeps to its environment, and is for administrators', async () => {
    const { key } = await service.create('of preview')
    expect(await byId(key.id, 'production')).toEqual({ valid: false, code: 'WRONG_ENVIRONMENT' })
    const path = `${keys}/${key.id}/verification`
    expect((await service.call('GET', path, { token: null })).status).toBe(401)
    const elsewhere = await service.issue({ name: 'elsewhere', environments: ['production'] })
    expect((await service.call('GET', path, { token: elsewhere })).status).toBe(403)
  })

  test('is no use of the key', async () => {
    const { key } = await service.create('unused')
    await byId(key.id)
    const other = await service.create('used meanwhile')
    await verify(other.secret)
    await vi.waitFor(
      async () =>
        expect(keyOf(await service.call('GET', `${keys}/${other.key.id}`)).usageCount).toBe(1),
      { timeout: 10_000, interval: 50 },
    )
    expect(keyOf(await service.call('GET', `${keys}/${key.id}`)).usageCount).toBe(0)
  })
})

describe('the reason', () => {
  const now = 1000
  const known = {
    environment: 'preview',
    mask: 'm',
    status: 'active',
    expires_at: null,
    revoked_at: null,
    previous_until: null,
    valid_until: null,
    secret_revoked_at: null,
  } as const
  const overlapping = { ...known, valid_until: now + 1, previous_until: now + 1 }
  const suspended = { ...known, status: 'suspended' } as const
  const expired = { ...known, expires_at: now }
  const revoked = { ...known, revoked_at: now }
  const lost = { ...known, mask: null, valid_until: now, secret_revoked_at: now }

  test.each([
    ['current', known, 'VALID'],
    ['expiring next', { ...known, expires_at: now + 1 }, 'VALID'],
    ['suspended', suspended, 'SUSPENDED'],
    ['expired', expired, 'EXPIRED'],
    ['suspended and expired', { ...suspended, expires_at: now }, 'EXPIRED'],
    ['revoked', revoked, 'REVOKED'],
    [
      'revoked, expired and suspended',
      { ...suspended, expires_at: now, revoked_at: now },
      'REVOKED',
    ],
    ['in its overlap', overlapping, 'VALID'],
    [
      'in its overlap, suspended',
      { ...suspended, valid_until: 2000, previous_until: 2000 },
      'SUSPENDED',
    ],
    ['in its overlap, expired', { ...overlapping, expires_at: now }, 'EXPIRED'],
    [
      'at the end of its overlap',
      { ...overlapping, valid_until: now, previous_until: now },
      'REPLACED',
    ],
    ['replaced twice', { ...overlapping, valid_until: now }, 'REPLACED'],
    ['replaced, and its key suspended', { ...suspended, valid_until: now }, 'REPLACED'],
    ['replaced, and its key expired', { ...expired, valid_until: now }, 'REPLACED'],
    ['replaced, and its key revoked', { ...revoked, valid_until: now }, 'REVOKED'],
    ['lost by its system', lost, 'REVOKED'],
    ['lost by its system, which has another', { ...lost, mask: 'other' }, 'REVOKED'],
  ] as const)('for a secret that is %s', (_label, secret, verdict) => {
    expect(judge('secret', secret, 'preview', now)).toBe(verdict)
    expect(judge('secret', secret, 'production', now)).toBe('WRONG_ENVIRONMENT')
  })
})

describe('use', () => {
  test('is counted soon, told by the feed, and leaves ETag and update time alone', async () => {
    const { key, secret } = await service.create('used')
    const { changes } = read(KeyPage, await service.call('GET', keys))
    for (let round = 0; round < 3; round += 1) await verify(secret)
    await verify(secret, 'production')
    const used = await vi.waitFor(
      async () => {
        const now = keyOf(await service.call('GET', `${keys}/${key.id}`))
        expect(now.usageCount).toBe(3)
        return now
      },
      { timeout: 10_000, interval: 50 },
    )
    expect(used).toEqual({ ...key, usageCount: 3, lastUsedAt: used.lastUsedAt })
    expect(Date.parse(used.lastUsedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(key.createdAt))
    const path = `/v1/environments/preview/changes?after=${changes}`
    expect(read(ChangePage, await service.call('GET', path)).data).toContainEqual({
      type: 'upsert',
      key: used,
    })
    const edited = await service.call('PATCH', `${keys}/${key.id}`, {
      body: { name: 'still guarded by the same ETag' },
      headers: { 'if-match': key.etag },
    })
    expect(edited.status).toBe(200)
  })

  test('that is not written yet is written when the service stops', async () => {
    const first = await startTestService()
    const { key, secret } = await first.create('last call')
    await first.call('POST', '/v1/environments/preview/verify', { body: { key: secret } })
    await first.stop()
    const second = await startTestService({ folder: first.folder })
    try {
      expect(keyOf(await second.call('GET', `${keys}/${key.id}`)).usageCount).toBe(1)
    } finally {
      await second.remove()
    }
  })

  test('that cannot be written at the end is told, and the database is closed all the same', async () => {
    const own = await startTestService()
    const { secret } = await own.create('never written')
    await sql`create trigger refuse before update on key begin select raise(abort, 'not now'); end`.execute(
      own.service.database,
    )
    await own.call('POST', '/v1/environments/preview/verify', { body: { key: secret } })
    await expect(own.stop()).rejects.toThrow('not now')
    expect((await readdir(own.folder)).toSorted()).toEqual(['service.db', 'tls'])
    await rm(own.folder, { recursive: true })
  })

  test('that is being written is waited for by whoever flushes next', async () => {
    const { key } = await service.create('flushed')
    const usage = createUsage(service.service.database, cause => service.faults.push(cause))
    const { id, name } = key
    usage.count({ id, name, environment: 'preview', at: Date.now(), origin: null })
    let written = false
    const first = usage.flush().then(() => {
      written = true
    })
    await usage.flush()
    expect(written).toBe(true)
    await first
    await usage.close()
    expect(keyOf(await service.call('GET', `${keys}/${key.id}`)).usageCount).toBe(1)
  })

  test('of very many keys is written once, though it fails in the middle', async () => {
    const { database } = service.service
    const act = { environment: 'preview', by: 'admin', now: Date.now() } as const
    const draft = { name: 'one of many', description: null, expiresAt: null }
    const made = await database.transaction().execute(async change => {
      const all: KeyRow[] = []
      while (all.length < 2100) all.push((await createKey(change, claviger, act, draft)).key)
      return all
    })
    const usage = createUsage(database, cause => service.faults.push(cause))
    for (const at of [act.now, act.now + 1])
      for (const { id, name, environment } of made)
        usage.count({ id, name, environment, at, origin: 'API' })
    await sql`create trigger refuse before update on key when new.id = ${sql.lit(made[2050]?.id)}
      begin select raise(abort, 'not now'); end`.execute(database)
    await expect(usage.flush()).rejects.toThrow('not now')
    await sql`drop trigger refuse`.execute(database)
    await usage.flush()
    await usage.close()
    const ids = new Set(made.map(({ id }) => id))
    const keys = (await database.selectFrom('key').selectAll().execute()).filter(({ id }) =>
      ids.has(id),
    )
    const written = keys.map(key => [key.usage_count, key.last_used_at])
    expect(written).toEqual(made.map(() => [2, act.now + 1]))
    expect(new Set(keys.map(({ revision }) => revision)).size).toBe(made.length)
    const { revision } = await database
      .selectFrom('feed')
      .select('revision')
      .where('environment', '=', 'preview')
      .executeTakeFirstOrThrow()
    expect(Math.max(...keys.map(key => key.revision))).toBeLessThanOrEqual(revision)
    const calls = await database
      .selectFrom('audit')
      .select('key_id')
      .where('token', 'is', null)
      .execute()
    expect(calls.map(({ key_id }) => key_id)).toEqual([...made, ...made].map(({ id }) => id))
  })

  test('of a key that was deleted meanwhile is dropped', async () => {
    const { key, secret } = await service.create('used and gone')
    await verify(secret)
    await service.call('DELETE', `${keys}/${key.id}`)
    const other = await service.create('used after')
    await verify(other.secret)
    await vi.waitFor(
      async () => {
        const now = keyOf(await service.call('GET', `${keys}/${other.key.id}`))
        expect(now.usageCount).toBe(1)
      },
      { timeout: 10_000, interval: 50 },
    )
    expect(service.faults).toEqual([])
  })
})
