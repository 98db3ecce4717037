import { useEffect } from 'react'
import { create } from 'zustand'
import type { KeysQuery } from '../../../shared/contract/keys.ts'
import type { KeysView } from './keys-window.ts'

/** What the page in sight lists, and how many that are; null where it lists no keys, or none. */
export type Listed = {
  readonly query: KeysQuery
  readonly total: number
  /** False while there may be more than `total`. */
  readonly counted: boolean
}

const useListedStore = create<{ readonly listed: Listed | null }>()(() => ({ listed: null }))

export const useListed = (): Listed | null => useListedStore(state => state.listed)

/** Says what is listed for as long as this page is there. */
export const useListing = ({ query, total, counted, answered }: KeysView): void => {
  useEffect(() => {
    // Until the answer the rows of the query before are in sight, and what can be done with them stays.
    if (answered) useListedStore.setState({ listed: total > 0 ? { query, total, counted } : null })
  }, [query, total, counted, answered])
  useEffect(() => () => useListedStore.setState({ listed: null }), [])
}
