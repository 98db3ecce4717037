import type { KeyId, KeyRecord } from '../../../shared/domain/key.ts'
import { AppError, infoOf } from '../../../shared/error.ts'
import type { Http, KeyPage } from '../connector.ts'
import { refuseMisplaced } from '../misplaced.ts'
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
  return pageOf(
    (await call(http, 'apis.listKeys', cursor === null ? body : { ...body, cursor })).body,
  )
}

const findFrom = async (
  http: Http,
  id: KeyId,
  cursor: string | null,
): Promise<KeyRecord | null> => {
  const { keys, next, truncated } = await listKeys(http, cursor)
  const found = keys.find(key => key.id === id)
  if (found) return found
  // That it is not in the list can be said of a whole list alone.
  if (truncated || (next !== null && next === cursor)) {
    throw new AppError({ code: 'bad-response', reason: 'incomplete' })
  }
  return next === null ? null : findFrom(http, id, next)
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
  const found = await findFrom(http, id, null)
  return found ? { kind: 'here', key: found } : { kind: 'elsewhere' }
}

/**
 * A new key as the service has it, or as it was wished for while that cannot be read: its secret exists and must reach
 * its owner. Throws `misplaced` for one that was made in another API.
 */
export const readNew = async (http: Http, wished: KeyRecord): Promise<KeyRecord> => {
  const place = await placeOf(http, wished.id).catch((): Place => ({ kind: 'nowhere' }))
  if (place.kind === 'here') return place.key
  const asked = apiIn(http)
  await refuseMisplaced({
    ...{ asked, got: place.kind === 'elsewhere' ? 'another API' : asked, key: wished.id },
    undo: () => call(http, 'keys.deleteKey', { keyId: wished.id }),
  })
  return wished
}
