import { mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as turn } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Database, openDatabase, readMeta, writeMeta } from '../../src/service/database.ts'
import { createWriterThread, type WriterThread } from '../../src/service/writer-thread.ts'

let folder: string
let database: Database
let thread: WriterThread
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'claviger-key-service-'))
  database = await openDatabase(join(folder, 'service.db'))
  thread = createWriterThread(database)
})
afterEach(async () => {
  await thread.close()
  await database.destroy()
  await rm(folder, { recursive: true, force: true })
})

const insert = (name: string, value: string) =>
  sql`insert into meta (name, value) values (${name}, ${value})`.compile(database)

test('what is written in the thread is read at once', async () => {
  await thread.write([insert('one', '1'), insert('two', '2')])
  expect(await readMeta(database, 'two')).toBe('2')
})

test('when one statement fails none is kept, and the next are written', async () => {
  await expect(thread.write([insert('one', '1'), insert('one', '2')])).rejects.toThrow('UNIQUE')
  expect(await readMeta(database, 'one')).toBeNull()
  await thread.write([insert('one', '3')])
  expect(await readMeta(database, 'one')).toBe('3')
})

test('writers of both threads wait for their turn, and none is refused', async () => {
  const both = Array.from({ length: 40 }, (_, at) => [
    thread.write([insert(`thread ${at}`, 'x')]),
    database.transaction().execute(change => writeMeta(change, `own ${at}`, 'x')),
  ])
  await Promise.all(both.flat())
  const rows = await database.selectFrom('meta').select('name').where('value', '=', 'x').execute()
  expect(rows).toHaveLength(80)
})

test('when all is closed nothing but the database itself is left', async () => {
  await thread.write([insert('one', '1')])
  await thread.close()
  await thread.close()
  await database.destroy()
  expect(await readdir(folder)).toEqual(['service.db'])
  database = await openDatabase(join(folder, 'service.db'))
  expect(await readMeta(database, 'one')).toBe('1')
})

test('who writes here waits for the thread, not for the file, and holds up nothing meanwhile', async () => {
  const other = new DatabaseSync(join(folder, 'service.db'))
  other.exec('begin immediate')
  const inThread = thread.write([insert('one', '1')])
  await turn()
  const here = database.transaction().execute(change => writeMeta(change, 'two', '2'))
  await turn()
  // Were it waited for in SQLite, nothing would be done here before it had given up.
  other.exec('commit')
  other.close()
  await Promise.all([inThread, here])
  expect(await readMeta(database, 'one')).toBe('1')
  expect(await readMeta(database, 'two')).toBe('2')
})

test('a thread that could not begin says why, and the next one begins anew', async () => {
  const away = `${folder}-away`
  await rename(folder, away)
  await expect(thread.write([insert('one', '1')])).rejects.toThrow('unable to open')
  await rename(away, folder)
  await thread.write([insert('one', '1')])
  expect(await readMeta(database, 'one')).toBe('1')
})

test('a file that cannot grow loses nothing, and is written when it can', async () => {
  const mostPages = (count: number) =>
    sql`pragma max_page_count = ${sql.lit(count)}`.compile(database)
  const large = insert('large', 'x'.repeat(1_000_000))
  await thread.write([mostPages(1)])
  await expect(thread.write([insert('one', '1'), large])).rejects.toThrow('disk is full')
  expect(await readMeta(database, 'one')).toBeNull()
  await thread.write([mostPages(1_000_000)])
  await thread.write([insert('one', '1'), large])
  expect(await readMeta(database, 'one')).toBe('1')
})
