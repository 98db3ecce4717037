import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { prepareReadFeed } from '../../src/service/changes.ts'
import { type Database, openDatabase } from '../../src/service/database.ts'
import { keyColumns, toldKeyOf } from '../../src/service/key-columns.ts'
import { createKey, prepareListKeys } from '../../src/service/keys.ts'
import { claviger } from '../../src/service/profiles/claviger.ts'
import { openReads, type Reads } from '../../src/service/reads.ts'

let folder: string
let file: string
let database: Database
let reads: Reads
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'claviger-key-service-'))
  file = join(folder, 'service.db')
  database = await openDatabase(file)
  reads = openReads(file, database)
})
afterEach(async () => {
  reads.close()
  await database.destroy()
  await rm(folder, { recursive: true, force: true })
})

const act = { environment: 'preview', by: 'admin', now: 1000 } as const
const draft = { name: 'checkout “service”', description: null, expiresAt: 5000 }
const inPreview = { environment: 'preview', kind: null } as const

test('what is read was committed: never the half of a transaction, at once when it is whole', async () => {
  const readFeed = prepareReadFeed(reads)
  const listKeys = prepareListKeys(reads)
  await database.transaction().execute(async change => {
    await createKey(change, claviger, act, draft)
    expect(readFeed('preview')).toMatchObject({ total: 0, revision: 0 })
    expect(listKeys(inPreview, null, 9)).toEqual([])
  })
  expect(readFeed('preview')).toMatchObject({ total: 1, revision: 1 })
  expect(listKeys(inPreview, null, 9)).toHaveLength(1)
})

test('what another program has committed is read at once', () => {
  const readFeed = prepareReadFeed(reads)
  expect(readFeed('preview').total).toBe(0)
  const other = new DatabaseSync(file)
  other.exec("update feed set total = 7 where environment = 'preview'")
  other.close()
  expect(readFeed('preview').total).toBe(7)
})

test('every column of a key is told as it is stored', async () => {
  const created = await database
    .transaction()
    .execute(change => createKey(change, claviger, act, draft))
  // No two alike, so that none can stand for another.
  const values = Object.fromEntries(keyColumns.map((column, at) => [column, `${column} ${at}`]))
  expect(toldKeyOf(keyColumns.map(column => values[column] ?? null))).toEqual(values)
  const { name_folded: _folded, ...told } = created.key
  expect(prepareListKeys(reads)(inPreview, null, 9)).toEqual([told])
})

test('a read with a parameter too few or too many is refused', () => {
  const read = reads.prepareOne(on => on.selectFrom('meta').selectAll().where('name', '=', ''))
  expect(read('version')).toMatchObject({ name: 'version' })
  expect(read('nothing')).toBeNull()
  expect(() => read()).toThrow('0 parameters instead of 1')
  expect(() => read('version', 'version')).toThrow('2 parameters instead of 1')
})
