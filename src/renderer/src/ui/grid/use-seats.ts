import { type SyntheticEvent, useRef } from 'react'
import { type Seats, seatRows } from './seats.ts'

const seatOf = ({ target }: SyntheticEvent): number | null => {
  const row = target instanceof Element ? target.closest('[data-seat]') : null
  return row ? Number(row.getAttribute('data-seat')) : null
}

/** The elements of rows, used again for other rows, but for the one that a person is at. */
export const useSeats = (rows: readonly { readonly key: string }[]) => {
  const before = useRef<Seats>(new Map())
  // Apart, as a press on a row gives the focus to the grid around it.
  const focused = useRef<number | null>(null)
  const pressed = useRef<number | null>(null)
  const keys = rows.map(({ key }) => key)
  const held = [focused.current, pressed.current].filter(seat => seat !== null)
  // Written while drawing: a drawing that is dropped costs no more than another element.
  before.current = seatRows(before.current, keys, held)
  const seats = before.current
  return {
    of: (key: string) => seats.get(key) ?? 0,
    onFocus: (event: SyntheticEvent) => {
      focused.current = seatOf(event)
    },
    onPointerDown: (event: SyntheticEvent) => {
      pressed.current = seatOf(event)
    },
  }
}
