import { expect, test } from 'vitest'
import type { KeyChange } from '../../../../src/main/services/ports.ts'
import type { KeyRecord } from '../../../../src/shared/domain/key.ts'
import { bring, freshFile, fullState, key, opened, query, withScope } from './samples.ts'

const fresh = async () => {
  const file = freshFile()
  const store = await opened(file)
  const { scope } = await withScope(store)
  const ids = async () => (await store.keys.window(query(scope))).rows.map(row => row.id).toSorted()
  return { file, store, scope, ids }
}

test('a whole read replaces the list at its end, and tells what is gone', async () => {
  const { store, scope, ids } = await fresh()
  await bring(store, scope, [key('a'), key('b'), key('c')])
  const sync = await store.keys.begin(scope)
  const renamed = key('b', { name: 'Renamed' })
  const rows = [renamed, key('c', { usageCount: 5 }), key('e')]
  expect(await store.keys.page(scope, sync, rows)).toEqual({
    ...{ fresh: 3, appeared: [key('e')], changed: [renamed] },
  })
  await store.keys.delete({ ...scope, key: 'e' })
  expect(await ids()).toEqual(['a', 'b', 'c'])
  expect((await store.keys.get({ ...scope, key: 'b' }))?.name).toBe('Renamed')
  await store.keys.page(scope, sync, [key('d')])
  expect(await ids()).toEqual(['a', 'b', 'c', 'd'])

  const state = { asOf: 9, complete: true, cursor: 'c9', total: 2 }
  expect(await store.keys.finish(scope, sync, state)).toEqual({ vanished: [key('a')] })
  expect(await ids()).toEqual(['b', 'c', 'd'])
  expect(await store.keys.state(scope)).toEqual({ ...state, count: 3, clockOffset: 0 })
})

test('in the first read nothing appeared: it was there', async () => {
  const { store, scope } = await fresh()
  const sync = await store.keys.begin(scope)
  const noticed = await store.keys.page(scope, sync, [key('a')])
  expect(noticed).toEqual({ fresh: 1, appeared: [], changed: [] })
})

test('a read that was not finished leaves the old rows, and the next is a whole one', async () => {
  const { file, store, scope } = await fresh()
  await bring(store, scope, [key('a'), key('b')])
  const sync = await store.keys.begin(scope)
  await store.keys.page(scope, sync, [key('b'), key('c')])
  await store.close()

  const again = await opened(file)
  const known = { ...fullState, cursor: null, count: 3, clockOffset: 0 }
  expect(await again.keys.state(scope)).toEqual(known)
  const next = await again.keys.begin(scope)
  expect(next).toBeGreaterThan(sync)
  await again.keys.page(scope, next, [key('a')])
  const { vanished } = await again.keys.finish(scope, next, fullState)
  expect(vanished).toEqual([key('b'), key('c')])
})

test('an older read than the newest is over: its pages and its end change nothing', async () => {
  const { store, scope, ids } = await fresh()
  await bring(store, scope, [key('a'), key('b')])
  const older = await store.keys.begin(scope)
  const newer = await store.keys.begin(scope)
  await store.keys.page(scope, newer, [key('a', { name: 'New' })])
  await store.keys.page(scope, older, [key('a', { name: 'Old' }), key('z')])
  expect(await store.keys.finish(scope, older, { ...fullState, asOf: 99 })).toEqual({
    vanished: [],
  })
  expect(await ids()).toEqual(['a', 'b'])
  expect((await store.keys.state(scope)).asOf).toBe(fullState.asOf)
  const { vanished } = await store.keys.finish(scope, newer, fullState)
  expect(vanished).toEqual([key('b')])
  expect((await store.keys.get({ ...scope, key: 'a' }))?.name).toBe('New')
})

test('a read that is known to be incomplete removes nothing', async () => {
  const { store, scope, ids } = await fresh()
  await bring(store, scope, [key('a'), key('b')])
  const sync = await store.keys.begin(scope)
  await store.keys.page(scope, sync, [key('a')])
  const state = { ...fullState, complete: false, total: 2 }
  expect(await store.keys.finish(scope, sync, state)).toEqual({ vanished: [] })
  expect(await ids()).toEqual(['a', 'b'])
  expect(await store.keys.state(scope)).toEqual({ ...state, count: 2, clockOffset: 0 })
})

test('a key made during a read stays, though no page brought it', async () => {
  const { store, scope, ids } = await fresh()
  const sync = await store.keys.begin(scope)
  await store.keys.page(scope, sync, [key('a')])
  await store.keys.put(scope, key('made'))
  await store.keys.finish(scope, sync, fullState)
  expect(await ids()).toEqual(['a', 'made'])
})

test('a put record is replaced whole, a deleted one is gone, deleting again is harmless', async () => {
  const { store, scope, ids } = await fresh()
  await store.keys.put(scope, key('a', { description: 'text', mask: 'm', lastUsedAt: 4 }))
  await store.keys.put(scope, key('a', { name: 'Other' }))
  expect(await store.keys.get({ ...scope, key: 'a' })).toEqual({
    ...scope,
    ...key('a', { name: 'Other' }),
  })
  expect((await store.keys.window(query(scope, { search: 'text' }))).total).toBe(0)
  await store.keys.delete({ ...scope, key: 'a' })
  await store.keys.delete({ ...scope, key: 'a' })
  expect(await ids()).toEqual([])
})

