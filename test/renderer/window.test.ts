import { describe, expect, test } from 'vitest'
import { createKeysWindow, showsRows } from '../../src/renderer/src/state/keys-window.ts'
import {
  covers,
  joined,
  nextSpan,
  type Run,
  spanAround,
  spanInSight,
} from '../../src/renderer/src/state/row-spans.ts'
import { initialUi, useUi } from '../../src/renderer/src/state/ui.ts'
import { holds } from '../../src/renderer/src/state/use-keys-window.ts'
import { onSearch } from '../../src/renderer/src/state/use-search-at-once.ts'
import type { KeyCounts, KeysQuery, KeysWindow } from '../../src/shared/contract/keys.ts'
import { keyOf } from './fake-world.ts'

const million = 1_000_000

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

describe('spans of rows', () => {
  const run = (offset: number, length: number, total = million) => ({
    ...{ offset, total },
    rows: Array.from({ length }, (_, index) => offset + index),
  })
  const sight = { first: 500, last: 519 }

  test('no more is asked for than the route allows, and never nothing', () => {
    expect(spanAround({ first: 0, last: 20 })).toEqual({ offset: 0, limit: 200 })
    expect(spanAround(sight)).toEqual({ offset: 410, limit: 200 })
    expect(spanInSight(sight)).toEqual({ offset: 500, limit: 20 })
    expect(spanInSight({ first: 0, last: -1 })).toEqual({ offset: 0, limit: 1 })
    expect(spanInSight({ first: 0, last: 999 }).limit).toBe(200)
  })

  test('at rest there are rows on both sides, and then nothing is asked for', () => {
    expect(nextSpan(run(500, 20), sight, 0)).toEqual({ offset: 520, limit: 200 })
    expect(nextSpan(run(500, 220), sight, 0)).toEqual({ offset: 300, limit: 200 })
    expect(nextSpan(run(300, 420), sight, 0)).toBeNull()
    expect(nextSpan(run(0, 1000, 520), sight, 0)).toBeNull()
  })

  test('ahead of a list that is scrolled, further the faster it is, and never behind it', () => {
    expect(nextSpan(run(500, 200), sight, 10)).toBeNull()
    expect(nextSpan(run(500, 200), sight, 80)).toEqual({ offset: 700, limit: 200 })
    expect(nextSpan(run(500, 200), sight, -10)).toEqual({ offset: 300, limit: 200 })
  })

  test('what will be in sight when the answer comes, where nothing that is held leads there', () => {
    const span = nextSpan(run(0, 200), { first: 5000, last: 5019 }, 100)
    expect(span).toEqual({ offset: 5040, limit: 140 })
    expect(span && span.offset <= 5100 && span.offset + span.limit >= 5120).toBe(true)
  })

  test('who drags the scrollbar has jumped: where from says nothing of where to', () => {
    const span = nextSpan(run(0, 200), { first: 500_000, last: 500_019 }, 499_000)
    expect(span).toEqual({ offset: 499_990, limit: 40 })
    const last = nextSpan(run(0, 200), { first: million - 20, last: million - 1 }, 399)
    expect(last && last.offset + last.limit >= million).toBe(true)
  })

  test('windows that meet are one, whichever came first, of the newer rows where they overlap', () => {
    expect(joined(run(0, 200), run(200, 200), sight)).toEqual(run(0, 400))
    expect(joined(run(200, 200), run(0, 200), sight)).toEqual(run(0, 400))
    expect(joined(run(0, 200), run(201, 20), sight)).toEqual(run(201, 20))
    const newer = { offset: 10, total: million, rows: [-1, -2] }
    expect(joined(run(0, 30), newer, sight).rows.slice(9, 13)).toEqual([9, -1, -2, 12])
  })

  test('nothing is joined to a list that has become longer or shorter', () => {
    expect(joined(run(0, 200, 900), run(200, 200, 901), sight)).toEqual(run(200, 200, 901))
  })

  test('of a long way no more is kept than is near, and always what is in sight', () => {
    let held: Run<number> = run(0, 200)
    for (let offset = 200; offset < 5000; offset += 200) {
      const here = { first: offset - 40, last: offset - 20 }
      held = joined(held, run(offset, 200), here)
      expect(held.rows.length).toBeLessThanOrEqual(600)
      expect(held.rows[0]).toBe(held.offset)
      expect(covers(held, here)).toBe(true)
    }
  })
})

