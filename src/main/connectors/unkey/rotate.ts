import type { KeyId, KeyRecord } from '../../../shared/domain/key.ts'
import { AppError } from '../../../shared/error.ts'
import { secret } from '../../base/secret.ts'
import type { Http, Operations } from '../connector.ts'
import { withVersion } from '../version.ts'
import { apiIn, call, readChanged, readUnchanged } from './call.ts'
import { readNew } from './placement.ts'
import { createdOf } from './wire.ts'

/** A new key in the place of the old, which keeps its id and expires at the end of the overlap. */
export const rotate: NonNullable<Operations['rotate']> = async (http, key, overlapSeconds) => {
  const { now: old, at } = await readUnchanged(http, key)
  const remaining = old.expiresAt === null ? Number.POSITIVE_INFINITY : old.expiresAt - at
  // The new key is given the old one's expiry: it would be born dead.
  if (remaining <= 0) throw new AppError({ code: 'conflict', cause: 'key-expired' })
  // The service sets the end of the overlap whatever was there: a key that ends before would live on.
  const expiration = Math.min(overlapSeconds * 1000, remaining)
  const reply = await call(http, 'keys.rerollKey', { keyId: key.id, expiration })
  const made = createdOf(reply.body)
  const wished = withVersion({
    ...{ ...old, id: made.keyId, mask: null, createdAt: at, updatedAt: null, lastUsedAt: null },
  })
  // It is where the old one was, which is ending: what only cannot be read must reach its owner.
  const undo = () => takeBack(http, made.keyId, old)
  const got = await readNew(http, { wished, home: apiIn(http), undo })
  const mended = await mend(got, wished, change => call(http, 'keys.updateKey', change))
  return {
    key: mended ? await readChanged(http, mended) : got,
    secret: secret(made.key),
  }
}

/** The old key ends as it would have without the new one. */
const takeBack = async (http: Http, made: KeyId, { id, expiresAt }: KeyRecord): Promise<void> => {
  await call(http, 'keys.updateKey', { keyId: id, expires: expiresAt })
  await call(http, 'keys.deleteKey', { keyId: made })
}

/**
 * Gives the new key what it should have had from the old. Null where it has it all, or cannot be given it: what it is
 * then is shown, and its secret must reach its owner.
 */
const mend = async (
  got: KeyRecord,
  { state, expiresAt }: KeyRecord,
  update: (change: Readonly<Record<string, unknown>>) => Promise<unknown>,
): Promise<KeyRecord | null> => {
  if (got.expiresAt === expiresAt && got.state === state) return null
  const change = { keyId: got.id, expires: expiresAt, enabled: state === 'active' }
  return update(change).then(
    () => withVersion({ ...got, state, expiresAt }),
    () => null,
  )
}
