import { recordAct } from './audit.ts'
import type { Change, KeyRow } from './database.ts'
import { demandExpiry } from './expiry.ts'
import { foldName } from './key-fields.ts'
import { type Act, demandFreeName, demandUnchanged, updateKey } from './key-rows.ts'
import type { Precondition } from './preconditions.ts'
import { refuse } from './problems.ts'
import type { Effect, Profile } from './profiles/profile.ts'

/** What is left out stays. `expiresAt` is in ms since 1970 UTC, null for never. */
export type Edits = {
  readonly name?: string | undefined
  readonly description?: string | null | undefined
  readonly expiresAt?: number | null | undefined
  readonly status?: KeyRow['status'] | undefined
}

/** Ends the request for a key that was revoked for good, or a system that has none. */
export const demandLiveKey = (key: KeyRow): void => {
  if (key.revoked_at !== null)
    refuse('key-revoked', 'The key was revoked, which cannot be undone. Nothing was changed.')
  if (key.mask === null) refuse('no-key', 'The system has no key. Generate one first.')
}

const effectsOf = (key: KeyRow, edited: KeyRow): readonly Effect[] => {
  const statusEffect = edited.status === 'active' ? 'resume' : 'suspend'
  const found: readonly (Effect | false)[] = [
    key.name !== edited.name && 'rename',
    key.description !== edited.description && 'describe',
    key.expires_at !== edited.expires_at && 'expire',
    key.status !== edited.status && statusEffect,
  ]
  return found.filter(effect => effect !== false)
}

const withEdits = (key: KeyRow, edits: Edits): KeyRow => {
  const { name = key.name, description = key.description } = edits
  const { expiresAt = key.expires_at, status = key.status } = edits
  return { ...key, name, name_folded: foldName(name), description, expires_at: expiresAt, status }
}

/**
 * Renames, describes, sets the expiry, suspends and resumes: all that is asked for, or nothing. What does not differ is
 * no change: the ETag stays.
 */
export const editKey = async (
  change: Change,
  profile: Profile,
  act: Act,
  id: string,
  edits: Edits,
  unchanged: Precondition,
): Promise<KeyRow> => {
  const key = await demandUnchanged(change, act, id, unchanged)
  const wanted = withEdits(key, edits)
  const effects = effectsOf(key, wanted)
  if (edits.status !== undefined || effects.includes('expire')) demandLiveKey(key)
  if (effects.includes('expire')) demandExpiry(profile, wanted.expires_at, act.now)
  if (effects.length === 0) return key
  const { name, name_folded, description, expires_at, status } = wanted
  const values = { name, name_folded, description, expires_at, status }
  const edited = await updateKey(change, act, key, values)
  if (effects.includes('rename')) await demandFreeName(change, profile, edited)
  for (const effect of effects) await recordAct(change, act, effect, edited)
  return edited
}
