import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import {
  bring,
  connection,
  freshFile,
  fullState,
  handOff,
  intent,
  key,
  line,
  opened,
  profile,
  query,
  withScope,
} from './samples.ts'

test('what was stored is there after closing and opening', async () => {
  const file = freshFile()
  const pinned = connection({
    name: 'مفاتيح <b>🔑</b>',
    places: {
      preview: {
        url: 'https://a.example/auth',
        trust: {
          ca: '-----BEGIN CERTIFICATE-----',
          pin: 'AB'.repeat(32).replace(/..(?=.)/g, '$&:'),
        },
        settings: { config: 'test' },
      },
      production: { url: 'https://b.example', trust: { ca: null, pin: null }, settings: {} },
    },
    builtIn: true,
    saved: { preview: false, production: true },
  })
  const later = connection({ createdAt: 1_790_000_000_001 })
  const scope = { connection: pinned.id, environment: 'production' } as const
  const first = await opened(file)
  await first.connections.put(later)
  await first.connections.put(pinned)
  await first.profiles.put(scope, profile)
  await first.keys.put(scope, key('k'))
  await first.close()

  const second = await opened(file)
  expect(await second.connections.list()).toEqual([pinned, later])
  expect(await second.profiles.get(scope)).toEqual(profile)
  expect(await second.keys.get({ ...scope, key: 'k' })).toEqual({ ...scope, ...key('k') })
  expect(second.notices).toEqual([])
  expect(second.readOnly).toBe(false)
})

test('a connection is changed in place, its cache stays', async () => {
  const store = await opened(freshFile())
  const { stored, scope } = await withScope(store)
  await store.keys.put(scope, key('k'))
  await store.connections.put({ ...stored, name: 'Renamed' })
  expect(await store.connections.list()).toEqual([{ ...stored, name: 'Renamed' }])
  expect((await store.keys.window(query(scope))).total).toBe(1)
})

test('deleting a connection takes its cache, profile and finished intents; open intents and activity stay', async () => {
  const store = await opened(freshFile())
  const { stored, scope } = await withScope(store)
  const other = await withScope(store)
  await store.profiles.put(scope, profile)
  await store.keys.put(scope, key('k'))
  await store.keys.put(other.scope, key('k'))
  const unfinished = intent(scope, { state: 'sent' })
  const finished = intent(scope, { state: 'stored' })
  await store.intents.put(unfinished)
  await store.intents.put(finished)
  await store.activity.append([line(stored.id)])

  await store.connections.delete(stored.id)
  await store.activity.append([line(stored.id, { kind: 'disconnected' })])

  expect(await store.connections.list()).toEqual([other.stored])
  expect(await store.profiles.get(scope)).toBeNull()
  expect((await store.keys.window(query(null))).rows.map(row => row.connection)).toEqual([
    other.stored.id,
  ])
  expect(await store.intents.get(unfinished.id)).toEqual(unfinished)
  expect(await store.intents.get(finished.id)).toBeNull()
  const names = (await store.activity.list(null, 10)).map(entry => entry.connectionName)
  expect(names).toEqual([stored.name, stored.name])
})

test('a late write cannot bring a removed connection back', async () => {
  const store = await opened(freshFile())
  const { stored, scope } = await withScope(store)
  const sync = await store.keys.begin(scope)
  await store.connections.delete(stored.id)
  const gone = expect.objectContaining({ info: { code: 'not-found', what: 'connection' } })
  await expect(store.keys.page(scope, sync, [key('k')])).rejects.toEqual(gone)
  await expect(store.keys.put(scope, key('k'))).rejects.toEqual(gone)
  await expect(store.profiles.put(scope, profile)).rejects.toEqual(gone)
  expect((await store.keys.window(query(null))).unfiltered).toBe(0)
  expect(await store.keys.state(scope)).toEqual({
    asOf: null,
    complete: false,
    cursor: null,
    count: 0,
    total: null,
    clockOffset: 0,
  })
})

