import { createStore, type StoreApi } from 'zustand/vanilla'
import type { KeyCounts, KeyRow, KeysQuery, KeysWindow } from '../../../shared/contract/keys.ts'

export type KeysAnswer = {
  readonly rows: readonly KeyRow[]
  /** How many match; while `counted` is false, how many are known to so far. */
  readonly total: number
  readonly counted: boolean
  /** How many are of this scope and kind. */
  readonly unfiltered: number
}

export type KeysLists = {
  readonly window: (window: KeysWindow) => Promise<KeysAnswer>
  /** Null when another list was asked for before this one was counted. */
  readonly counts: (query: KeysQuery) => Promise<KeyCounts | null>
}

export type KeysView = KeysAnswer & {
  /** How many match `query` with each choice of a filter; null until they were counted. */
  readonly counts: KeyCounts | null
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
  const { scope, sort } = query
  const all = { scope, sort, kind: null, search: '', states: null, offset: 0, limit: 1 }
  return (await load(all)).unfiltered
}

/** Long enough that who types a word asks once, in ms. Rows are asked for without a delay. */
const countAfter = 120

const isSame = (one: KeysQuery, other: KeysQuery): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

/** Counts what the view lists, once nobody types any longer. */
const countsOf = (lists: KeysLists, view: StoreApi<KeysView>) => {
  let waiting: ReturnType<typeof setTimeout> | undefined
  const count = async (): Promise<void> => {
    const { query } = view.getState()
    // That a list cannot be counted is said where its rows cannot be read.
    const counts = await lists.counts(query).catch(() => null)
    if (counts === null || !isSame(query, view.getState().query)) return
    view.setState({ counts, total: counts.total, counted: true })
  }
  const stop = () => clearTimeout(waiting)
  return {
    stop,
    soon: () => {
      stop()
      waiting = setTimeout(count, countAfter)
    },
  }
}

/**
 * The part of a list of keys that is in sight. The whole list stays in main; `lists` is asked for windows of it.
 * Answers to an older query are dropped.
 */
export const createKeysWindow = (lists: KeysLists, query: KeysQuery) => {
  const load = lists.window
  const store = createStore<KeysView>()(() => ({
    ...{ query, offset: 0, rows: [], total: 0, counted: false, unfiltered: 0, held: 0 },
    ...{ counts: null, failure: null, answered: false },
  }))
  const counter = countsOf(lists, store)
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
      const { counts } = store.getState()
      // What was counted holds until it is counted anew: a number that comes and goes would not be read.
      const known = answer.counted || counts === null ? {} : { total: counts.total, counted: true }
      store.setState({ ...answer, ...known, held, offset, failure: null, answered: true })
      counter.soon()
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
    setQuery: (query: KeysQuery): Promise<void> => {
      const view = store.getState()
      if (isSame(query, view.query) && (asking || view.answered)) return Promise.resolve()
      sight = { first: 0, last: sight.last - sight.first }
      counter.stop()
      const counts = isSame(query, view.query) ? view.counts : null
      store.setState({ query, answered: false, counts })
      return ask()
    },
    look: async (first: number, last: number): Promise<void> => {
      sight = { first, last }
      if (!asking && !covers(store.getState(), first, last)) await ask()
    },
    /** Whatever is still under way is dropped. */
    stop: (): void => {
      newest++
      counter.stop()
    },
  }
}
