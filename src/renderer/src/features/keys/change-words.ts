import { assertNever } from '../../../../shared/app-error.ts'
import type { KeyRow } from '../../../../shared/contract/keys.ts'
import type { Profile } from '../../../../shared/domain/profile.ts'
import type { KeyEffect } from '../../state/ui.ts'
import { wordsFor } from '../../ui/key-words.ts'

/** What will happen, in the words of the service. */
export const consequence = (effect: KeyEffect, profile: Profile | null): string => {
  const delay = delayOf(profile?.propagationSeconds ?? null)
  switch (effect) {
    case 'suspend':
      return `Calls with this key are rejected ${delay}. You can undo it with “${wordsFor('resume', profile).label}”.`
    case 'resume':
      return `Calls with this key are accepted again ${delay}.`
    case 'delete':
      return `Whatever uses this key stops working ${delay}. ${
        profile?.restorable ? 'The service can bring a deleted key back.' : 'This cannot be undone.'
      }`
    default:
      return assertNever(effect)
  }
}

const delayOf = (seconds: number | null): string => {
  if (seconds === null) return 'soon'
  return seconds === 0 ? 'at once' : `within ${seconds} s`
}

/** Why it would be wiser to suspend first, or null. */
export const adviceFor = (
  effect: KeyEffect,
  { state }: Pick<KeyRow, 'state'>,
  profile: Profile | null,
): string | null => {
  if (effect !== 'delete' || state !== 'active') return null
  const suspend = wordsFor('suspend', profile).label
  return `This key is active. ${suspend} it first to see whether anything still depends on it.`
}

/** Deleting in Production asks for the key's exact name: nothing else there is as final. */
export const mustType = (
  effect: KeyEffect,
  { environment }: Pick<KeyRow, 'environment'>,
): boolean => effect === 'delete' && environment === 'production'
