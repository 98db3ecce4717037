import { useLayoutEffect } from 'react'
import { useUi } from './ui.ts'

type Ask = (search: string) => void

/** Tells of every other text that is looked for, in the turn in which it is typed. Returns the undo. */
export const onSearch = (ask: Ask): (() => void) =>
  useUi.subscribe((now, before) => {
    if (now.search !== before.search) ask(now.search)
  })

/** Asks with the letter that is typed, before the page is drawn with it: main answers meanwhile. */
export const useSearchAtOnce = (ask: Ask): void => useLayoutEffect(() => onSearch(ask), [ask])
