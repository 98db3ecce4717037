import { type KeyboardEvent, useMemo, useState } from 'react'
import type { DrawnRow } from './use-slice.ts'

type ActiveRowProps<Row> = {
  readonly rows: readonly Row[]
  readonly offset: number
  readonly total: number
  /** Rows that a page key moves by. */
  readonly page: number
  readonly idOf: (row: Row) => string
  /** Nothing is done with a row that is not among them: nobody sees which it is. */
  readonly drawn: readonly DrawnRow<Row>[]
  readonly reveal: (index: number) => void
  readonly onOpen: (row: Row) => void
  readonly onDelete: ((row: Row) => void) | undefined
}

/** Where the row `id` is now, when it was at `index` before the list changed. */
export const followRow = (
  ids: readonly string[],
  offset: number,
  total: number,
  was: { readonly index: number; readonly id: string | null },
): number => {
  const clamped = Math.min(was.index, Math.max(0, total - 1))
  if (was.id === null || ids[was.index - offset] === was.id) return clamped
  const found = ids.indexOf(was.id)
  return found === -1 ? clamped : offset + found
}

/** Where a key moves to from `index`, or null where it does not move. */
export const stepTo = (key: string, index: number, total: number, page: number): number | null => {
  const target = {
    ArrowUp: index - 1,
    ArrowDown: index + 1,
    PageUp: index - page,
    PageDown: index + page,
    Home: 0,
    End: total - 1,
  }[key]
  return target === undefined ? null : Math.min(Math.max(0, target), Math.max(0, total - 1))
}

/** The row that the keyboard is on. It stays on the same key when the list changes around it. */
export const useActiveRow = <Row>(props: ActiveRowProps<Row>) => {
  const { rows, offset, total, page, idOf, drawn, reveal, onOpen, onDelete } = props
  const [held, setHeld] = useState<{ readonly index: number; readonly id: string | null }>({
    index: 0,
    id: null,
  })
  // Scrolling draws the grid at every step, and the rows are two hundred.
  const ids = useMemo(() => rows.map(idOf), [rows, idOf])
  const index = followRow(ids, offset, total, held)
  const seen = drawn.find(one => one.index === index)

  const hold = (to: number) => {
    const target = rows[to - offset]
    setHeld({ index: to, id: target === undefined ? null : idOf(target) })
  }
  const move = (to: number) => {
    hold(to)
    reveal(to)
  }
  const use = (act: (row: Row) => void) => {
    if (!seen) reveal(index)
    else if (seen.row) act(seen.row)
  }

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const target = stepTo(event.key, index, total, page)
    const onGrid = event.target === event.currentTarget
    if (target !== null) {
      // The buttons that had the focus are of another row now.
      if (!onGrid) event.currentTarget.focus({ preventScroll: true })
      move(target)
    }
    // Enter on a button inside a row presses that button.
    else if (event.key === 'Enter' && onGrid) use(onOpen)
    else if (event.key === 'Delete' && onDelete) use(onDelete)
    else return
    event.preventDefault()
  }

  return {
    /** Null while it is not drawn. */
    shown: seen ? index : null,
    move,
    /** Whoever has the focus within a row is on that row; on the grid, on the row that it has. */
    onFocus: (within: number | null) => hold(within ?? index),
    onKeyDown,
  }
}
