import { expect, test } from 'vitest'
import type { KeyState } from '../../../../src/shared/domain/key.ts'
import { fakeClock } from '../../../fakes.ts'
import { bring, freshFile, fullState, key, opened, profile, query, withScope } from './samples.ts'

const start = Date.parse('2026-11-21T09:00:00Z')
const minute = 60_000

/** Two keys that expire after one and three minutes, and one of each other kind of state; by the service's clock. */
const withClock = async () => {
  const clock = fakeClock(start)
  const store = await opened(freshFile(), undefined, clock.now)
  const { stored, scope } = await withScope(store)
  const passed = { expiresAt: start - minute }
  await bring(store, scope, [
    key('soon', { expiresAt: start + minute }),
    key('later', { state: 'suspended', expiresAt: start + 3 * minute }),
    key('past', passed),
    key('told', { state: 'expired' }),
    key('never'),
    key('revoked', { state: 'revoked', ...passed }),
    key('system', { kind: 'system', state: 'absent', mask: null, ...passed }),
    key('strange', { state: 'unknown', ...passed }),
  ])
  const states = async () => {
    const { rows } = await store.keys.window(query(scope))
    return Object.fromEntries(rows.map(row => [row.id, row.state]))
  }
  const inState = async (...wanted: KeyState[]) => {
    const found = await store.keys.window(query(scope, { states: wanted }))
    expect(found.total).toBe(found.rows.length)
    return found.rows.map(row => row.id)
  }
  return { clock, store, stored, scope, states, inState }
}

const fixed = {
  ...{ past: 'expired', told: 'expired', never: 'active' },
  ...{ revoked: 'revoked', system: 'absent', strange: 'unknown' },
} as const

test('a key is expired from the moment on that was set, in the list and by itself', async () => {
  const { clock, store, scope, states, inState } = await withClock()
  expect(await states()).toEqual({ ...fixed, soon: 'active', later: 'suspended' })
  clock.advance(minute - 1)
  expect(await inState('active')).toEqual(['never', 'soon'])
  expect(await inState('expired')).toEqual(['past', 'told'])
  clock.advance(1)
  expect(await states()).toEqual({ ...fixed, soon: 'expired', later: 'suspended' })
  expect(await inState('active')).toEqual(['never'])
  expect(await inState('expired', 'absent')).toEqual(['past', 'soon', 'system', 'told'])
  expect(await store.keys.get({ ...scope, key: 'soon' })).toEqual({
    ...key('soon', { state: 'expired', expiresAt: start + minute }),
    ...scope,
  })
  clock.advance(2 * minute)
  expect(await inState('suspended')).toEqual([])
  const sort = { column: 'state', descending: true } as const
  const sorted = (await store.keys.window(query(scope, { sort }))).rows.map(row => row.state)
  expect(sorted).toEqual(sorted.toSorted().toReversed())
  expect(sorted.filter(state => state === 'expired')).toHaveLength(4)
})

test('a change of the expiry is seen at once', async () => {
  const { store, scope, states } = await withClock()
  await store.keys.put(scope, key('past', { expiresAt: start + minute }))
  await store.keys.put(scope, key('never', { expiresAt: start }))
  await store.keys.put(scope, key('told', { expiresAt: null }))
  expect(await states()).toMatchObject({ past: 'active', never: 'expired', told: 'active' })
})

test('the clock is the service’s, each service’s its own', async () => {
  const { clock, store, stored, scope, states, inState } = await withClock()
  const other = await withScope(store)
  await bring(store, other.scope, [key('there', { expiresAt: start + minute })])
  await store.profiles.put(scope, { ...profile, serverTime: start + 2 * minute })
  expect(await states()).toMatchObject({ soon: 'expired', later: 'suspended' })
  expect(await inState('expired')).toEqual(['past', 'soon', 'told'])
  expect(await store.keys.nextExpiry(scope)).toBe(start + minute)
  expect(await store.keys.nextExpiry(other.scope)).toBe(start + minute)
  const everywhere = await store.keys.window(query(null, { states: ['expired'] }))
  expect(everywhere.rows.map(row => row.id)).toEqual(['past', 'soon', 'told'])
  const active = await store.keys.window(query(null, { states: ['active'] }))
  expect(active.rows.map(row => row.id)).toEqual(['never', 'there'])

  clock.advance(minute)
  await store.profiles.put(scope, { ...profile, serverTime: start - 2 * minute })
  expect(await states()).toMatchObject({ past: 'active', soon: 'active' })
  await store.connections.put({ ...stored, name: 'Renamed' })
  expect(await states()).toMatchObject({ past: 'active' })
  await store.profiles.put(scope, profile)
  expect(await states()).toMatchObject({ past: 'expired', soon: 'expired', later: 'suspended' })
})

test('an answer that took longer does not set the service’s clock: nothing expires twice', async () => {
  const { store, scope } = await withClock()
  const told = async (late: number) => {
    await store.profiles.put(scope, { ...profile, serverTime: start + minute - late })
    return store.keys.nextExpiry(scope)
  }
  expect(await told(0)).toBe(start + 2 * minute)
  expect(await told(1900)).toBe(start + 2 * minute)
  expect(await told(-1900)).toBe(start + 2 * minute)
  expect(await told(3000)).toBe(start + 3000)
})

test('the next expiry is of a key that can still expire', async () => {
  const { clock, store, scope } = await withClock()
  const nobody = { ...scope, environment: 'production' } as const
  expect(await store.keys.nextExpiry(nobody)).toBeNull()
  expect(await store.keys.nextExpiry(scope)).toBe(start + minute)
  clock.advance(minute)
  expect(await store.keys.nextExpiry(scope)).toBe(start + 3 * minute)
  await store.keys.put(scope, key('r', { state: 'revoked', expiresAt: start + 2 * minute }))
  expect(await store.keys.nextExpiry(scope)).toBe(start + 3 * minute)
  const expiring = { kind: 'system', expiresAt: start + 2.5 * minute } as const
  await store.keys.put(scope, key('s', expiring))
  expect(await store.keys.nextExpiry(scope)).toBe(start + 2.5 * minute)
  clock.advance(2 * minute)
  expect(await store.keys.nextExpiry(scope)).toBeNull()
})

test('that time passed is nobody’s change; an expiry that was moved is', async () => {
  const { clock, store, scope } = await withClock()
  clock.advance(5 * minute)
  const change = (id: string, after: Parameters<typeof key>[1]) =>
    ({ kind: 'upsert', key: key(id, after) }) as const
  const { changed } = await store.keys.apply(
    scope,
    [
      change('soon', { state: 'expired', expiresAt: start + minute, usageCount: 3 }),
      change('later', { state: 'expired', expiresAt: start + 3 * minute }),
      change('past', { state: 'expired', expiresAt: start - 2 * minute }),
      change('never', { state: 'expired' }),
      change('told', { state: 'active', expiresAt: start + 9 * minute }),
    ],
    fullState,
  )
  expect(changed.map(({ id }) => id)).toEqual(['past', 'never', 'told'])
})
