import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { connectionCopyOf, placesAt } from '../../../../src/main/platform/store/connection-copy.ts'
import { connectionsIn, listConnections } from '../../../../src/main/platform/store/connections.ts'
import { migrate, versionOf } from '../../../../src/main/platform/store/migrations.ts'
import { openDatabase } from '../../../../src/main/platform/store/open-database.ts'
import type { StoredConnection } from '../../../../src/main/services/ports.ts'
import {
  connection,
  freshFile,
  inside,
  key,
  line,
  opened,
  query,
  storeError,
  withScope,
} from './samples.ts'

const program = fileURLToPath(new URL('writing-process.ts', import.meta.url))

const listOf = (file: string): readonly StoredConnection[] =>
  inside(file, backend => backend.run('connections.list', []) as readonly StoredConnection[])

const newestActivity = (file: string): number =>
  inside(
    file,
    backend => (backend.run('activity.list', [null, 1]) as readonly { at: number }[])[0]?.at ?? 0,
  )

const lines = async function* (child: ChildProcess): AsyncGenerator<string> {
  if (!child.stdout) throw new Error('no output')
  yield* createInterface(child.stdout)
}

test('kill -9 while writing, twenty times: whatever was confirmed is there, and nothing is torn', async () => {
  const file = freshFile()
  const stored = connection({ name: '0' })
  for (let round = 0; round < 20; round += 1) {
    const child = spawn(process.execPath, [program, file, JSON.stringify(stored)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exited = once(child, 'exit')
    const enough = 1 + Math.floor(Math.random() * 25)
    let confirmed = newestActivity(file)
    let seen = 0
    for await (const text of lines(child)) {
      confirmed = Number(text) || confirmed
      seen += 1
      if (seen === enough) child.kill('SIGKILL')
    }
    expect((await exited)[1]).toBe('SIGKILL')

    inside(file, backend => expect(backend.notices).toEqual([]))
    const found = newestActivity(file)
    expect([confirmed, confirmed + 1]).toContain(found)
    const names = listOf(file).map(one => Number(one.name))
    const floor = Math.floor(found / 3) * 3
    if (floor > 0) expect([floor, floor + 3]).toContain(names[0])
    expect(connectionCopyOf(file).read()).toEqual(listOf(file))
  }
  const database = new DatabaseSync(file)
  expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  database.close()
}, 120_000)

test('killed in the middle of a migration, the old version is there and the next one finishes', async () => {
  const file = freshFile()
  inside(file, backend => backend.run('connections.put', [connection({ name: 'kept' })]))
  const steps = "[...migrations, 'CREATE TABLE extra (a)', 'SELECT die()']"
  const source = (path: string) =>
    new URL(`../../../../src/main/platform/store/${path}`, import.meta.url)
  const script = `
    import { DatabaseSync } from 'node:sqlite'
    import { migrate, migrations } from ${JSON.stringify(source('migrations.ts').href)}
    const database = new DatabaseSync(${JSON.stringify(file)})
    database.function('die', () => { process.kill(process.pid, 'SIGKILL') })
    migrate(database, () => undefined, ${steps})`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' })
  expect((await once(child, 'exit'))[1]).toBe('SIGKILL')

  expect(listOf(file)).toMatchObject([{ name: 'kept' }])
  const database = new DatabaseSync(file)
  const version = versionOf(database)
  const { migrations } = await import('../../../../src/main/platform/store/migrations.ts')
  expect(() =>
    migrate(database, undefined, [...migrations, 'CREATE TABLE extra (a)', 'nonsense']),
  ).toThrow()
  expect(versionOf(database)).toBe(version)
  migrate(database, undefined, [...migrations, 'CREATE TABLE extra (a)'])
  expect(versionOf(database)).toBe(version + 1)
  expect(database.prepare('SELECT name FROM connections').all()).toEqual([{ name: 'kept' }])
  database.close()
})

test('a file that may not grow refuses the write, and what was confirmed stays', async () => {
  const file = freshFile()
  const stored = connection({ name: '0' })
  const child = spawn(
    'bash',
    [
      '-c',
      'ulimit -f 400; NODE_DISABLE_COMPILE_CACHE=1 exec "$@"',
      'bash',
      process.execPath,
      program,
      file,
      JSON.stringify(stored),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const exited = once(child, 'exit')
  const said: string[] = []
  for await (const text of lines(child)) said.push(text)
  expect((await exited)[0]).toBe(0)
  expect(said.at(-1)).toMatch(/^stopped \{"code":"store","cause":"(full|failed)"\}$/)
  const confirmed = Number(said.at(-2))
  expect(confirmed).toBeGreaterThan(3)
  inside(file, backend => expect(backend.notices).toEqual([]))
  expect(newestActivity(file)).toBe(confirmed)
  expect(connectionCopyOf(file).read()).toEqual(listOf(file))
})

test('a full disk: writes say so, reads go on, opening works, and room makes it writable', async ({
  skip,
}) => {
  const file = freshFile()
  const folder = dirname(file)
  execFileSync('mkdir', ['-p', folder])
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'claviger', folder], { stdio: 'pipe' })
  } catch {
    skip('a small disk can be mounted only by root')
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]))
  const store = await opened(file)
  const { stored } = await withScope(store)
  const ballast = join(folder, 'ballast')
  writeFileSync(ballast, Buffer.alloc(400_000))

  let confirmed = 0
  const fill = async (): Promise<void> => {
    for (;;) {
      await store.activity.append([line(stored.id, { keyName: 'x'.repeat(5000) })])
      confirmed += 1
    }
  }
  await expect(fill()).rejects.toEqual(storeError('full'))
  await expect(
    store.activity.append([line(stored.id, { keyName: 'x'.repeat(9000) })]),
  ).rejects.toEqual(storeError('full'))
  await expect(
    store.connections.put({
      ...stored,
      places: placesAt('https://a.example', { ca: 'x'.repeat(60_000), pin: null }),
    }),
  ).rejects.toEqual(storeError('full'))
  expect(await store.connections.list()).toEqual([stored])
  expect(await store.activity.list(null, 1000)).toHaveLength(confirmed)
  expect((await store.keys.window(query(null))).rows).toEqual([])
  expect(connectionCopyOf(file).read()).toEqual([stored])
  await store.close()

  const again = await opened(file)
  expect(await again.connections.list()).toEqual([stored])
  expect(await again.activity.list(null, 1000)).toHaveLength(confirmed)
  rmSync(ballast)
  await again.connections.put({ ...stored, name: 'Renamed' })
  expect(await again.connections.list()).toEqual([{ ...stored, name: 'Renamed' }])
})

