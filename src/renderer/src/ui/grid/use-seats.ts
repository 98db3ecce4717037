import { type SyntheticEvent, useRef } from 'react'
import { type Seats, seatRows } from './seats.ts'

const seatOf = ({ target }: SyntheticEvent): number | null => {
  const row = target instanceof Element ? target.closest('[data-seat]') : null
  return row ? Number(row.getAttribute('data-seat')) : null
}

/** The elements of rows, used again for other rows, but for the one that a person is at. */
export const useSeats = (rows: readonly { readonly key: string }[]) => {
  const before = useRef<Seats>(new Map())
  const held = useRef<number | null>(null)
  const keys = rows.map(({ key }) => key)
  // Written while drawing: a drawing that is dropped costs no more than another element.
  before.current = seatRows(before.current, keys, held.current)
  const seats = before.current
  const hold = (event: SyntheticEvent) => {
    held.current = seatOf(event)
  }
  return {
    of: (key: string) => seats.get(key) ?? 0,
    holding: { onFocus: hold, onPointerDown: hold },
  }
}
