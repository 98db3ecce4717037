import { expect, test } from 'vitest'
import type { Store } from '../../../../src/main/services/ports.ts'
import type { Scope } from '../../../../src/shared/domain/key.ts'
import { fakeClock } from '../../../fakes.ts'
import { bring, freshFile, fullState, key, opened, withScope } from './samples.ts'

const start = Date.parse('2026-11-21T09:00:00Z')
const day = 86_400_000

const fresh = async () => {
  const clock = fakeClock(start)
  const file = freshFile()
  const store = await opened(file, undefined, clock.now)
  const { stored, scope } = await withScope(store)
  return { clock, file, store, stored, scope }
}

const gone = (store: Store, scope: Scope | null, search = '') =>
  store.keys.gone({ scope, kind: null, search, offset: 0, limit: 200 })

const idsOf = async (store: Store, scope: Scope | null, search = '') =>
  (await gone(store, scope, search)).rows.map(row => row.id)

test('a key that a whole read no longer brings is remembered with when it was last seen', async () => {
  const { clock, store, scope } = await fresh()
  await bring(store, scope, [key('a'), key('b', { name: 'Kept', mask: 'm' })])
  clock.advance(1000)
  await bring(store, scope, [key('a')])
  expect(await gone(store, scope)).toEqual({
    rows: [{ ...scope, ...key('b', { name: 'Kept', mask: 'm' }), seenAt: 5, goneAt: start + 1000 }],
    total: 1,
  })
})

test('what the change feed deletes is remembered, newest first and found by its text; what is deleted here is not', async () => {
  const { clock, store, scope } = await fresh()
  await bring(store, scope, [key('a'), key('b', { name: 'Über' }), key('c'), key('d')])
  for (const id of ['a', 'b']) {
    clock.advance(1000)
    await store.keys.apply(scope, [{ kind: 'delete', id, at: 1 }], fullState)
  }
  await store.keys.delete({ ...scope, key: 'c' })
  await store.keys.delete({ ...scope, key: 'd' }, true)
  expect(await idsOf(store, scope)).toEqual(['d', 'b', 'a'])
  expect(await idsOf(store, null, 'über')).toEqual(['b'])
  expect(await idsOf(store, { ...scope, environment: 'production' })).toEqual([])
  expect(
    await store.keys.gone({ scope: null, kind: null, search: '', offset: 1, limit: 1 }),
  ).toMatchObject({
    ...{ rows: [{ id: 'b' }], total: 3 },
  })
})

test('keys and systems that are gone are lists of their own', async () => {
  const { store, scope } = await fresh()
  await bring(store, scope, [key('k'), key('s', { kind: 'system' })])
  await bring(store, scope, [])
  const all = { scope, search: '', offset: 0, limit: 200 }
  expect(await store.keys.gone({ ...all, kind: 'key' })).toMatchObject({
    rows: [{ id: 'k' }],
    total: 1,
  })
  expect(await store.keys.gone({ ...all, kind: 'system' })).toMatchObject({
    rows: [{ id: 's' }],
    total: 1,
  })
  expect((await store.keys.gone({ ...all, kind: null })).total).toBe(2)
})

test('a key that comes back is gone no longer, by whichever way it comes', async () => {
  const { store, scope } = await fresh()
  const all = [key('a'), key('b'), key('c'), key('kept')]
  await bring(store, scope, all)
  await bring(store, scope, [key('kept')])
  expect(await idsOf(store, scope)).toEqual(['c', 'b', 'a'])
  await bring(store, scope, [key('kept'), key('a')])
  await store.keys.apply(scope, [{ kind: 'upsert', key: key('b') }], fullState)
  await store.keys.put(scope, key('c'))
  expect(await idsOf(store, scope)).toEqual([])
})

test('a key that is deleted and comes back within one page of changes is not gone', async () => {
  const { store, scope } = await fresh()
  await bring(store, scope, [key('a'), key('b')])
  const changes = [
    { kind: 'delete', id: 'a', at: 1 },
    { kind: 'delete', id: 'b', at: 1 },
    { kind: 'upsert', key: key('a') },
  ] as const
  await store.keys.apply(scope, changes, fullState)
  expect(await idsOf(store, scope)).toEqual(['b'])
})

test('a list that was never whole leaves no trace, nor does one that is another now', async () => {
  const { store, stored, scope } = await fresh()
  const sync = await store.keys.begin(scope)
  await store.keys.page(scope, sync, [key('a'), key('b')])
  await bring(store, scope, [key('a')])
  expect(await idsOf(store, scope)).toEqual([])
  await bring(store, scope, [])
  expect(await idsOf(store, scope)).toEqual(['a'])
  const preview = { ...stored.places.preview, url: 'https://elsewhere.example' }
  await store.connections.put({ ...stored, places: { ...stored.places, preview } })
  expect(await idsOf(store, scope)).toEqual([])
})

test('they are kept for 90 days, and 10,000 of a scope', async () => {
  const { clock, store, scope } = await fresh()
  await bring(store, scope, [key('old'), key('kept')])
  await bring(store, scope, [key('kept')])
  clock.advance(90 * day + 1)
  expect(await idsOf(store, scope)).toEqual([])
  const many = Array.from({ length: 10_005 }, (_, index) => key(`k${index}`))
  await bring(store, scope, [key('kept'), ...many])
  await bring(store, scope, [key('kept'), key('k1')])
  clock.advance(1)
  await bring(store, scope, [key('kept')])
  expect((await gone(store, scope)).total).toBe(10_000)
  expect((await idsOf(store, scope))[0]).toBe('k1')
}, 60_000)
