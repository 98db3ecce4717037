import { recordAct } from './audit.ts'
import type { Place } from './cursor.ts'
import type { Change, Database, KeyRow } from './database.ts'
import { demandExpiry } from './expiry.ts'
import { keyColumns, type ToldKey, toldKeyOf } from './key-columns.ts'
import { type Act, demandUnchanged, insertKey, newKeyId, nextRevision } from './key-rows.ts'
import type { Precondition } from './preconditions.ts'
import type { Environment, Kind, Profile } from './profiles/profile.ts'
import type { Reads } from './reads.ts'
import { addSecret, forgetSecrets } from './secrets.ts'

export type Draft = {
  readonly name: string
  readonly description: string | null
  /** In ms since 1970 UTC; null for never. */
  readonly expiresAt: number | null
}

/** A key with a secret that was just made: the only copy there is. */
export type Revealed = { readonly key: KeyRow; readonly secret: string }

/** Makes a key. */
export const createKey = async (
  change: Change,
  profile: Profile,
  act: Act,
  { name, description, expiresAt }: Draft,
): Promise<Revealed> => {
  demandExpiry(profile, expiresAt, act.now)
  const id = newKeyId()
  const { secret, mask } = await addSecret(change, profile, act.environment, id)
  const given = { id, kind: 'key', name, description, mask, expires_at: expiresAt } as const
  const key = await insertKey(change, profile, act, given)
  await recordAct(change, act, 'create', key)
  return { key, secret }
}

/** Makes a system, which has no key yet. */
export const createSystem = async (
  change: Change,
  profile: Profile,
  act: Act,
  { name, description }: Omit<Draft, 'expiresAt'>,
): Promise<KeyRow> => {
  const given = { name, description, mask: null, expires_at: null }
  const system = await insertKey(change, profile, act, {
    id: newKeyId(),
    kind: 'system',
    ...given,
  })
  await recordAct(change, act, 'create-system', system)
  return system
}

/** Deletes for good: no name, no mask and no hash is left, only what the change feed has to tell. */
export const deleteKey = async (
  change: Change,
  act: Act,
  id: string,
  unchanged: Precondition,
): Promise<void> => {
  const key = await demandUnchanged(change, act, id, unchanged)
  await forgetSecrets(change, key.id)
  await change
    .updateTable('key')
    .set({
      name: '',
      name_folded: '',
      description: null,
      mask: null,
      deleted_at: act.now,
      revision: await nextRevision(change, act.environment, -1, key.kind),
    })
    .where('id', '=', key.id)
    .execute()
  await recordAct(change, act, 'delete', key)
}

/** What a list is of: both kinds, or one of them. */
export type Listed = { readonly environment: Environment; readonly kind: Kind | null }

/** Purpose of the cursors of this list. */
export const listPurpose = ({ environment, kind }: Listed): string =>
  kind === null ? `keys ${environment}` : `keys ${environment} ${kind}`

/** Reads pages of keys, newest first; `before` has the sequence of the last key that was read, and of the last to read. */
export const prepareListKeys = (reads: Reads) => {
  const page = (database: Database) =>
    database
      .selectFrom('key')
      .select(keyColumns)
      .where('environment', '=', 'preview')
      .where('deleted_at', 'is', null)
      .where('sequence', '<', 0)
      .orderBy('sequence', 'desc')
      .limit(1)
  const whole = reads.prepareMany(page, toldKeyOf)
  const part = reads.prepareMany(database => page(database).where('sequence', '>=', 0), toldKeyOf)
  const ofKind = reads.prepareMany(database => page(database).where('kind', '=', 'key'), toldKeyOf)
  return (
    { environment, kind }: Listed,
    before: Place | null,
    limit: number,
  ): readonly ToldKey[] => {
    const { position, floor } = before ?? { position: Number.MAX_SAFE_INTEGER }
    if (kind !== null) return ofKind(environment, position, kind, limit)
    return floor === undefined
      ? whole(environment, position, limit)
      : part(environment, position, floor, limit)
  }
}
