import { assertNever } from '../../../../../shared/app-error.ts'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import { isOffered } from '../../../../../shared/domain/availability.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import type { KeyEffect } from '../../../state/dialog.ts'
import { wordsFor } from '../../../ui/key-words.ts'

/** What cannot be taken back with another button. */
export const isForGood = (effect: KeyEffect): boolean => effect === 'revoke' || effect === 'delete'

/** "Delete API key", or what the service calls it. */
export const changeTitle = (
  effect: KeyEffect,
  { kind }: Pick<KeyRow, 'kind'>,
  profile: Profile | null,
): string => {
  const { title, label } = wordsFor(effect, profile)
  // The service's words are for what it has; where it has both kinds, they cannot fit both.
  if (title !== null) return title
  return effect === 'delete' && kind === 'system' ? `${label} system` : `${label} API key`
}

/** What will happen, in the words of the service. */
export const consequence = (
  effect: KeyEffect,
  { kind }: Pick<KeyRow, 'kind'>,
  profile: Profile | null,
): string => wordsFor(effect, profile).text ?? ourConsequence(effect, kind, profile)

const ourConsequence = (
  effect: KeyEffect,
  kind: KeyRow['kind'],
  profile: Profile | null,
): string => {
  const delay = delayOf(profile?.propagationSeconds ?? null)
  switch (effect) {
    case 'suspend':
      return `Calls with this key are rejected ${delay}. You can undo it with “${wordsFor('resume', profile).label}”.`
    case 'resume':
      return `Calls with this key are accepted again ${delay}.`
    case 'revoke':
      return `Calls with this key are rejected ${delay} and for good. This cannot be undone. ${
        kind === 'system'
          ? 'The system stays, and another key can be generated for it.'
          : 'The key stays in the list as revoked.'
      }`
    case 'delete':
      return `Whatever uses this ${kind === 'system' ? 'system’s key' : 'key'} stops working ${delay}. ${
        profile?.restorable ? 'The service can bring it back.' : 'This cannot be undone.'
      }`
    default:
      return assertNever(effect)
  }
}

const delayOf = (seconds: number | null): string => {
  if (seconds === null) return 'soon'
  return seconds === 0 ? 'at once' : `within ${seconds} s`
}

/** Why it would be wiser to suspend first, where the service can, or null. */
export const adviceFor = (
  effect: KeyEffect,
  { state }: Pick<KeyRow, 'state'>,
  profile: Profile | null,
): string | null => {
  if (!isForGood(effect) || state !== 'active' || !isOffered('suspend', profile)) return null
  const suspend = wordsFor('suspend', profile).label
  return `This key is active. ${suspend} it first to see whether anything still depends on it.`
}

/** What cannot be undone asks in Production for the exact name. */
export const mustType = (
  effect: KeyEffect,
  { environment }: Pick<KeyRow, 'environment'>,
): boolean => isForGood(effect) && environment === 'production'