test('the change feed tells what appeared, changed and vanished; use is no change', async () => {
  const { store, scope, ids } = await fresh()
  await bring(store, scope, [key('used'), key('renamed'), key('gone'), key('same')])
  const upsert = (record: KeyRecord): KeyChange => ({ kind: 'upsert', key: record })
  const gone = (id: string): KeyChange => ({ kind: 'delete', id, at: 1 })
  const used = key('used', { lastUsedAt: 7, usageCount: 3, version: '"2"', updatedAt: 7 })
  const renamed = key('renamed', { name: 'Renamed', state: 'suspended' })
  const changes = [
    upsert(used),
    upsert(renamed),
    upsert(key('same')),
    gone('gone'),
    gone('never-known'),
    upsert(key('new')),
    upsert(key('brief')),
    gone('brief'),
  ]
  const state = { asOf: 8, complete: true, cursor: 'c8', total: null }
  expect(await store.keys.apply(scope, changes, state)).toEqual({
    appeared: [key('new')],
    changed: [renamed],
    vanished: [key('gone')],
  })
  expect(await ids()).toEqual(['new', 'renamed', 'same', 'used'])
  expect(await store.keys.get({ ...scope, key: 'used' })).toEqual({ ...scope, ...used })
  expect(await store.keys.state(scope)).toEqual({ ...state, count: 4, clockOffset: 0 })
})

test('a page of changes and its cursor are one: a bad record keeps both out', async () => {
  const { store, scope, ids } = await fresh()
  await bring(store, scope, [key('a')])
  const bad = { ...key('bad'), createdAt: 1.5 }
  const changes = [key('b'), bad].map(one => ({ kind: 'upsert', key: one }) as const)
  await expect(
    store.keys.apply(scope, changes, { ...fullState, cursor: 'c2' }),
  ).rejects.toMatchObject({ info: { code: 'store', cause: 'failed' } })
  expect(await ids()).toEqual(['a'])
  expect((await store.keys.state(scope)).cursor).toBe('c1')
})

test('20,000 keys: read, read again with changes, and found', async () => {
  const { store, scope } = await fresh()
  const keys = Array.from({ length: 20_000 }, (_, index) =>
    key(`key_${index}`, { name: `Service ${index}`, createdAt: index }),
  )
  const pages = (all: readonly KeyRecord[]) =>
    Array.from({ length: Math.ceil(all.length / 1000) }, (_, index) =>
      all.slice(index * 1000, (index + 1) * 1000),
    )
  const read = async (all: readonly KeyRecord[]) => {
    const sync = await store.keys.begin(scope)
    for (const page of pages(all)) await store.keys.page(scope, sync, page)
    return store.keys.finish(scope, sync, { ...fullState, total: all.length })
  }
  expect(await read(keys)).toEqual({ vanished: [] })
  const later = keys.flatMap((one, index) =>
    index % 1000 === 0 ? [] : [index % 100 === 0 ? { ...one, name: `Renamed ${index}` } : one],
  )
  expect((await read(later)).vanished).toHaveLength(20)
  const renamed = await store.keys.window(query(scope, { search: 'renamed', limit: 10 }))
  expect(renamed).toMatchObject({ total: 180, unfiltered: 19_980 })
  const deep = await store.keys.window(
    query(scope, { sort: { column: 'createdAt', descending: true }, offset: 19_979 }),
  )
  expect(deep.rows.map(row => row.id)).toEqual(['key_1'])
})

test('a connection that moves takes the list of that environment along, and every read of it', async () => {
  const { store, scope, ids } = await fresh()
  const production = { ...scope, environment: 'production' } as const
  for (const one of [scope, production]) await bring(store, one, [key('a')])
  const underWay = await store.keys.begin(scope)
  const [before] = await store.connections.list()
  if (!before) throw new Error('The scope has a connection')
  const { preview } = before.places
  const moved = { ...before.places, preview: { ...preview, settings: { project: 'other' } } }
  await store.connections.put({ ...before, places: moved })
  expect(await store.keys.state(scope)).toMatchObject({ asOf: null, cursor: null, count: 0 })
  expect(await store.keys.state(production)).toMatchObject({ asOf: fullState.asOf, count: 1 })

  await store.keys.page(scope, underWay, [key('late')])
  await store.keys.finish(scope, underWay, fullState)
  await store.keys.apply(scope, [{ kind: 'upsert', key: key('late') }], fullState)
  expect(await ids()).toEqual([])
  expect((await store.keys.state(scope)).asOf).toBeNull()
})

