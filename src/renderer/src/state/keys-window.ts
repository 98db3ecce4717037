import { createStore, type StoreApi } from 'zustand/vanilla'
import type { KeyCounts, KeyRow, KeysQuery, KeysWindow } from '../../../shared/contract/keys.ts'
import {
  covers,
  joined,
  nextSpan,
  type Sight,
  type Span,
  spanAround,
  spanInSight,
} from './row-spans.ts'

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

/** Whether its rows may be shown: those of the query before stand in for a moment, and not where there is no answer. */
export const showsRows = ({ total, failure, answered }: KeysView): boolean =>
  total > 0 && (answered || failure === null)

/** The answer, and how many keys of any kind are here. Where that shows one, it may have come since: then it is asked anew. */
const withHeld = async (
  load: (window: KeysWindow) => Promise<KeysAnswer>,
  window: KeysWindow,
  answer: KeysAnswer,
): Promise<KeysAnswer & Pick<KeysView, 'held'>> => {
  if (window.kind === null || answer.unfiltered > 0) return { ...answer, held: answer.unfiltered }
  const { scope, sort } = window
  const all = { scope, sort, kind: null, search: '', states: null, offset: 0, limit: 1 }
  const held = (await load(all)).unfiltered
  return { ...(held > 0 ? await load(window) : answer), held }
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

/** What an answer changes of the view. */
type Received = Omit<KeysView, 'query' | 'counts' | 'failure' | 'answered'> &
  Partial<Pick<KeysView, 'counts'>>

/** Asks for windows of the view's query. An answer that was overtaken by another question is dropped. */
const questionsOf = (lists: KeysLists, view: StoreApi<KeysView>) => {
  let newest = 0
  let asking = false
  return {
    isAsking: () => asking,
    /** Resolves to whether the answer was received. */
    ask: async (
      span: Span,
      receive: (answer: KeysAnswer) => Promise<Received>,
    ): Promise<boolean> => {
      const mine = ++newest
      asking = true
      const told = await lists
        .window({ ...view.getState().query, ...span })
        .then(receive)
        .then(received => ({ ...received, failure: null, answered: true }))
        .catch((cause: unknown) => ({ failure: { cause } }))
      if (mine !== newest) return false
      asking = false
      view.setState(told)
      return told.failure === null
    },
    drop: () => {
      newest++
      asking = false
    },
  }
}

type Counted = Pick<KeysView, 'total' | 'counted'> & Partial<Pick<KeysView, 'counts'>>

/**
 * How many there are after an answer to `span`. What was counted holds until it is counted anew: a number that comes and
 * goes would not be read. Where an answer shows that the list ends before, it does not, or the rows that are not there
 * would be asked for without end.
 */
const countedAfter = (
  { rows, total, counted }: KeysAnswer,
  { counts }: Pick<KeysView, 'counts'>,
  { offset, limit }: Span,
): Counted => {
  if (counted) return { total, counted }
  const end = offset + rows.length
  if (rows.length < limit && end < (counts?.total ?? Number.POSITIVE_INFINITY)) {
    return { total: end, counted, counts: null }
  }
  return counts === null ? { total, counted } : { total: counts.total, counted: true }
}

/** The view with one window more. While nobody has counted, every window may know of more rows, or of the end. */
const added = (view: KeysView, answer: KeysAnswer, span: Span, sight: Sight): Received => {
  const known = countedAfter(answer, view, span)
  const isEnd = answer.rows.length < span.limit
  const total = known.counted || isEnd ? known.total : Math.max(view.total, known.total)
  const before = answer.counted ? view : { ...view, total }
  const rows = joined(before, { rows: answer.rows, offset: span.offset, total }, sight)
  return { ...answer, ...known, ...rows, held: view.held }
}

const unanswered = (query: KeysQuery): KeysView => ({
  ...{ query, offset: 0, rows: [], total: 0, counted: false, unfiltered: 0, held: 0 },
  ...{ counts: null, failure: null, answered: false },
})

/** As many as a window of usual height has; how many there really are is known when they are drawn. */
export const firstSight: Sight = { first: 0, last: 29 }
/** Without a look for so long the list has come to rest, in ms. */
const restAfter = 60

/** Where the list is, by how many rows it was scrolled last, and the most rows beside the first that were in sight. */
type Place = { sight: Sight; step: number; tallest: number }

/** Asks for what is in sight, then for what is next to it, one question after another. */
const askingFor = (
  lists: KeysLists,
  store: StoreApi<KeysView>,
  place: Place,
  onAnew: () => void,
) => {
  const questions = questionsOf(lists, store)
  let changed = false
  let resting: ReturnType<typeof setTimeout> | undefined

  /** For what will be in sight next. At rest, what is around it waits until that is painted. */
  const pursue = async (): Promise<void> => {
    clearTimeout(resting)
    const view = store.getState()
    if (questions.isAsking() || !view.answered) return
    resting = setTimeout(askAround, restAfter)
    if (place.step !== 0 || !covers(view, place.sight)) await askNext()
  }
  const askAround = (): Promise<void> => {
    place.step = 0
    return askNext()
  }
  const askNext = async (): Promise<void> => {
    const view = store.getState()
    if (questions.isAsking() || !view.answered) return
    const span = nextSpan(view, place.sight, place.step)
    if (span === null) return
    const add = async (answer: KeysAnswer) => added(store.getState(), answer, span, place.sight)
    await follow(await questions.ask(span, add))
  }
  const askAnew = async (span: Span): Promise<void> => {
    const { query } = store.getState()
    const received = await questions.ask(span, async first => {
      const answer = await withHeld(lists.window, { ...query, ...span }, first)
      const known = countedAfter(answer, store.getState(), span)
      return { ...answer, ...known, offset: span.offset }
    })
    if (received) onAnew()
    await follow(received)
  }
  /** A list that changes faster than it is answered is still answered: what has changed meanwhile is asked for then. */
  const refetch = async (): Promise<void> => {
    changed = questions.isAsking()
    if (!changed) await askAnew((store.getState().answered ? spanAround : spanInSight)(place.sight))
  }
  const follow = async (received: boolean): Promise<void> => {
    if (changed) await refetch()
    else if (received) await pursue()
  }
  const askInSight = (): Promise<void> => {
    changed = false
    return askAnew(spanInSight(place.sight))
  }
  const stop = (): void => {
    questions.drop()
    changed = false
    clearTimeout(resting)
  }
  return { isAsking: questions.isAsking, pursue, refetch, askInSight, stop }
}

/**
 * The part of a list of keys that is in sight. The whole list stays in main; `lists` is asked for windows of it: for
 * what is in sight at once, for what is around it when that is there.
 */
export const createKeysWindow = (lists: KeysLists, query: KeysQuery) => {
  const store = createStore<KeysView>()(() => unanswered(query))
  const counter = countsOf(lists, store)
  const place: Place = { sight: firstSight, step: 0, tallest: 0 }
  const asking = askingFor(lists, store, place, counter.soon)

  return {
    store,
    /** Asks again for what is in sight; rows stay until the answer. */
    refetch: asking.refetch,
    setQuery: async (query: KeysQuery): Promise<void> => {
      const view = store.getState()
      const same = isSame(query, view.query)
      if (same && (asking.isAsking() || view.answered)) return
      // Few rows were in sight of a list that is short: the next one may be longer.
      const { first, last } = place.sight
      place.sight = { first: 0, last: Math.max(place.tallest, last - first) }
      place.step = 0
      counter.stop()
      if (!same) store.setState({ query, answered: false, counts: null })
      await asking.askInSight()
    },
    look: async (first: number, last: number): Promise<void> => {
      place.step = first - place.sight.first
      place.sight = { first, last }
      place.tallest = Math.max(place.tallest, last - first)
      await asking.pursue()
    },
    /** Whatever is still under way is dropped. */
    stop: (): void => {
      asking.stop()
      counter.stop()
    },
  }
}
