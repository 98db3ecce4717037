import { describe, expect, test } from 'vitest'
import { joinedPage } from '../../src/renderer/src/features/keys/gone/gone-pages.ts'
import { goneWords } from '../../src/renderer/src/features/keys/gone/gone-words.ts'
import { incompleteWords, listWords } from '../../src/renderer/src/features/keys/list/list-words.ts'
import { type ScopeStatus, scopeStatus } from '../../src/renderer/src/state/scope-status.ts'
import { setFilters, useUi } from '../../src/renderer/src/state/ui.ts'
import { filterText, narrowingText } from '../../src/renderer/src/ui/filters/filter-words.ts'
import {
  chosenFilters,
  filterOrder,
  isNarrowed,
  narrowings,
  offeredFilters,
  withoutOne,
  withState,
} from '../../src/renderer/src/ui/filters/filters.ts'
import type { GoneKey, KeyFilters } from '../../src/shared/contract/keys.ts'
import type { SyncState } from '../../src/shared/domain/sync.ts'
import { kindOf, liveSync, profileOf } from './fake-world.ts'

const now = Date.UTC(2026, 10, 21, 10, 0)
const none: KeyFilters = { kind: null, states: null }
const all: KeyFilters = {
  ...{ kind: 'system', states: ['suspended', 'active'], environment: 'production' },
  ...{ expiry: 'month', owner: 'ada@acme.example', neverUsed: true },
}

describe('what narrows a list', () => {
  test('is chosen one by one and taken away one by one', () => {
    expect(chosenFilters(none)).toEqual([])
    expect(chosenFilters(all)).toEqual(filterOrder)
    for (const name of filterOrder) expect(chosenFilters(withoutOne(all, name))).not.toContain(name)
    expect(chosenFilters(filterOrder.reduce(withoutOne, all))).toEqual([])
    expect(chosenFilters({ ...none, neverUsed: false })).toEqual([])
  })
  test('no state at all is every state', () => {
    const one = withState(none, 'active')
    expect(one.states).toEqual(['active'])
    expect(withState(one, 'expired').states).toEqual(['active', 'expired'])
    expect(withState(one, 'active').states).toBeNull()
  })
  test('says what was chosen in the service’s words', () => {
    const profile = profileOf({ states: { suspended: 'Paused' } })
    const said = filterOrder.map(name => filterText(name, all, profile))
    expect(said).toEqual([
      'Kind: Systems',
      'Status: Active, Paused',
      'Environment: Production',
      'Expiry: Within 30 days',
      'Owner: ada@acme.example',
      'Never used',
    ])
    expect(filterText('states', none, profile)).toBe('Status')
    expect(narrowingText('search', { ...none, search: ' kasse ' }, null)).toBe('“kasse”')
  })
  test('a kind is a list of its own, and its search narrows it', () => {
    expect(isNarrowed({ ...none, kind: 'key', search: ' ' })).toBe(false)
    expect(isNarrowed({ ...none, search: 'x' })).toBe(true)
    expect(isNarrowed({ ...none, search: '', owner: 'ada' })).toBe(true)
    const offered = ['states'] as const
    expect(narrowings({ ...all, search: 'x' }, offered)).toEqual(['search', 'states'])
  })
  test('is offered where the list has a column of it, or where it was chosen already', () => {
    const offered = (given: Partial<Parameters<typeof offeredFilters>[0]>) =>
      offeredFilters({ kind: 'key', profile: null, mixed: false, filters: none, ...given })
    expect(offered({})).toEqual(['states', 'expiry', 'owner', 'neverUsed'])
    expect(offered({ kind: 'system' })).toEqual(['states', 'owner'])
    expect(offered({ mixed: true })).toContain('environment')
    const columns = [{ id: 'name', label: 'Name' } as const]
    const bare = profileOf({ kinds: { key: kindOf({ columns }) } })
    expect(offered({ profile: bare })).toEqual(['states'])
    expect(offered({ profile: bare, filters: { ...none, owner: 'ada' } })).toContain('owner')
  })
  test('stays with its list', () => {
    setFilters('one', { ...none, owner: 'ada' })
    setFilters('other', { ...none, neverUsed: true })
    expect(useUi.getState().filters).toMatchObject({
      one: { owner: 'ada' },
      other: { neverUsed: true },
    })
  })
})

