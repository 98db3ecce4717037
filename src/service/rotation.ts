import { recordAct } from './audit.ts'
import type { Change, KeyRow } from './database.ts'
import { demandLiveKey } from './editing.ts'
import { type Act, demandUnchanged, updateKey } from './key-rows.ts'
import type { Revealed } from './keys.ts'
import type { Precondition } from './preconditions.ts'
import { refuse, refuseField } from './problems.ts'
import type { Profile } from './profiles/profile.ts'
import { addSecret, retireSecrets, revokeSecrets } from './secrets.ts'
import { statusOf } from './status.ts'

const demandOverlap = ({ rotation }: Profile, overlapSeconds: number): void => {
  const { overlapSeconds: choices, longestOverlapSeconds: longest } = rotation
  if (choices.includes(overlapSeconds) || (longest !== null && overlapSeconds <= longest)) return
  const detail =
    longest === null
      ? `The overlap is none of ${choices.join(', ')} seconds.`
      : `The overlap is longer than ${longest} seconds.`
  refuseField({ pointer: '/overlapSeconds', code: 'too-far', detail })
}

/**
 * Gives the key another secret. The one before is accepted for `overlapSeconds` more, one that an earlier rotation left
 * no longer. Everything else stays: name, expiry, and being suspended.
 */
export const rotateKey = async (
  change: Change,
  profile: Profile,
  act: Act,
  id: string,
  overlapSeconds: number,
  unchanged: Precondition,
): Promise<Revealed> => {
  const key = await demandUnchanged(change, act, id, unchanged)
  demandLiveKey(key)
  if (statusOf(key, act.now) === 'expired')
    refuse('key-expired', 'The key has expired. Set a later expiry first, or create another key.')
  demandOverlap(profile, overlapSeconds)
  const until = act.now + overlapSeconds * 1000
  await retireSecrets(change, key.id, act.now, until)
  const { secret, mask } = await addSecret(change, profile, act.environment, key.id)
  const previous_until = overlapSeconds > 0 ? until : null
  const rotated = await updateKey(change, act, key, { mask, previous_until })
  await recordAct(change, act, 'rotate', rotated)
  return { key: rotated, secret }
}

/** Gives a system the key that it does not have. */
export const generateKey = async (
  change: Change,
  profile: Profile,
  act: Act,
  id: string,
  unchanged: Precondition,
): Promise<Revealed> => {
  const system = await demandUnchanged(change, act, id, unchanged)
  if (system.mask !== null)
    refuse('key-exists', 'There is a key already. To create a new key, revoke it first.')
  const { secret, mask } = await addSecret(change, profile, act.environment, system.id)
  const generated = await updateKey(change, act, system, { mask })
  await recordAct(change, act, 'generate', generated)
  return { key: generated, secret }
}

/** A key keeps its secrets, which tell that it was revoked; a system loses its key, and its next one begins anew. */
const endKey = async (change: Change, act: Act, key: KeyRow): Promise<KeyRow> => {
  const ended = { previous_until: null }
  if (key.kind === 'key') return updateKey(change, act, key, { ...ended, revoked_at: act.now })
  await revokeSecrets(change, key.id, act.now)
  return updateKey(change, act, key, { ...ended, mask: null, status: 'active', expires_at: null })
}

/**
 * Revokes for good; a key that was revoked already is answered unchanged. A system loses its key, and may get another.
 */
export const revokeKey = async (
  change: Change,
  act: Act,
  id: string,
  unchanged: Precondition,
): Promise<KeyRow> => {
  const key = await demandUnchanged(change, act, id, unchanged)
  if (key.revoked_at !== null) return key
  demandLiveKey(key)
  const ended = await endKey(change, act, key)
  await recordAct(change, act, 'revoke', ended)
  return ended
}
