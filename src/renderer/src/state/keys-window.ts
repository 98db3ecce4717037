import { createStore } from 'zustand/vanilla'
import type { KeyRow, KeysWindow } from '../../../shared/contract/keys.ts'

type KeysQuery = Pick<KeysWindow, 'scope' | 'kind' | 'search' | 'states' | 'sort'>
export type KeysAnswer = {
  readonly rows: readonly KeyRow[]
  readonly total: number
  readonly unfiltered: number
}
export type KeysView = KeysAnswer & {
  /** How many of any kind are here: so many must a sync have told of, before it can be said that none is of this kind. */
  readonly held: number
  readonly query: KeysQuery
  /** Index of `rows[0]` in the whole answer. */
  readonly offset: number
  /** The last failure of reading the local store, as it was thrown. */
  readonly failure: { readonly cause: unknown } | null
  /** False until the first answer to `query`; the rows of the query before stay in sight until then. */
  readonly answered: boolean
}

/** Rows asked for at once; the route allows no more. */
const windowSize = 200

/** A window around the rows `first` to `last`, so that a short scroll either way needs no question. */
export const windowAround = (first: number, last: number) => ({
  offset: Math.max(0, Math.floor((first + last + 1 - windowSize) / 2)),
  limit: windowSize,
})

/** Whether the rows `first` to `last`, as far as they exist, are held. */
export const covers = (view: KeysView, first: number, last: number): boolean =>
  view.answered &&
  view.offset <= first &&
  view.offset + view.rows.length > Math.min(last, view.total - 1)

const heldBy = async (
  load: (window: KeysWindow) => Promise<KeysAnswer>,
  query: KeysQuery,
  { unfiltered }: KeysAnswer,
): Promise<number> => {
  if (query.kind === null || unfiltered > 0) return unfiltered
  const all = { ...query, kind: null, search: '', states: null, offset: 0, limit: 1 }
  return (await load(all)).unfiltered
}

/**
 * The part of a list of keys that is in sight. The whole list stays in main; `load` asks for windows of it. Answers
 * to an older query are dropped.
 */
export const createKeysWindow = (
  load: (window: KeysWindow) => Promise<KeysAnswer>,
  query: KeysQuery,
) => {
  const store = createStore<KeysView>()(() => ({
    ...{ query, offset: 0, rows: [], total: 0, unfiltered: 0, held: 0 },
    ...{ failure: null, answered: false },
  }))
  let sight = { first: 0, last: 0 }
  let newest = 0
  let asking = false

  const ask = async (): Promise<void> => {
    const mine = ++newest
    asking = true
    const asked = sight
    const { offset, limit } = windowAround(asked.first, asked.last)
    try {
      const { query } = store.getState()
      const answer = await load({ ...query, offset, limit })
      const held = await heldBy(load, query, answer)
      if (mine !== newest) return
      asking = false
      store.setState({ ...answer, held, offset, failure: null, answered: true })
      // The list was scrolled while this was under way: one question at a time, always for what is in sight now.
      if (asked !== sight && !covers(store.getState(), sight.first, sight.last)) await ask()
    } catch (cause) {
      if (mine !== newest) return
      asking = false
      store.setState({ failure: { cause } })
    }
  }

  return {
    store,
    /** Asks again for what is in sight; rows stay until the answer. */
    refetch: ask,
    setQuery: (change: Partial<KeysQuery>): Promise<void> => {
      sight = { first: 0, last: sight.last - sight.first }
      store.setState(view => ({ query: { ...view.query, ...change }, answered: false }))
      return ask()
    },
    look: async (first: number, last: number): Promise<void> => {
      sight = { first, last }
      if (!asking && !covers(store.getState(), first, last)) await ask()
    },
    /** Whatever is still under way is dropped. */
    stop: (): void => {
      newest++
    },
  }
}
