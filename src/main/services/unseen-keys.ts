import type { Scope } from '../../shared/domain/key.ts'
import { infoOf } from '../../shared/error.ts'
import { type ReadParts, report, type Source, undisturbed } from './reading.ts'

// With each read, so that a service that is asked seldom is asked little.
const mostUnseen = 3

/** What a list that is cut off does not bring may be there or not: asked for one by one, it does not stay for ever. */
export const lookForUnseen = async (
  parts: ReadParts,
  scope: Scope,
  { connector, http }: Source,
  sync: number,
): Promise<void> => {
  const { store } = parts
  for (const key of await store.keys.unseen(scope, sync, mostUnseen)) {
    const ask = () => connector.operations.get(http, key.id).catch(orGone)
    const now = await undisturbed(parts, scope, ask)
    if (now === undefined) return
    // Deleted here meanwhile: that was told.
    if ((await store.keys.get({ ...scope, key: key.id })) === null) continue
    const known = await store.keys.state(scope)
    if (now !== null) {
      const noticed = await store.keys.page(scope, sync, [now])
      await report(parts, scope, { ...noticed, vanished: [] }, known)
    } else {
      await store.keys.delete({ ...scope, key: key.id }, true)
      await report(parts, scope, { appeared: [], changed: [], vanished: [key] }, known)
    }
  }
}

/** Null for a key that is gone; undefined where its service does not say: the list itself was read. */
export const orGone = (cause: unknown): null | undefined => {
  const error = infoOf(cause)
  if (error === null) throw cause
  return error.code === 'not-found' && error.what === 'key' ? null : undefined
}