describe('beside the title of a list', () => {
  const scope = { connection: 'c', environment: 'preview' } as const
  const read = now - 19 * 60_000
  const state = (change: Partial<SyncState> = {}) =>
    scopeStatus({ ...liveSync(scope, 100_000, read), ...change })
  const begun = { asOf: null, complete: false, count: 40_000, total: 100_000 } as const
  const numbers = { total: 12, counted: true, unfiltered: 100_000 }
  const said = (status: ScopeStatus, filtered = false, change: Partial<typeof numbers> = {}) => {
    const given = { filtered, one: 'key', status, now, zone: 'UTC' }
    const { told, shown } = listWords({ ...given, numbers: { ...numbers, ...change } })
    return told + shown
  }

  test('all keys, and as of when', () => {
    expect(said(state())).toBe('All 100,000 keys, as of 09:41')
    expect(said(state(), false, { unfiltered: 1 })).toBe('1 key, as of 09:41')
    // What is whole is not less so because it is looked at again.
    expect(said(state({ phase: 'syncing' }))).toBe('All 100,000 keys, as of 09:41')
    expect(said(state({ phase: 'stopped' }))).toBe('All 100,000 keys, as of 09:41')
  })
  test('how far the first read is, and where it was stopped', () => {
    const [syncing, stopped] = [
      { ...begun, phase: 'syncing' } as const,
      { ...begun, phase: 'stopped' } as const,
    ]
    expect(said(state(syncing))).toBe('40,000 of 100,000 so far')
    expect(said(state({ ...syncing, total: null }))).toBe('40,000 so far')
    expect(said(state({ ...syncing, total: null, count: 0 }), false, { unfiltered: 0 })).toBe('')
    expect(said(state(stopped))).toBe('Stopped at 40,000 of 100,000')
    const here = { unfiltered: 40_000 }
    expect(said(state(syncing), true, here)).toBe('12 of 40,000 keys match so far')
    expect(said(state(stopped), true, here)).toBe('12 of 40,000 keys match')
    expect(incompleteWords(state(stopped))).toBe('Only 40,000 of 100,000 are here so far.')
    expect(incompleteWords(state())).toBeNull()
  })
  test('that the service shows only a part', () => {
    const part = { complete: false, count: 100, total: null } as const
    expect(said(state(part))).toBe('The service shows only its first 100')
    // One that says it has no more may cut its list off all the same.
    expect(said(state({ ...part, total: 100 }))).toBe('The service shows only its first 100')
    expect(said(state({ ...part, total: 500 }))).toBe('100 of 500')
    expect(incompleteWords(state(part))).toBe('Only 100 are here.')
  })
  test('how many match, exactly once they are counted', () => {
    expect(said(state(), true)).toBe('12 of 100,000 keys match')
    expect(said(state(), true, { counted: false, total: 2000 })).toBe(
      '2,000+ of 100,000 keys match',
    )
  })
  test('nothing that changes by itself is read out', () => {
    const told = (status: ScopeStatus, filtered = false) =>
      listWords({ numbers, filtered, one: 'key', status, now }).told
    expect(told(state())).toBe('All 100,000 keys')
    expect(told(state({ ...begun, phase: 'syncing' }))).toBe('')
    expect(told(state({ ...begun, phase: 'syncing' }), true)).toBe('')
    expect(told(state({ ...begun, phase: 'stopped' }))).toBe('Stopped at 40,000 of 100,000')
  })
  test('a list that could not be read says how old it is above it', () => {
    const error = { code: 'timeout', seconds: 30 } as const
    expect(said(state({ phase: 'failed', error }))).toBe('100,000 keys')
    expect(incompleteWords(state({ phase: 'failed', error }))).toBeNull()
  })
  test('a list of which the first read broke off says that it is a part', () => {
    const error = { code: 'timeout', seconds: 30 } as const
    const broken = state({ ...begun, phase: 'failed', error })
    expect(said(broken)).toBe('Only 40,000 are here')
    expect(incompleteWords(broken)).toBe('Only 40,000 are here.')
    expect(
      said(state({ ...begun, count: 0, phase: 'failed', error }), false, { unfiltered: 0 }),
    ).toBe('')
  })
})

test('a page of what was deleted elsewhere joins only the pages of its own search', () => {
  const rows = (count: number) => Array.from({ length: count }, () => ({}) as GoneKey)
  const known = { rows: rows(100), total: 300, search: 'bill' }
  const page = { rows: rows(100), total: 250, search: '' }
  expect(joinedPage(known, page, 100)).toBe(known)
  expect(joinedPage(known, { ...page, search: 'bill' }, 200)).toBe(known)
  expect(joinedPage(known, { ...page, search: 'bill' }, 100)?.rows).toHaveLength(200)
})

test('what was deleted elsewhere says when it was last seen', () => {
  const key = { seenAt: now - 20 * 60_000, goneAt: now - 19 * 60_000 }
  expect(goneWords(key, now, 'UTC')).toBe('Last seen 09:40, gone since 09:41')
})
