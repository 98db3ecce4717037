import { useRef } from 'react'
import type { KeysView } from './keys-window.ts'

/** The view as it was last answered: its numbers belong to its query, also while the next one is asked for. */
export const useAnswered = (view: KeysView): KeysView => {
  // Not state: each letter typed would draw the page twice.
  const last = useRef(view)
  if (view.answered) last.current = view
  return last.current
}
