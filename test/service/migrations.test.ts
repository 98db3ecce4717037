import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, sql, type Transaction } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCursors } from '../../src/service/cursor.ts'
import type { Tables } from '../../src/service/database.ts'
import { createReplays } from '../../src/service/idempotency.ts'
import { migrations } from '../../src/service/migrations.ts'
import { claviger } from '../../src/service/profiles/claviger.ts'
import { environments, permissionsOf } from '../../src/service/profiles/profile.ts'
import { hashOf, newSecret } from '../../src/service/secret-format.ts'
import { openSqlite } from '../../src/service/sqlite.ts'
import { replaceToken } from '../../src/service/tokens.ts'
import { AuditPage, ChangePage, KeyPage } from '../../src/service/wire.ts'
import { actorIn } from './actor.ts'
import { createdOf, read, startTestService, type TestService } from './harness.ts'

const at = Date.parse('2026-03-01T09:41:00.000Z')
const iso = new Date(at).toISOString()
const secrets = { active: newSecret('clv_preview_'), suspended: newSecret('clv_production_') }
const wish = randomUUID()
const replayed = {
  ...{ id: 'key_replayed', name: 'replayed', description: null, mask: 'clv_preview_3bdf****fede' },
  ...{ status: 'active', environment: 'preview', createdAt: iso, createdBy: 'admin' },
  ...{ updatedAt: iso, lastUsedAt: null, usageCount: 0, expiresAt: null, etag: '"replayed"' },
}

/** A key as version 1 wrote it. */
const insertKey = (transaction: Transaction<Tables>, row: Readonly<Record<string, unknown>>) => {
  const whole = {
    ...{ description: null, mask: 'clv_preview_3bdf****fede', hash: null, status: 'active' },
    ...{ created_at: at, created_by: 'admin', updated_at: at, last_used_at: null, usage_count: 0 },
    ...{ deleted_at: null, etag: `"${String(row.id)}"`, ...row },
  }
  const columns = sql.join(Object.keys(whole).map(name => sql.ref(name)))
  const values = sql.join(Object.values(whole))
  return sql`insert into key (${columns}) values (${values})`.execute(transaction)
}

const fill = async (transaction: Transaction<Tables>): Promise<void> => {
  const preview = { environment: 'preview', sequence: 1, revision: 5 }
  await insertKey(transaction, {
    ...{ ...preview, id: 'key_active', name: ' Ｃheckout ', hash: hashOf(secrets.active) },
    ...{ description: 'in use', last_used_at: at, usage_count: 7 },
  })
  await insertKey(transaction, {
    ...{ ...preview, id: 'key_gone', name: '', mask: '', sequence: 2, revision: 6 },
    deleted_at: Date.now(),
  })
  await insertKey(transaction, {
    ...{ id: 'key_suspended', name: 'Paused', environment: 'production', sequence: 1, revision: 1 },
    ...{ status: 'suspended', hash: hashOf(secrets.suspended) },
  })
  for (const [environment, revision, total] of [
    ['preview', 6, 1] as const,
    ['production', 1, 1] as const,
  ])
    await sql`insert into feed (environment, revision, total, forgotten)
      values (${environment}, ${revision}, ${total}, 0)`.execute(transaction)
  await sql`insert into audit (at, token, action, environment, key_id, key_name)
    values (${at}, 'admin', 'create', 'preview', 'key_active', 'checkout')`.execute(transaction)
}