test('a disk that has no room for an index has it for what is asked', ({ skip }) => {
  const file = freshFile()
  const folder = dirname(file)
  execFileSync('mkdir', ['-p', folder])
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'claviger', folder], { stdio: 'pipe' })
  } catch {
    skip('a small disk can be mounted only by root')
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]))
  inside(file, backend => {
    const stored = connection()
    const scope = { connection: stored.id, environment: 'preview' } as const
    backend.run('connections.put', [stored])
    const keys = Array.from({ length: 3000 }, (_, index) => key(`k${index}`))
    backend.run('keys.page', [scope, backend.run('keys.begin', [scope]), keys])
    // 3000 texts take more; what an index has not committed yet is in memory.
    const { bavail, bsize } = statfsSync(folder)
    writeFileSync(join(folder, 'ballast'), Buffer.alloc(bavail * bsize - 80_000))
    for (let step = 0; step < 12; step += 1) expect(backend.index()).toBe(true)
    backend.run('activity.append', [[line(stored.id)]])
    rmSync(join(folder, 'ballast'))
    while (backend.index());
    const found = backend.run('keys.window', [query(scope, { search: 'k2999' })])
    expect(found).toMatchObject({ total: 1 })
  })
})

test('a commit that fails takes the copy of the connections back', () => {
  const { database, copy } = openDatabase(freshFile())
  onTestFinished(() => database.close())
  const stored = connection()
  connectionsIn(database, copy).put(stored)
  // A row without its connection, which SQLite finds at the commit: after the copy was written.
  const orphan = `PRAGMA defer_foreign_keys = ON;
    INSERT INTO scopes (connection, environment) VALUES ('nobody', 'preview')`
  const failing = connectionsIn(database, {
    ...copy,
    write: connections => {
      database.exec(orphan)
      return copy.write(connections)
    },
  })
  expect(() => failing.put({ ...stored, name: 'Renamed' })).toThrow('FOREIGN KEY')
  expect(() => failing.delete(stored.id)).toThrow('FOREIGN KEY')
  expect(listConnections(database)).toEqual([stored])
  expect(copy.read()).toEqual([stored])
})

test('a worker that dies fails what is pending; the next call starts another', async () => {
  const file = freshFile()
  const store = await opened(file, new URL('dying-worker.ts', import.meta.url))
  const { stored } = await withScope(store)
  const answers = await Promise.allSettled([
    store.connections.list(),
    store.activity.list(null, 666),
    store.connections.list(),
  ])
  expect(answers.map(answer => answer.status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  expect(answers[2]).toMatchObject({ reason: { info: { code: 'store', cause: 'failed' } } })
  const both = await Promise.all([store.connections.list(), store.connections.list()])
  expect(both).toEqual([[stored], [stored]])
  await store.connections.put({ ...stored, name: 'Renamed' })
  expect(await store.connections.list()).toMatchObject([{ name: 'Renamed' }])
})

test('a worker that dies again and again is not started for ever', async () => {
  const store = await opened(freshFile(), new URL('dying-worker.ts', import.meta.url))
  const failures: unknown[] = []
  for (let attempt = 0; attempt < 8; attempt += 1) {
    await store.activity.list(null, 666).catch(cause => failures.push(cause))
  }
  expect(failures).toEqual(Array.from({ length: 8 }, () => storeError('failed')))
  await expect(store.connections.list()).rejects.toEqual(storeError('failed'))
})

test('a worker that cannot start is an error, not a wait', async () => {
  const missing = new URL('no-such-worker.ts', import.meta.url)
  await expect(opened(freshFile(), missing)).rejects.toEqual(storeError('failed'))
})

test('a call that cannot be copied to the worker is a bug, and the next call works', async () => {
  const store = await opened(freshFile())
  // @ts-expect-error a function is no id
  await expect(store.intents.get(() => undefined)).rejects.toThrow()
  expect(await store.intents.open()).toEqual([])
})
