import { describe, expect, test } from 'vitest'
import { scaledScroll } from '../../src/renderer/src/ui/grid/scaled-scroll.ts'
import { seatRows } from '../../src/renderer/src/ui/grid/seats.ts'
import { followRow, stepTo } from '../../src/renderer/src/ui/grid/use-active-row.ts'
import { nearestHeld, sliceFrom } from '../../src/renderer/src/ui/grid/use-slice.ts'

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

describe('what is drawn of a list', () => {
  const idOf = (row: number) => `row ${row}`
  const held = { offset: 100, rows: Array.from({ length: 50 }, (_, index) => 100 + index), idOf }
  const at = (first: number) => ({ first, last: first + 9, top: first * rowHeight })

  test('the rows in sight, or the nearest as many while those have not come', () => {
    expect(nearestHeld(held, at(120))).toBe(120)
    expect(nearestHeld(held, at(145))).toBe(140)
    expect(nearestHeld(held, at(9000))).toBe(140)
    expect(nearestHeld(held, at(3))).toBe(100)
    const slice = sliceFrom(held, at(9000), 140)
    expect(slice.top).toBe(140 * rowHeight)
    expect(slice.rows.map(({ index, row }) => [index, row])).toEqual(
      Array.from({ length: 10 }, (_, step) => [140 + step, 140 + step]),
    )
  })

  test('bones where fewer rows have come than are in sight', () => {
    const few = { ...held, rows: [100, 101] }
    expect([nearestHeld(few, at(100)), nearestHeld(few, at(97))]).toEqual([100, 97])
    expect(
      sliceFrom(few, at(100), 100)
        .rows.map(({ row }) => row)
        .slice(0, 3),
    ).toEqual([100, 101, undefined])
  })
})

test('a row that moved between two windows is drawn twice for a moment, each time as itself', () => {
  const twice = { offset: 0, rows: ['a', 'b', 'a', 'c'], idOf: (row: string) => row }
  const { rows } = sliceFrom(twice, { first: 0, last: 3, top: 0 }, 0)
  expect(new Set(rows.map(({ key }) => key)).size).toBe(4)
  expect(rows.map(({ row }) => row)).toEqual(['a', 'b', 'a', 'c'])
})

describe('elements of rows', () => {
  const keys = ['a', 'b', 'c', 'd']
  const seats = seatRows(new Map(), keys, [])
  const shown = (after: ReadonlyMap<string, number>) => [...after.values()]

  test('a row that moves keeps its element, a new one takes that of one that is gone', () => {
    expect(shown(seats)).toEqual([0, 1, 2, 3])
    const after = seatRows(seats, ['c', 'd', 'e', 'f'], [])
    expect(shown(after)).toEqual([2, 3, 0, 1])
    expect(shown(seatRows(after, ['w', 'x', 'y', 'z'], []))).toEqual([0, 1, 2, 3])
  })

  test('no other row takes an element that has the focus, nor one that was pressed', () => {
    const after = seatRows(seats, ['c', 'd', 'e', 'f'], [0])
    expect(shown(after)).toEqual([2, 3, 1, 4])
    expect(shown(seatRows(after, ['g', 'h', 'i', 'j'], [0]))).not.toContain(0)
    expect(shown(seatRows(seats, ['b', 'a'], [0]))).toEqual([1, 0])
    expect(shown(seatRows(seats, ['c', 'd', 'e', 'f'], [0, 1]))).toEqual([2, 3, 4, 5])
  })

  test('no two rows have one element, however the list changes', () => {
    let before: ReadonlyMap<string, number> = new Map()
    for (let step = 0; step < 200; step++) {
      const first = (step * 37) % 50
      const now = Array.from({ length: 5 + (step % 7) }, (_, index) => `${first + index}`)
      before = seatRows(before, now, [step % 9, step % 4])
      expect(new Set(before.values()).size).toBe(now.length)
    }
  })
})