/** A data folder as version 1 left it; answers a cursor of its change feed, and the token to which it answered. */
const makeFolder = async (folder: string) => {
  const database = new Kysely<Tables>({ dialect: await openSqlite(join(folder, 'service.db')) })
  await sql`create table meta (name text primary key, value text not null)`.execute(database)
  await database.transaction().execute(async transaction => {
    await migrations[0]?.(transaction.schema, transaction)
    await fill(transaction)
  })
  for (const [name, value] of [
    ['version', '1'],
    ['cursor-key', randomBytes(32).toString('base64url')],
  ] as const)
    await database.insertInto('meta').values({ name, value }).execute()
  const payload = { name: 'replayed', description: null }
  const grant = { name: 'replayer', permissions: permissionsOf(claviger), environments }
  const { token } = await replaceToken(database, grant, at)
  await createReplays(database, Date.now).once(
    { key: wish, caller: grant.name, token, route: 'POST preview keys', payload },
    async () => ({
      headers: { etag: replayed.etag, location: '/v1/environments/preview/keys/key_replayed' },
      body: { key: replayed, secret: secrets.active },
    }),
  )
  const cursor = (await openCursors(database)).seal('changes preview', { position: 4 })
  await database.destroy()
  return { cursor, token }
}

let service: TestService
let cursor: string
let replayer: string
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'claviger-version-1-'))
  ;({ cursor, token: replayer } = await makeFolder(folder))
  service = await startTestService({ folder })
})
afterAll(() => service.remove())

const preview = '/v1/environments/preview'
const active = {
  ...{ id: 'key_active', kind: 'key', name: ' Ｃheckout ', description: 'in use' },
  ...{ mask: 'clv_preview_3bdf****fede', status: 'active', environment: 'preview' },
  ...{ createdAt: iso, createdBy: 'admin', updatedAt: iso, lastUsedAt: iso, usageCount: 7 },
  ...{ expiresAt: null, revokedAt: null, previousUntil: null, etag: '"key_active"' },
}

describe('a data folder of version 1', () => {
  // First: whatever changes a key folds its name again.
  test('has its names folded', async () => {
    const { database } = service.service
    const rows = await database.selectFrom('key').select(['id', 'name_folded']).execute()
    expect(Object.fromEntries(rows.map(row => [row.id, row.name_folded]))).toEqual({
      ...{ key_active: 'checkout', key_gone: '', key_suspended: 'paused' },
    })
  })

  test('keeps its keys, deletions and change cursors', async () => {
    const page = read(KeyPage, await service.call('GET', `${preview}/keys`))
    expect(page).toMatchObject({ data: [active], total: 1, nextCursor: null })
    const feed = await service.call('GET', `${preview}/changes?after=${cursor}`)
    expect(read(ChangePage, feed).data).toEqual([
      { type: 'upsert', key: active },
      { type: 'delete', id: 'key_gone', deletedAt: expect.any(String) },
    ])
    const systems = await service.call('GET', `${preview}/keys?kind=system`)
    expect(read(KeyPage, systems)).toMatchObject({ data: [], total: 0 })
  })

  test('keeps its secrets working, and what can be done with them', async () => {
    const actor = actorIn(service)
    expect((await actor.verdict(secrets.active)).code).toBe('VALID')
    const production = actorIn(service, 'production')
    expect((await production.verdict(secrets.suspended)).code).toBe('SUSPENDED')
    await production.act('key_suspended', 'resume')
    expect((await production.verdict(secrets.suspended)).code).toBe('VALID')
    const next = createdOf(await production.rotate('key_suspended', 0))
    expect((await production.verdict(secrets.suspended)).code).toBe('REPLACED')
    expect((await production.verdict(next.secret)).code).toBe('VALID')
  })

  test('answers again what it answered then', async () => {
    const again = () =>
      service.call('POST', `${preview}/keys`, {
        token: replayer,
        body: { name: 'replayed', description: null },
        headers: { 'idempotency-key': wish },
      })
    const answer = await again()
    expect(answer.headers['idempotency-replayed']).toBe('true')
    expect(createdOf(answer)).toEqual({
      key: { ...replayed, kind: 'key', revokedAt: null, previousUntil: null },
      secret: secrets.active,
    })
  })

  test('keeps its log, and goes on in it', async () => {
    const first = read(AuditPage, await service.call('GET', '/v1/audit?limit=1000')).data.at(-1)
    expect(first).toEqual({
      ...{ id: '1', at: iso, origin: 'Admin', token: 'admin', action: 'create' },
      ...{ environment: 'preview', key: { id: 'key_active', name: 'checkout' } },
    })
  })
})
