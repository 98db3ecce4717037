import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { migrate, migrations, versionOf } from '../../../../src/main/platform/store/migrations.ts'
import { upgradedCopy } from '../../../../src/main/platform/store/upgraded-copy.ts'
import type { Store } from '../../../../src/main/services/ports.ts'
import { makeReadOnly } from './read-only.ts'
import { connection, freshFile, intent, key, opened, profile, query } from './samples.ts'

const stored = connection()
const scope = { connection: stored.id, environment: 'preview' } as const
const unfinished = intent(scope, { state: 'sent', name: 'Unfinished', description: 'kept' })
const words = { label: 'Create', done: 'Created' }
const profile1 = {
  ...{ service: 'Claviger key service', version: '1.0.0', caller: 'admin' },
  effects: [{ effect: 'create', supported: true, missingPermission: null }],
  ...{ words: { create: words }, states: { active: 'Active' }, reveal: 'once' },
  ...{ restorable: true, propagationSeconds: 0, nameLength: 255, keyPrefix: 'clv_preview_' },
}

/** A file as the first release left it. */
const firstVersion = (): string => {
  const file = freshFile()
  mkdirSync(dirname(file), { mode: 0o700 })
  const database = new DatabaseSync(file)
  migrate(database, undefined, migrations.slice(0, 1))
  database
    .prepare(
      "INSERT INTO connections VALUES (?, ?, ?, 'https://127.0.0.1:8443', NULL, NULL, 0, ?, 1, 0)",
    )
    .run(stored.id, stored.name, stored.connector, stored.createdAt)
  database
    .prepare("INSERT INTO scopes VALUES (7, ?, 'preview', 5, 1, 'c1', 2, 1, ?)")
    .run(stored.id, JSON.stringify(profile1))
  database.exec(`
    INSERT INTO scopes (connection, environment, profile) VALUES ('${stored.id}', 'production', '{');
    INSERT INTO keys (row, scope, id, name, state, createdAt, createdBy, usageCount, version,
      nameFolded, nameOrder, sync, haystack)
    SELECT value, 7, 'k' || value, 'Key k' || value, 'active', 1790000000000, 'admin', 0, '"1"',
      'key k' || value, 'key k' || value, 1, 'key k' || value
    FROM (SELECT 1 AS value UNION SELECT 2)`)
  const { id, name, description, state, at } = unfinished
  database
    .prepare(
      `INSERT INTO intents (id, connection, environment, name, description, state, at)
       VALUES (?, ?, 'preview', ?, ?, ?, ?)`,
    )
    .run(id, stored.id, name, description, state, at)
  database
    .prepare(
      `INSERT INTO activity (at, "by", kind, connection, connectionName)
       VALUES (1, 'you', 'connected', ?, 'Then')`,
    )
    .run(stored.id)
  database.close()
  return file
}

const expectEverything = async (store: Store): Promise<void> => {
  expect(await store.connections.list()).toEqual([stored])
  expect(await store.intents.open()).toEqual([unfinished])
  expect(await store.activity.list(null, 9)).toMatchObject([{ connectionName: 'Then' }])
  expect(await store.keys.state(scope)).toEqual({
    ...{ asOf: 5, complete: true, cursor: 'c1', count: 2, total: 2, clockOffset: 0 },
  })
  expect((await store.keys.window(query(scope, { kind: 'key' }))).rows).toEqual([
    { ...scope, ...key('k1') },
    { ...scope, ...key('k2') },
  ])
  // With the words and effects that were known, so that it speaks before the service is reached again.
  expect(await store.profiles.get(scope)).toEqual(profile)
  expect(await store.profiles.get({ ...scope, environment: 'production' })).toBeNull()
}

test('a file of the first version keeps everything', async () => {
  const store = await opened(firstVersion())
  expect(store.notices).toEqual([])
  await expectEverything(store)
  const change = { kind: 'upsert', key: key('k1') } as const
  const state = { asOf: 6, complete: true, cursor: 'c2', total: null }
  expect(await store.keys.apply(scope, [change], state)).toMatchObject({ changed: [] })
  expect((await store.keys.window(query(scope, { search: 'k2' }))).total).toBe(1)
})

test('where it cannot be written, it is shown as it would be', async ({ skip }) => {
  const file = firstVersion()
  const obstacle = makeReadOnly(file)
  if (obstacle) skip(obstacle)
  const store = await opened(file)
  expect(store.readOnly).toBe(true)
  await expectEverything(store)
})

test('damaged, it gives its connections by the copy that stood beside it', async () => {
  const file = firstVersion()
  const { places, ...rest } = stored
  const { url: origin, trust } = places.preview
  const connections = [{ ...rest, origin, trust }]
  const sha256 = createHash('sha256').update(JSON.stringify(connections)).digest('hex')
  const copy = JSON.stringify({ version: 1, sha256, connections })
  writeFileSync(join(dirname(file), 'connections.json'), copy)
  writeFileSync(file, 'damaged')
  expect(await (await opened(file)).connections.list()).toEqual([stored])
})

test('damaged, it gives its open intents', async () => {
  const file = firstVersion()
  const database = new DatabaseSync(file)
  database.exec('ALTER TABLE keys RENAME COLUMN mask TO musk')
  database.close()
  const store = await opened(file)
  expect(store.notices).toMatchObject([{ kind: 'store-damaged', connectionsKept: true }])
  expect(await store.intents.open()).toEqual([unfinished])
  expect(await store.handOffs.open()).toEqual([])
})

for (const version of migrations.map((_, index) => index + 1)) {
  test(`an upgraded copy of version ${version} is what the file would become`, () => {
    const file = firstVersion()
    const database = new DatabaseSync(file)
    migrate(database, undefined, migrations.slice(0, version))
    const copy = upgradedCopy(database)
    migrate(database)
    const content = (of: DatabaseSync) =>
      ['sqlite_schema', 'connections', 'scopes', 'keys', 'intents', 'activity', 'indexing'].map(
        table => {
          const columns = table === 'sqlite_schema' ? 'name, sql' : '*'
          return of.prepare(`SELECT ${columns} FROM ${table} ORDER BY 1`).all()
        },
      )
    expect(content(copy)).toEqual(content(database))
    expect(versionOf(copy)).toBe(migrations.length)
    copy.close()
    database.close()
  })
}