describe('createKeysWindow', () => {
  test('asks for what is in sight first, and for what is around it when that is there', async () => {
    const { lists, waiting } = listOf(1000)
    const list = createKeysWindow(lists, query)
    const asked = list.refetch()
    expect(waiting[0]?.asked).toMatchObject({ offset: 0, limit: 30 })
    waiting[0]?.answer()
    await asked
    expect(list.store.getState()).toMatchObject({ answered: true, total: 1000, offset: 0 })
    expect(list.store.getState().rows).toHaveLength(30)
    expect(waiting).toHaveLength(1)
    await expect.poll(() => waiting.length).toBe(2)
    expect(waiting[1]?.asked).toMatchObject({ offset: 30, limit: 200 })
    waiting[1]?.answer()
    await expect.poll(() => list.store.getState().rows.length).toBe(230)
    await list.look(10, 30)
    expect(waiting).toHaveLength(2)
    list.stop()
  })

  test('asks for as many rows as were in sight of a longer list before', async () => {
    const { lists, waiting } = listOf(1000)
    const list = createKeysWindow(lists, query)
    const asked = list.refetch()
    waiting[0]?.answer()
    await asked
    void list.look(0, 22)
    void list.look(0, 2)
    void list.setQuery({ ...query, search: 'a' })
    expect(waiting.at(-1)?.asked).toMatchObject({ search: 'a', offset: 0, limit: 23 })
    list.stop()
  })

  test('a list that others change is asked for around what is in sight', async () => {
    const { lists, waiting } = listOf(10_000)
    const list = createKeysWindow(lists, query)
    const asked = list.refetch()
    waiting[0]?.answer()
    await asked
    void list.look(5000, 5019)
    waiting[1]?.answer()
    await expect.poll(() => covers(list.store.getState(), { first: 5000, last: 5019 })).toBe(true)
    void list.refetch()
    waiting[2]?.answer()
    await expect.poll(() => waiting[3]?.asked).toMatchObject({ offset: 4910, limit: 200 })
    list.stop()
  })

  test('a list that changes faster than it is answered is answered all the same', async () => {
    const { lists, waiting } = listOf(1000)
    const list = createKeysWindow(lists, query)
    for (let times = 0; times < 5; times++) void list.refetch()
    expect(waiting).toHaveLength(1)
    waiting[0]?.answer()
    await expect.poll(() => list.store.getState().answered).toBe(true)
    await expect.poll(() => waiting.length).toBe(2)
    waiting[1]?.fail()
    await expect.poll(() => list.store.getState().failure).not.toBeNull()
    void list.refetch()
    expect(waiting).toHaveLength(3)
    list.stop()
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
    void list.look(1000, 1020)
    await list.look(3000, 3020)
    await list.look(5000, 5020)
    expect(waiting).toHaveLength(2)
    waiting[1]?.answer()
    await expect.poll(() => waiting.length).toBe(3)
    waiting[2]?.answer()
    await expect.poll(() => covers(list.store.getState(), { first: 5000, last: 5020 })).toBe(true)
    list.stop()
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

  test('asks for no rows beyond the end, although more were counted before', async () => {
    const asked: KeysWindow[] = []
    let size = 300
    const list = createKeysWindow(
      {
        window: async window => {
          if (asked.push(window) > 50) throw new Error('asked without end')
          const rows = rowsOf(window, size)
          return { rows, total: rows.length, counted: false, unfiltered: 5000 }
        },
        counts: async () => (size === 300 ? countsOf(300) : null),
      },
      query,
    )
    await list.refetch()
    await expect.poll(() => list.store.getState().counts?.total).toBe(300)
    size = 200
    await list.refetch()
    await list.look(180, 199)
    await expect.poll(() => list.store.getState().total).toBe(200)
    const before = asked.length
    for (let turn = 0; turn < 20; turn++) await list.look(180 - turn, 199 - turn)
    expect(asked.length - before).toBeLessThan(5)
    list.stop()
  })

  test('shows the rows of the query before until there is an answer, and not where there is none', async () => {
    const { lists, waiting } = listOf(10)
    const list = createKeysWindow(lists, query)
    const shown = () => showsRows(list.store.getState())
    const asked = list.refetch()
    expect(shown()).toBe(false)
    waiting[0]?.answer()
    await asked
    const again = list.refetch()
    waiting[1]?.fail()
    await again
    expect(shown()).toBe(true)
    const other = list.setQuery({ ...query, search: 'a' })
    expect(list.store.getState().answered).toBe(false)
    waiting[2]?.fail()
    await other
    expect(shown()).toBe(false)
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

describe('what is looked for', () => {
  test('is told in the turn in which it is typed, and nothing else is', () => {
    useUi.setState(initialUi, true)
    const asked: string[] = []
    const stop = onSearch(search => asked.push(search))
    useUi.setState({ search: 'a' })
    useUi.setState({ page: 'review' })
    useUi.setState({ search: 'ab' })
    expect(asked).toEqual(['a', 'ab'])
    stop()
    useUi.setState(initialUi, true)
    expect(asked).toEqual(['a', 'ab'])
  })
})

test('a key that came between two answers is no key of another kind', async () => {
  const sizes = [0, 1, 1]
  const window = async (asked: KeysWindow) => {
    const size = sizes.shift() ?? 1
    return { rows: rowsOf(asked, size), total: size, counted: true, unfiltered: size }
  }
  const list = createKeysWindow({ window, counts: async () => null }, { ...query, kind: 'key' })
  await list.refetch()
  expect(list.store.getState()).toMatchObject({ answered: true, unfiltered: 1, held: 1 })
})