test('open intents are those that nobody finished, oldest first', async () => {
  const store = await opened(freshFile())
  const { scope } = await withScope(store)
  const states = ['prepared', 'sent', 'acknowledged', 'revealed', 'stored', 'abandoned'] as const
  const intents = states.map((state, index) => intent(scope, { state, at: 100 - index }))
  for (const one of intents) await store.intents.put(one)
  expect((await store.intents.open()).map(one => one.state)).toEqual([
    'revealed',
    'acknowledged',
    'sent',
    'prepared',
  ])
  const [first] = intents
  if (!first) throw new Error('no intent')
  const rotation = intent(scope, {
    ...{ id: first.id, kind: 'rotate', target: 'k', version: '"7"', overlapSeconds: 3600 },
    ...{ expiresAt: 9, state: 'stored', key: 'k', mask: 'clv_****', service: 'x', caller: 'y' },
  })
  await store.intents.put(rotation)
  expect(await store.intents.get(first.id)).toEqual(rotation)
  expect(await store.intents.open()).toHaveLength(3)
})

test('hand-offs, oldest first; each goes with its key and its connection', async () => {
  const store = await opened(freshFile())
  const { stored, scope } = await withScope(store)
  const other = await withScope(store)
  const target = (id: string) => ({ ...scope, key: id })
  const elsewhere = { ...other.scope, key: 'a' }
  await bring(
    store,
    scope,
    ['a', 'b', 'c', 'd'].map(id => key(id)),
  )
  await bring(store, other.scope, [key('a')])
  for (const [index, id] of ['a', 'b', 'c', 'd', 'unlisted'].entries()) {
    await store.handOffs.put(handOff(target(id), { at: 100 - index }))
  }
  await store.handOffs.put(handOff(elsewhere, { at: 200, done: [] }))
  const open = async () => (await store.handOffs.open()).map(one => one.key).join(' ')
  expect(await open()).toBe('unlisted d c b a a')

  await store.handOffs.put(handOff(target('a'), { at: 100, done: ['tell', 'rotate', 'deliver'] }))
  expect(await store.handOffs.get(target('a'))).toEqual(
    handOff(target('a'), { at: 100, done: ['tell', 'rotate', 'deliver'] }),
  )
  expect(await store.handOffs.get(elsewhere)).toEqual(handOff(elsewhere, { at: 200, done: [] }))
  await store.handOffs.delete(target('a'))
  expect(await open()).toBe('unlisted d c b a')

  await store.keys.delete(target('d'))
  const gone = { kind: 'delete', id: 'c', at: 1 } as const
  await store.keys.apply(scope, [gone], fullState)
  expect(await open()).toBe('unlisted b a')
  await bring(store, scope, [key('a'), key('c'), key('d')])
  expect(await open()).toBe('unlisted a')
  expect(await store.handOffs.get(target('b'))).toBeNull()

  await store.connections.delete(stored.id)
  expect(await store.handOffs.get(target('unlisted'))).toBeNull()
  expect(await store.handOffs.open()).toEqual([handOff(elsewhere, { at: 200, done: [] })])
})

test('activity comes newest first, in pages, with the name that the connection had then', async () => {
  const store = await opened(freshFile())
  const { stored } = await withScope(store)
  await store.activity.append([
    line(stored.id, { keyName: 'a' }),
    line(stored.id, { keyName: 'b' }),
  ])
  await store.connections.put({ ...stored, name: 'Renamed' })
  await store.activity.append([line(stored.id, { keyName: 'c', environment: 'production' })])

  const newest = await store.activity.list(null, 2)
  expect(newest).toMatchObject([
    { keyName: 'c', connectionName: 'Renamed', environment: 'production', by: 'you' },
    { keyName: 'b', connectionName: stored.name, environment: null },
  ])
  const older = await store.activity.list(newest[1]?.id ?? 0, 2)
  expect(older.map(entry => entry.keyName)).toEqual(['a'])
})

