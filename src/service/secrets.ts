import type { Change, Executor } from './database.ts'
import type { Environment, Profile } from './profiles/profile.ts'
import type { Reads } from './reads.ts'
import { prepareRemembered } from './remembered.ts'
import { hashOf, maskOf, newSecret, sameHash } from './secret-format.ts'

/** A secret that was just made: the only copy there is, and how it is shown from now on. */
export type NewSecret = { readonly secret: string; readonly mask: string }

/** Gives the key a secret, beside those that it has. */
export const addSecret = async (
  change: Change,
  { keyFormat }: Profile,
  environment: Environment,
  keyId: string,
): Promise<NewSecret> => {
  const secret = newSecret(keyFormat.prefixes[environment])
  await change
    .insertInto('secret')
    .values({ hash: hashOf(secret), key_id: keyId, valid_until: null, revoked_at: null })
    .execute()
  return { secret, mask: maskOf(secret, environment, keyFormat) }
}

/** The current secret ends at `until`; an older one that is still accepted ends now. */
export const retireSecrets = async (
  change: Change,
  keyId: string,
  now: number,
  until: number,
): Promise<void> => {
  const ofKey = change.updateTable('secret').where('key_id', '=', keyId)
  await ofKey.set({ valid_until: now }).where('valid_until', '>', now).execute()
  await ofKey.set({ valid_until: until }).where('valid_until', 'is', null).execute()
}

/** No secret that the key has is accepted any longer, and each tells that it was revoked. */
export const revokeSecrets = async (change: Change, keyId: string, now: number): Promise<void> => {
  await retireSecrets(change, keyId, now, now)
  await change
    .updateTable('secret')
    .set({ revoked_at: now })
    .where('key_id', '=', keyId)
    .where('revoked_at', 'is', null)
    .execute()
}

/** Nothing is left of the key's secrets. */
export const forgetSecrets = async (change: Change, keyId: string): Promise<void> => {
  await change.deleteFrom('secret').where('key_id', '=', keyId).execute()
}

/** Secrets, each with what decides whether it is accepted. */
const withKeys = (executor: Executor) =>
  executor
    .selectFrom('secret')
    .innerJoin('key', 'key.id', 'secret.key_id')
    .select([
      'secret.hash',
      'secret.valid_until',
      'secret.revoked_at as secret_revoked_at',
      'key.id',
      'key.environment',
      'key.name',
      'key.mask',
      'key.status',
      'key.expires_at',
      'key.revoked_at',
      'key.previous_until',
    ])

/** Finds a secret with its key, wherever that is valid, or null; compared in constant time. */
export const prepareFindBySecret = (reads: Reads) => {
  const find = prepareRemembered(
    reads,
    reads.prepareOne(database => withKeys(database).where('secret.hash', '=', '')),
  )
  return (secret: string) => {
    const hash = hashOf(secret)
    const row = find(hash)
    return row && sameHash(row.hash, hash) ? row : null
  }
}

/** The key's present secret; where it has none any longer, the one that ended last; null where nothing is left of any. */
export const findByKey = async (executor: Executor, keyId: string) => {
  const rows = await withKeys(executor).where('secret.key_id', '=', keyId).execute()
  const endOf = ({ valid_until }: (typeof rows)[number]) => valid_until ?? Number.POSITIVE_INFINITY
  return rows.toSorted((one, other) => endOf(other) - endOf(one))[0] ?? null
}

/** Forgets the secrets that ended before `before`. */
export const forgetEndedSecrets = async (executor: Executor, before: number): Promise<void> => {
  await executor.deleteFrom('secret').where('valid_until', '<', before).execute()
}