test('a connection that is renamed, or trusted otherwise, keeps its lists; the built-in one at any port', async () => {
  const { store, scope, ids } = await fresh()
  await bring(store, scope, [key('a')])
  const [before] = await store.connections.list()
  if (!before) throw new Error('The scope has a connection')
  const trust = { ca: 'another', pin: null }
  const { preview, production } = before.places
  const places = { preview: { ...preview, trust }, production }
  await store.connections.put({ ...before, places, name: 'Renamed' })
  expect(await ids()).toEqual(['a'])
  const url = 'https://127.0.0.1:9'
  const back = { preview: { ...preview, url }, production: { ...production, url } }
  await store.connections.put({ ...before, builtIn: true, places: back })
  expect(await ids()).toEqual(['a'])
})

test('the revision is another after each change of a key, and the same after a read that brought none', async () => {
  const { store, scope } = await fresh()
  const changes = async (work: () => Promise<unknown>) => {
    const before = await store.keys.revision()
    await work()
    return (await store.keys.revision()) !== before
  }
  const feed = (...changes: readonly KeyChange[]) => store.keys.apply(scope, changes, fullState)
  expect(await changes(() => bring(store, scope, [key('a'), key('b')]))).toBe(true)
  expect(await changes(() => bring(store, scope, [key('a'), key('b')]))).toBe(false)
  expect(await changes(() => feed())).toBe(false)
  expect(await changes(() => feed({ kind: 'upsert', key: key('a') }))).toBe(false)
  expect(await changes(() => store.keys.put(scope, key('a')))).toBe(false)

  const used = key('a', { lastUsedAt: 7 })
  expect(await changes(() => bring(store, scope, [used, key('b')]))).toBe(true)
  expect(await changes(() => feed({ kind: 'upsert', key: key('a') }))).toBe(true)
  expect(await changes(() => store.keys.put(scope, key('a', { name: 'Other' })))).toBe(true)
  expect(await changes(() => feed({ kind: 'delete', id: 'b', at: 1 }))).toBe(true)
  expect(await changes(() => store.keys.put(scope, key('c')))).toBe(true)
  expect(await changes(() => store.keys.delete({ ...scope, key: 'c' }))).toBe(true)
  expect(await changes(() => bring(store, scope, []))).toBe(true)
  await bring(store, scope, [key('a')])
  expect(await changes(() => store.connections.delete(scope.connection))).toBe(true)
})

test('a page keeps how far the read has come, over a restart, until the read ends or another begins', async () => {
  const { file, store, scope } = await fresh()
  const progress = { cursors: ['p2', 'p7'], changes: 'c1', total: 9, asOf: 3 }
  const sync = await store.keys.begin(scope)
  expect(await store.keys.progress(scope)).toBeNull()
  await store.keys.page(scope, sync, [key('a'), key('b')], { ...progress, cursors: ['p1'] })
  await store.keys.page(scope, sync, [key('b'), key('c')], progress)
  await store.close()

  const again = await opened(file)
  expect(await again.keys.progress(scope)).toEqual({ sync, progress: { ...progress, read: 3 } })
  expect(await again.keys.page(scope, sync, [key('a')], progress)).toMatchObject({ fresh: 0 })
  await again.keys.finish(scope, sync, fullState)
  expect(await again.keys.progress(scope)).toBeNull()
  const next = await again.keys.begin(scope)
  await again.keys.page(scope, next, [key('a')], progress)
  expect(await again.keys.progress(scope)).toMatchObject({ sync: next, progress: { read: 1 } })
  await again.keys.page(scope, next, [key('b')])
  expect(await again.keys.progress(scope)).toBeNull()
  await again.keys.page(scope, next, [key('c')], progress)
  await again.keys.begin(scope)
  expect(await again.keys.progress(scope)).toBeNull()
  expect(await again.keys.page(scope, next, [key('d')], progress)).toMatchObject({ fresh: null })
})

test('each row is new to a read once, whatever was put or deleted here meanwhile', async () => {
  const { store, scope, ids } = await fresh()
  await bring(store, scope, [key('a'), key('b'), key('c'), key('old')])
  const sync = await store.keys.begin(scope)
  const page = async (...rows: readonly KeyRecord[]) =>
    (await store.keys.page(scope, sync, rows)).fresh
  expect(await page(key('a'), key('a'), key('d'))).toBe(2)
  await store.keys.put(scope, key('b', { name: 'Put' }))
  await store.keys.put(scope, key('d', { name: 'Put' }))
  await store.keys.put(scope, key('made'))
  expect(await page(key('b', { name: 'Put' }), key('c', { name: 'New' }), key('d'))).toBe(2)
  await store.keys.delete({ ...scope, key: 'd' })
  expect((await store.keys.finish(scope, sync, fullState)).vanished).toEqual([key('old')])
  expect(await ids()).toEqual(['a', 'b', 'c', 'made'])
})

test('a key that was brought and deleted here since hides none that has vanished', async () => {
  const { store, scope, ids } = await fresh()
  await bring(store, scope, [key('a'), key('b'), key('old')])
  const sync = await store.keys.begin(scope)
  await store.keys.page(scope, sync, [key('a'), key('b')])
  await store.keys.delete({ ...scope, key: 'b' })
  expect((await store.keys.finish(scope, sync, fullState)).vanished).toEqual([key('old')])
  expect(await ids()).toEqual(['a'])
})
