import { describe, expect, test } from 'vitest'
import { covers, createKeysWindow, windowAround } from '../../src/renderer/src/state/keys-window.ts'
import { holds } from '../../src/renderer/src/state/use-keys-window.ts'
import { scaledScroll } from '../../src/renderer/src/ui/grid/scaled-scroll.ts'
import { followRow, stepTo } from '../../src/renderer/src/ui/grid/use-active-row.ts'
import type { KeyCounts, KeysQuery, KeysWindow } from '../../src/shared/contract/keys.ts'
import { keyOf } from './fake-world.ts'

const rowHeight = 40
const viewport = 600
const million = 1_000_000

describe('scaledScroll', () => {
  test('is plain scrolling as long as the browser can lay all rows out', () => {
    const scroll = scaledScroll(1000, rowHeight, viewport)
    expect(scroll.height).toBe(40_000)
    expect(scroll.at(0)).toEqual({ first: 0, last: 14, top: 0 })
    expect(scroll.at(50)).toEqual({ first: 1, last: 16, top: 40 })
    expect(scroll.at(40_000 - viewport)).toMatchObject({ last: 999 })
  })
  test('reaches the first, the middle and the last of a million rows within a clamped height', () => {
    const scroll = scaledScroll(million, rowHeight, viewport)
    const end = scroll.height - viewport
    expect(scroll.height).toBeLessThan(2 ** 25)
    expect(scroll.at(0)).toMatchObject({ first: 0, top: 0 })
    expect(scroll.at(end / 2).first).toBe(million / 2 - 8)
    const last = scroll.at(end)
    expect(last.last).toBe(million - 1)
    // The bottom edge of the last row is the bottom edge of the scrolled element.
    expect(last.top + (last.last - last.first + 1) * rowHeight).toBeCloseTo(scroll.height, 5)
  })
  test('brings any row wholly into sight, and moves no further than it must', () => {
    const scroll = scaledScroll(million, rowHeight, viewport)
    for (const index of [0, 1, 499_999, 500_000, million - 2, million - 1]) {
      const position = scroll.reveal(index, scroll.height / 3)
      const { first, top } = scroll.at(position)
      const y = top + (index - first) * rowHeight - position
      expect(y).toBeGreaterThanOrEqual(-0.01)
      expect(y + rowHeight).toBeLessThanOrEqual(viewport + 0.01)
      expect(scroll.reveal(index, position)).toBeCloseTo(position, 5)
    }
  })
  test('has no rows where there are none, and all where they fit', () => {
    expect(scaledScroll(0, rowHeight, viewport).height).toBe(0)
    expect(scaledScroll(3, rowHeight, viewport).at(0)).toEqual({ first: 0, last: 2, top: 0 })
    expect(scaledScroll(3, rowHeight, viewport).reveal(2, 0)).toBe(0)
  })
  test('clamps positions that the browser reports beyond the end', () => {
    const scroll = scaledScroll(100, rowHeight, viewport)
    expect(scroll.at(99_999).last).toBe(99)
    expect(scroll.at(-50).first).toBe(0)
  })
})

describe('keyboard', () => {
  test('moves by rows and pages and stops at the ends', () => {
    expect(stepTo('ArrowDown', 4, 10, 3)).toBe(5)
    expect(stepTo('ArrowUp', 0, 10, 3)).toBe(0)
    expect(stepTo('PageDown', 8, 10, 3)).toBe(9)
    expect(stepTo('PageUp', 8, 10, 3)).toBe(5)
    expect(stepTo('Home', 8, 10, 3)).toBe(0)
    expect(stepTo('End', 0, million, 3)).toBe(million - 1)
    expect(stepTo('End', 0, 0, 3)).toBe(0)
    expect(stepTo('x', 0, 10, 3)).toBeNull()
  })
  test('stays on the same key when keys come and go around it', () => {
    const was = { index: 3, id: 'd' }
    expect(followRow(['a', 'b', 'c', 'd'], 0, 4, was)).toBe(3)
    expect(followRow(['new', 'a', 'b', 'c', 'd'], 0, 5, was)).toBe(4)
    expect(followRow(['x', 'd'], 10, 20, was)).toBe(11)
    expect(followRow(['a', 'b'], 0, 2, was)).toBe(1)
    expect(followRow([], 0, 0, was)).toBe(0)
  })
})

const countsOf = (total: number): KeyCounts => ({
  ...{ total, neverUsed: 0, environments: { preview: total, production: 0 } },
  states: { active: total, suspended: 0, revoked: 0, expired: 0, absent: 0, unknown: 0 },
  expiry: { week: 0, month: 0, never: total },
})

/** A list whose answers come when the test says so. */
const listOf = (size: number) => {
  const waiting: { readonly asked: KeysWindow; readonly answer: () => void; fail: () => void }[] =
    []
  const load = (asked: KeysWindow) => {
    const { promise, resolve, reject } = Promise.withResolvers<{
      rows: ReturnType<typeof rowsOf>
      total: number
      counted: boolean
      unfiltered: number
    }>()
    waiting.push({
      asked,
      answer: () =>
        resolve({ rows: rowsOf(asked, size), total: size, counted: true, unfiltered: size }),
      fail: () => reject(new Error('no disk')),
    })
    return promise
  }
  return { lists: { window: load, counts: async () => null }, waiting }
}
const rowsOf = ({ offset, limit, search }: KeysWindow, size: number) =>
  Array.from({ length: Math.min(limit, Math.max(0, size - offset)) }, (_, index) => ({
    ...{ connection: 'c', environment: 'preview' as const },
    ...keyOf(offset + index, 'preview', 0),
    name: `${search} ${offset + index}`,
  }))

