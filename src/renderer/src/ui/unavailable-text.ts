import { assertNever } from '../../../shared/app-error.ts'
import { permissionSentence, type Unavailable } from '../../../shared/domain/availability.ts'
import type { Profile } from '../../../shared/domain/profile.ts'
import { stateWord } from './key-words.ts'
import { planText } from './plan-text.ts'

type OfState = Extract<Unavailable, { readonly reason: 'state' }>

/** Why a button cannot be used, in one sentence. */
export const unavailableText = (unavailable: Unavailable, profile: Profile | null): string => {
  switch (unavailable.reason) {
    case 'unsupported':
      return unavailable.because ?? 'This service does not offer it.'
    case 'plan':
      return planReason(profile)
    case 'permission':
      return permissionText(unavailable.permission, profile)
    case 'offline':
      return 'Not possible offline: the service cannot be reached.'
    case 'state':
      return stateText(unavailable, profile)
    case 'unknown-service':
      return 'The service has not yet said what it can do.'
    case 'read-only':
      return 'Claviger’s data on this computer cannot be written, so nothing can be changed.'
    default:
      return assertNever(unavailable)
  }
}

/** What the service says of a permission that is missing, or which one it is. */
const permissionText = (permission: string, profile: Profile | null): string =>
  permissionSentence(permission, profile) ?? `Your credential lacks the permission ${permission}.`

const planReason = (profile: Profile | null): string => {
  const { title, text } = planText(profile)
  return `${title}: ${text}`
}

const stateText = ({ effect, state }: OfState, profile: Profile | null): string => {
  if (effect === 'generate')
    return 'An API key has already been generated for this system. To create a new key, revoke the existing one first.'
  return state === 'absent'
    ? 'No API key has been generated for this system yet.'
    : `Not possible for a key whose status is ${stateWord(state, profile)}.`
}
