import { AppError } from '../../../shared/error.ts'
import type { Http, KeyPage } from '../connector.ts'
import { foundAt, nameOf, whereOf } from './place.ts'
import { type Placed, pageIn } from './wire.ts'

// An answer of this many is about a megabyte. The service does not page, it cuts what it has read.
const pageSize = 2000
// A service that has always more would be followed for ever.
const mostPages = 100

type Order = { readonly sortBy: 'id' | 'createdAt'; readonly sortDirection: 'asc' | 'desc' }

const pageAt = async (http: Http, order: Order, offset: number, limit: number) =>
  pageIn(
    await http.send({
      method: 'GET',
      path: '/api-key/list',
      // Not by configuration: the service cuts off before it looks at that, and then tells the rest as the total.
      query: { ...order, offset, limit, organizationId: whereOf(http).organization },
    }),
  )

/** Everything that the service shows in this order. */
const readIn = async (http: Http, order: Order): Promise<readonly Placed[]> => {
  const keys: Placed[] = []
  for (let read = 0; read < mostPages; read++) {
    const page = await pageAt(http, order, keys.length, pageSize)
    keys.push(...page.keys)
    if (page.keys.length === 0 || keys.length >= page.total) return keys
  }
  throw new AppError({ code: 'bad-response', reason: 'too-large' })
}

const united = (...lists: readonly (readonly Placed[])[]): readonly Placed[] => [
  ...new Map(lists.flat().map(placed => [placed.key.id, placed])).values(),
]

/**
 * Every key of the user or organization that the service can be made to show. It cuts its list off (by default after
 * 100) and gives what is left as the total; so the list is read from its other end as well. By id, of which no two are
 * alike, the two ends have met when they have a key in common: only then is nothing missing.
 */
export const readAll = async (
  http: Http,
): Promise<{ readonly all: readonly Placed[]; readonly truncated: boolean }> => {
  const first = await readIn(http, { sortBy: 'id', sortDirection: 'asc' })
  const seen = new Set(first.map(({ key }) => key.id))
  const meets = (keys: readonly Placed[]) => keys.some(({ key }) => seen.has(key.id))
  const end = { sortBy: 'id', sortDirection: 'desc' } as const
  if (first.length === 0 || meets((await pageAt(http, end, 0, 1)).keys))
    return { all: first, truncated: false }
  const last = await readIn(http, end)
  // All may have expired meanwhile, and be gone.
  if (last.length === 0 || meets(last)) return { all: united(first, last), truncated: false }
  // The newest are the ones that are looked for, and Claviger's own may be among them.
  const newest = await readIn(http, { sortBy: 'createdAt', sortDirection: 'desc' })
  return { all: united(first, last, newest), truncated: true }
}

export const list = async (http: Http): Promise<KeyPage> => {
  const { all, truncated } = await readAll(http)
  const where = whereOf(http)
  const keys = all
    .filter(placed => nameOf(foundAt(placed, where)) === nameOf(where))
    .map(({ key }) => key)
  return { keys, next: null, total: truncated ? null : keys.length, truncated, changes: null }
}
