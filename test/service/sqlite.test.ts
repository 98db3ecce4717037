import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../src/service/database.ts'
import { nextRevision } from '../../src/service/key-rows.ts'

let folder: string
let database: Database
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'claviger-key-service-'))
  database = await openDatabase(join(folder, 'service.db'))
})
afterEach(async () => {
  await database.destroy()
  await rm(folder, { recursive: true, force: true })
})

describe('the database file', () => {
  test('survives a power cut: every commit is synced', async () => {
    const { rows } = await sql`pragma synchronous`.execute(database)
    expect(rows).toEqual([{ synchronous: 2 }])
  })

  test('is locked by a transaction from its beginning, so that what it read stays true', async () => {
    const other = new DatabaseSync(join(folder, 'service.db'), { timeout: 0 })
    const revision = await database.transaction().execute(async change => {
      await change.selectFrom('feed').selectAll().execute()
      expect(() => other.exec('update feed set revision = 7')).toThrow('database is locked')
      return nextRevision(change, 'preview')
    })
    expect(revision).toBe(1)
    other.exec('update feed set revision = 7')
    other.close()
  })

  test('waits for another program that makes it at the same time', async () => {
    const file = join(folder, 'new.db')
    const other = new DatabaseSync(file)
    other.exec('create table another (id); begin immediate')
    const opening = openDatabase(file)
    other.exec('commit')
    other.close()
    const opened = await opening
    const { rows } = await sql`pragma journal_mode`.execute(opened)
    expect(rows).toEqual([{ journal_mode: 'wal' }])
    await opened.destroy()
  })

  test('that cannot grow says so, loses nothing and works again when it can', async () => {
    const grow = () =>
      database.transaction().execute(async change => {
        await nextRevision(change, 'preview', 1)
        const values = { name: 'large', value: 'x'.repeat(1_000_000) }
        await change.insertInto('meta').values(values).execute()
      })
    await sql`pragma max_page_count = 1`.execute(database)
    await expect(grow()).rejects.toThrow('database or disk is full')
    await sql`pragma max_page_count = 1000000`.execute(database)
    await grow()
    const feed = await database.selectFrom('feed').select(['environment', 'total']).execute()
    expect(feed).toContainEqual({ environment: 'preview', total: 1 })
  })
})
