import type { KeyId } from '../../shared/domain/key.ts'
import { AppError } from '../../shared/error.ts'
import type { KeyPage } from '../connectors/connector.ts'

type Ask = (cursor: string | null) => Promise<KeyPage>

/** What is known of a list when its last page was read. */
export type Whole = {
  /** It was proven that no key is missing. */
  readonly complete: boolean
  readonly total: number | null
  /** Where the change feed stood when the first page was made. */
  readonly changes: string | null
}

// Of the smallest pages that a service has, 100,000 keys.
const standardMostPages = 2_000
// Twice the longest list that Claviger is made for.
const mostKeys = 2_000_000

/** Every page of a service's list, from the first. Throws `bad-response` where it goes in a circle, or has no end. */
export async function* pagesOf(ask: Ask, mostPages?: number): AsyncGenerator<KeyPage, Whole> {
  const read = new Set<KeyId>()
  const once = refuseCircles(mostPages)
  const first = await ask(null)
  let last = first
  let truncated = false
  for (;;) {
    const before = read.size
    for (const { id } of last.keys) read.add(id)
    // Its cursors differ, and it goes in a circle all the same.
    if (last.keys.length > 0 && read.size === before) throw circle()
    if (read.size > mostKeys) throw endless()
    truncated ||= last.truncated
    yield last
    if (last.next === null) break
    last = await ask(once(last.next))
  }
  const complete = !truncated && read.size >= expected(first, last)
  return { complete, total: last.total, changes: first.changes }
}

type Told = Pick<KeyPage, 'total'>

/** How many keys a whole read brings at least, although some come and go while it is made. */
const expected = (first: Told, last: Told): number => Math.min(first.total ?? 0, last.total ?? 0)

const circle = () => new AppError({ code: 'bad-response', reason: 'shape' })
const endless = () => new AppError({ code: 'bad-response', reason: 'too-large' })

// One page of it may be what was read before: parts of a list may begin with its first page, and some are short.
const mostBarren = 2

/** What is known of a list whose pages are stored elsewhere, where each key that is brought counts once. */
export const createTally = (first: Told, before = 0) => {
  let [last, truncated, brought, barren] = [first, false, before, 0]
  return {
    /** `fresh`: keys of these pages that were not brought before. Throws where the list goes in a circle, or has no end. */
    add: (pages: readonly KeyPage[], fresh: number): void => {
      last = pages.at(-1) ?? last
      truncated ||= pages.some(page => page.truncated)
      brought += fresh
      if (fresh > 0) barren = 0
      // Its cursors differ, and it goes in a circle all the same.
      else if (pages.some(({ keys }) => keys.length > 0) && ++barren === mostBarren) throw circle()
      if (brought > mostKeys) throw endless()
    },
    /** It was proven that no key is missing. */
    isWhole: (): boolean => !truncated && brought >= expected(first, last),
    total: (): number | null => last.total,
  }
}

/**
 * Answers each cursor once, and no more than `mostPages`: those that lead back to one another, or ever on, would be
 * followed for ever.
 */
export const refuseCircles = (mostPages = standardMostPages) => {
  const followed = new Set<string>()
  return (cursor: string): string => {
    if (followed.has(cursor)) throw circle()
    if (followed.size >= mostPages) throw endless()
    followed.add(cursor)
    return cursor
  }
}
