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

/** The key among those of the environment's API, or null. No answer but a list tells of which API a key is. */
const findInApi = async (http: Http, id: KeyId): Promise<KeyRecord | null> => {
  // Cursors are opaque; at present they are ids, and then one request finds any key. Found is found.
  const guess = await listKeys(http, id, 1).catch(() => null)
  return guess?.keys.find(key => key.id === id) ?? findFrom(http, id, null)
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

export type Place =
  | { readonly kind: 'here'; readonly key: KeyRecord }
  | { readonly kind: 'elsewhere' }
  /** It is deleted, or a database that follows the first has not heard of it yet. */
  | { readonly kind: 'nowhere' }

export const placeOf = async (http: Http, id: KeyId): Promise<Place> => {
  const found = await findInApi(http, id)
  if (found) return { kind: 'here', key: found }
  const exists = await getKey(http, id).catch(cause => {
    if (infoOf(cause)?.code === 'not-found') return null
    throw cause
  })
  if (!exists) return { kind: 'nowhere' }
  // It may have come between the two answers.
  const late = await findInApi(http, id)
  return late ? { kind: 'here', key: late } : { kind: 'elsewhere' }
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
