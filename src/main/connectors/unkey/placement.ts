import type { KeyId, KeyRecord } from '../../../shared/domain/key.ts'
import { AppError, infoOf } from '../../../shared/error.ts'
import type { Http, KeyPage } from '../connector.ts'
import { seenInPlace } from '../misplaced.ts'
import { apiIn, call, getKey } from './call.ts'
import { pageOf } from './wire.ts'

/** Most that the service gives at once. */
const pageSize = 100

/** Asked of the database and not of a cache: a list that is older than one's own change would undo it on the screen. */
export const listKeys = async (
  http: Http,
  cursor: string | null,
  limit = pageSize,
): Promise<KeyPage> => {
  const body = { apiId: apiIn(http), limit, revalidateKeysCache: true }
  const reply = await call(http, 'apis.listKeys', cursor === null ? body : { ...body, cursor })
  return pageOf(reply.body, cursor)
}

// Of this many keys each page has another: a service that leads ever on would be followed for ever.
const mostPages = 2000

/** That it is not in the list can be said of a whole list alone. */
const findInAll = async (http: Http, id: KeyId): Promise<KeyRecord | null> => {
  const followed = new Set<string | null>()
  for (let cursor: string | null = null; ; ) {
    followed.add(cursor)
    const { keys, next, truncated } = await listKeys(http, cursor)
    const found = keys.find(key => key.id === id)
    if (found) return found
    if (truncated || (next !== null && followed.has(next)) || followed.size >= mostPages) {
      throw new AppError({ code: 'bad-response', reason: 'incomplete' })
    }
    if (next === null) return null
    cursor = next
  }
}

/** Cursors are opaque; at present they are ids, and then one request finds any key. Found is found. */
const guess = async (http: Http, id: KeyId): Promise<KeyRecord | null> => {
  const page = await listKeys(http, id, 1).catch(() => null)
  return page?.keys.find(key => key.id === id) ?? null
}

/** One that may not be read is of an API that is none of this root key's business. */
const isAnywhere = (http: Http, id: KeyId): Promise<boolean> =>
  getKey(http, id).then(
    () => true,
    cause => {
      const code = infoOf(cause)?.code
      if (code === 'not-found' || code === 'forbidden') return code === 'forbidden'
      throw cause
    },
  )

export type Place =
  | { readonly kind: 'here'; readonly key: KeyRecord }
  | { readonly kind: 'elsewhere' }
  /** It is deleted, or the database that was asked has not heard of it yet. */
  | { readonly kind: 'nowhere' }

/** No answer but a list tells of which API a key is. */
export const placeOf = async (http: Http, id: KeyId): Promise<Place> => {
  const guessed = await guess(http, id)
  if (guessed) return { kind: 'here', key: guessed }
  // A key that is gone is in no list: that is asked before a long one is read.
  if (!(await isAnywhere(http, id))) return { kind: 'nowhere' }
  const found = await findInAll(http, id)
  return found ? { kind: 'here', key: found } : { kind: 'elsewhere' }
}

type New = {
  /** As it should be. */
  readonly wished: KeyRecord
  /** The API in which it is while no answer tells another; null where that may be any. */
  readonly home: string | null
  readonly undo: () => Promise<unknown>
}

/** A new key as the environment's API has it. Throws `misplaced`. */
export const readNew = (http: Http, { wished, home, undo }: New): Promise<KeyRecord> => {
  const look = () => placeOf(http, wished.id).catch((): Place => ({ kind: 'nowhere' }))
  return seenInPlace({
    ...{ asked: apiIn(http), wished, undo },
    look: async () => {
      const place = await look()
      return place.kind === 'here' ? place.key : null
    },
    find: async () => ((await look()).kind === 'elsewhere' ? 'another API' : home),
  })
}