const query = {
  ...{ scope: null, kind: null, search: '', states: null },
  sort: { column: 'name', descending: false },
} as const

test('a list is asked for again when something changes in what it holds', () => {
  const preview = { connection: 'c', environment: 'preview' } as const
  const production = { connection: 'c', environment: 'production' } as const
  expect([holds(null, preview), holds(preview, preview)]).toEqual([true, true])
  expect([holds(preview, production), holds(preview, { ...preview, connection: 'd' })]).toEqual([
    false,
    false,
  ])
  const both = { connection: 'c', environment: null }
  expect([holds(both, preview), holds(both, production)]).toEqual([true, true])
  expect(holds(both, { ...preview, connection: 'd' })).toBe(false)
})

describe('createKeysWindow', () => {
  test('asks for a window around what is in sight and no more than the route allows', () => {
    expect(windowAround(0, 20)).toEqual({ offset: 0, limit: 200 })
    expect(windowAround(500, 519)).toEqual({ offset: 410, limit: 200 })
  })

  test('asks nothing while what it holds covers what is in sight', async () => {
    const { lists, waiting } = listOf(1000)
    const list = createKeysWindow(lists, query)
    const asked = list.refetch()
    waiting[0]?.answer()
    await asked
    expect(list.store.getState()).toMatchObject({ answered: true, total: 1000, offset: 0 })
    await list.look(100, 120)
    expect(waiting).toHaveLength(1)
    expect(covers(list.store.getState(), 190, 210)).toBe(false)
    const looked = list.look(190, 210)
    expect(waiting[1]?.asked.offset).toBe(100)
    waiting[1]?.answer()
    await looked
    expect(list.store.getState().offset).toBe(100)
  })

  test('drops the late answer to an older search', async () => {
    const { lists, waiting } = listOf(10)
    const list = createKeysWindow(lists, query)
    const first = list.setQuery({ ...query, search: 'a' })
    const second = list.setQuery({ ...query, search: 'ab' })
    waiting[1]?.answer()
    await second
    waiting[0]?.answer()
    await first
    expect(list.store.getState().rows[0]?.name).toBe('ab 0')
  })

  test('scrolling asks one question at a time and ends at what is in sight', async () => {
    const { lists, waiting } = listOf(10_000)
    const list = createKeysWindow(lists, query)
    const asked = list.refetch()
    waiting[0]?.answer()
    await asked
    const started = list.look(1000, 1020)
    await list.look(3000, 3020)
    await list.look(5000, 5020)
    expect(waiting).toHaveLength(2)
    waiting[1]?.answer()
    await expect.poll(() => waiting.length).toBe(3)
    waiting[2]?.answer()
    await started
    expect(covers(list.store.getState(), 5000, 5020)).toBe(true)
  })

  test('keeps its rows while it asks again, and when asking fails', async () => {
    const { lists, waiting } = listOf(10)
    const list = createKeysWindow(lists, query)
    const asked = list.refetch()
    waiting[0]?.answer()
    await asked
    const again = list.refetch()
    expect(list.store.getState().rows).toHaveLength(10)
    waiting[1]?.fail()
    await again
    expect(list.store.getState()).toMatchObject({ failure: { cause: new Error('no disk') } })
    expect(list.store.getState().rows).toHaveLength(10)
  })

  test('of a kind that it has none of, it knows how many of another there are', async () => {
    const asked: KeysWindow[] = []
    const load = async (window: KeysWindow) => {
      asked.push(window)
      return { rows: [], total: 0, counted: true, unfiltered: window.kind === null ? 7 : 0 }
    }
    const lists = { window: load, counts: async () => null }
    const list = createKeysWindow(lists, { ...query, kind: 'system', search: 'x' })
    await list.refetch()
    expect(list.store.getState()).toMatchObject({ unfiltered: 0, held: 7, answered: true })
    expect(asked[1]).toMatchObject({ kind: null, search: '', offset: 0 })
  })

  test('asks how many there are after the rows, and says so of its own query alone', async () => {
    const asked: string[] = []
    const lists = {
      window: async (asked: KeysWindow) => ({
        ...{ rows: rowsOf(asked, 200), total: 200, counted: false, unfiltered: 5000 },
      }),
      counts: async ({ search }: KeysQuery) => {
        asked.push(search)
        return search === 'a' ? countsOf(300) : null
      },
    }
    const list = createKeysWindow(lists, query)
    await list.setQuery({ ...query, search: 'a', owner: 'ada' })
    expect(list.store.getState()).toMatchObject({ total: 200, counted: false, counts: null })
    await expect.poll(() => list.store.getState().counted).toBe(true)
    await list.refetch()
    expect(list.store.getState()).toMatchObject({
      total: 300,
      counted: true,
      counts: countsOf(300),
    })
    await list.setQuery({ ...query, search: 'ab' })
    expect(list.store.getState()).toMatchObject({ total: 200, counted: false, counts: null })
    await expect.poll(() => asked.at(-1)).toBe('ab')
    expect(list.store.getState().counted).toBe(false)
    list.stop()
  })

  test('takes no answer after it was stopped', async () => {
    const { lists, waiting } = listOf(10)
    const list = createKeysWindow(lists, query)
    const asked = list.refetch()
    list.stop()
    waiting[0]?.answer()
    await asked
    expect(list.store.getState().answered).toBe(false)
  })
})
