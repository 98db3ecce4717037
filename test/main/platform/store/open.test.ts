import { createHash } from 'node:crypto'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { connectionCopyOf } from '../../../../src/main/platform/store/connection-copy.ts'
import { makeReadOnly } from './read-only.ts'
import {
  bring,
  connection,
  freshFile,
  key,
  line,
  opened,
  query,
  storeError,
  withScope,
} from './samples.ts'

const hashOf = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex')

const alter = (file: string, sql: string): void => {
  const database = new DatabaseSync(file)
  database.exec(sql)
  database.close()
}

const filled = async () => {
  const file = freshFile()
  const store = await opened(file)
  const { stored, scope } = await withScope(store)
  await bring(store, scope, [key('a'), key('b')])
  await store.activity.append([line(stored.id)])
  await store.close()
  return { file, stored, scope }
}

test('a file of a newer version is read, never written', async () => {
  const { file, stored, scope } = await filled()
  alter(file, 'ALTER TABLE activity RENAME TO history; PRAGMA user_version = 42')
  const before = hashOf(file)

  const store = await opened(file)
  expect(store.notices).toEqual([{ kind: 'store-newer', version: 42 }])
  expect(store.readOnly).toBe(true)
  expect(await store.connections.list()).toEqual([stored])
  expect((await store.keys.window(query(scope))).total).toBe(2)
  await expect(store.activity.list(null, 10)).rejects.toEqual(storeError('failed'))
  await expect(store.connections.put(connection())).rejects.toEqual(storeError('newer'))
  await expect(store.connections.delete(stored.id)).rejects.toEqual(storeError('newer'))
  await expect(store.keys.begin(scope)).rejects.toEqual(storeError('newer'))
  await expect(store.activity.append([])).rejects.toEqual(storeError('newer'))
  await store.close()
  expect(hashOf(file)).toBe(before)
  expect(connectionCopyOf(file).read()).toEqual([stored])
})

test('where nothing can be written the store is read, and says so', async ({ skip }) => {
  const { file, stored, scope } = await filled()
  const obstacle = makeReadOnly(file)
  if (obstacle) skip(obstacle)
  const store = await opened(file)
  expect(store.notices).toEqual([{ kind: 'store-read-only' }])
  expect(store.readOnly).toBe(true)
  expect(await store.connections.list()).toEqual([stored])
  expect((await store.keys.window(query(scope))).rows.map(row => row.id)).toEqual(['a', 'b'])
  expect(await store.activity.list(null, 10)).toHaveLength(1)
  await expect(store.connections.put(stored)).rejects.toEqual(storeError('read-only'))
})

test('a read-only folder without a file shows nothing, and says why', async ({ skip }) => {
  const file = freshFile()
  mkdirSync(dirname(file))
  const obstacle = makeReadOnly(file)
  if (obstacle) skip(obstacle)
  const store = await opened(file)
  expect(store.notices).toEqual([{ kind: 'store-read-only' }])
  expect(await store.connections.list()).toEqual([])
  await expect(store.connections.put(connection())).rejects.toEqual(storeError('read-only'))
})

test('a damaged file that cannot be set aside leaves the connections in sight', async ({
  skip,
}) => {
  const { file, stored } = await filled()
  writeFileSync(file, 'no database')
  const obstacle = makeReadOnly(file)
  if (obstacle) skip(obstacle)
  const store = await opened(file)
  expect(store.notices).toEqual([{ kind: 'store-read-only' }])
  expect(await store.connections.list()).toEqual([stored])
})

test('a disk that turns read-only while the store is open refuses writes and keeps reading', async ({
  skip,
}) => {
  const file = freshFile()
  const store = await opened(file)
  const { stored } = await withScope(store)
  const obstacle = makeReadOnly(file)
  if (obstacle) skip(obstacle)
  await expect(store.connections.put({ ...stored, name: 'Other' })).rejects.toMatchObject({
    info: { code: 'store' },
  })
  expect(await store.connections.list()).toEqual([stored])
})

test('a lost or older copy of the connections is made again from the database', async () => {
  const { file, stored } = await filled()
  const copy = join(dirname(file), 'connections.json')
  rmSync(copy)
  await (await opened(file)).close()
  expect(connectionCopyOf(file).read()).toEqual([stored])
  writeFileSync(copy, '{"version":1,"sha256":"00","connections":[]}')
  const store = await opened(file)
  expect(await store.connections.list()).toEqual([stored])
  expect(connectionCopyOf(file).read()).toEqual([stored])
})

test('a confirmed connection that the database lost is taken from the copy', async () => {
  const { file, stored, scope } = await filled()
  alter(file, "UPDATE connections SET name = 'Before'")
  const store = await opened(file)
  expect(await store.connections.list()).toEqual([stored])
  expect((await store.keys.window(query(scope))).total).toBe(2)
})

test('whoever comes second cannot write, and does the first no harm', async () => {
  const { file, stored, scope } = await filled()
  const first = await opened(file)
  await first.keys.put(scope, key('c'))
  const second = await opened(file)
  expect(second.notices).toEqual([{ kind: 'store-read-only' }])
  expect(await second.connections.list()).toEqual([stored])
  await expect(second.connections.delete(stored.id)).rejects.toEqual(storeError('read-only'))
  await second.close()
  await first.keys.put(scope, key('d'))
  await first.close()
  const third = await opened(file)
  expect((await third.keys.window(query(scope))).total).toBe(4)
})

test('closed, the store leaves two files and the generation before', async () => {
  const { file } = await filled()
  await (await opened(file)).close()
  expect(readdirSync(dirname(file)).toSorted()).toEqual([
    'claviger.db',
    'connections.json',
    'connections.json.bak',
  ])
})

test('loose modes are tightened', async () => {
  const { file } = await filled()
  chmodSync(file, 0o644)
  chmodSync(dirname(file), 0o755)
  await opened(file)
  const modes = [file, `${file}-wal`, dirname(file)].map(path => statSync(path).mode & 0o777)
  expect(modes).toEqual([0o600, 0o600, 0o700])
})

test('folders with spaces, question marks and other scripts are folders', async () => {
  const base = freshFile()
  const file = join(dirname(base), 'Schlüssel ?a=b#c %41 данные', 'claviger.db')
  const store = await opened(file)
  const { stored } = await withScope(store)
  await store.close()
  expect(await (await opened(file)).connections.list()).toEqual([stored])
  expect(statSync(file).isFile()).toBe(true)
})