test('a profile of another shape is as good as none', async () => {
  const store = await opened(freshFile())
  const { scope } = await withScope(store)
  expect(await store.profiles.get(scope)).toBeNull()
  await expect(
    // @ts-expect-error a profile that lacks members
    store.profiles.put(scope, { service: 'x' }),
  ).rejects.toThrow()
  expect(await store.profiles.get(scope)).toBeNull()
})

test('a member that the domain does not name never reaches a file', async () => {
  const canary = 'canary-7f3b91'
  const file = freshFile()
  const store = await opened(file)
  const stray = { secret: canary, token: canary }
  const stored = { ...connection(), ...stray }
  const scope = { connection: stored.id, environment: 'preview', ...stray } as const
  const { preview } = stored.places
  const strayed = { ...preview, ...stray, trust: { ...preview.trust, ...stray } }
  await store.connections.put({
    ...stored,
    places: { ...stored.places, preview: strayed, ...stray },
  })
  await store.profiles.put(scope, { ...profile, ...stray })
  await store.keys.put(scope, { ...key('a'), ...stray })
  const sync = await store.keys.begin(scope)
  await store.keys.page(scope, sync, [{ ...key('a'), ...stray }])
  await store.keys.finish(scope, sync, {
    asOf: 1,
    complete: true,
    cursor: null,
    total: 1,
    ...stray,
  })
  const change = { kind: 'upsert', key: { ...key('b'), ...stray } } as const
  await store.keys.apply(scope, [change], { asOf: 1, complete: true, cursor: null, total: 1 })
  await store.intents.put({ ...intent(scope), ...stray })
  await store.handOffs.put({ ...handOff({ ...scope, key: 'a' }), ...stray })
  await store.activity.append([{ ...line(stored.id), ...stray }])

  const written = () =>
    readdirSync(dirname(file)).map(name => readFileSync(join(dirname(file), name), 'latin1'))
  expect(written().join()).toContain('Key a')
  expect(written().join()).not.toContain(canary)
  await store.close()
  expect(written().join()).toContain('Key a')
  expect(written().join()).not.toContain(canary)
})

test('the folder is private, and every file in it, whatever they were before', async () => {
  const file = freshFile()
  const before = process.umask(0o000)
  try {
    const store = await opened(file)
    await withScope(store)
    await withScope(store)
    const modes = Object.fromEntries(
      readdirSync(dirname(file)).map(name => [
        name,
        (statSync(join(dirname(file), name)).mode & 0o777).toString(8),
      ]),
    )
    expect(modes).toEqual({
      'claviger.db': '600',
      'claviger.db-wal': '600',
      'connections.json': '600',
      'connections.json.bak': '600',
    })
    expect((statSync(dirname(file)).mode & 0o777).toString(8)).toBe('700')
  } finally {
    process.umask(before)
  }
})

test('many calls at once are answered each with its own', async () => {
  const store = await opened(freshFile())
  const { scope } = await withScope(store)
  const ids = Array.from({ length: 200 }, (_, index) => `k${index}`)
  await Promise.all(ids.map(id => store.keys.put(scope, key(id))))
  const found = await Promise.all(ids.map(id => store.keys.get({ ...scope, key: id })))
  expect(found.map(row => row?.id)).toEqual(ids)
})

test('this thread goes on while the store works', async () => {
  const store = await opened(freshFile())
  const { scope } = await withScope(store)
  const sync = await store.keys.begin(scope)
  const rows = Array.from({ length: 20_000 }, (_, index) => key(`k${index}`))
  let turns = 0
  let done = false
  const turn = () => {
    turns += 1
    if (!done) setImmediate(turn)
  }
  const work = store.keys.page(scope, sync, rows)
  turn()
  await work
  done = true
  expect(turns).toBeGreaterThan(20)
})

test('after close nothing is taken, and closing twice is harmless', async () => {
  const store = await opened(freshFile())
  const last = store.connections.put(connection())
  await Promise.all([store.close(), store.close(), last])
  await expect(store.connections.list()).rejects.toMatchObject({
    info: { code: 'store', cause: 'failed' },
  })
})
