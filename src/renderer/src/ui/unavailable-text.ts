import { assertNever } from '../../../shared/app-error.ts'
import type { Unavailable } from '../../../shared/domain/availability.ts'
import type { Profile } from '../../../shared/domain/profile.ts'
import { stateWord } from './key-words.ts'

/** Why a button cannot be used, in one sentence. */
export const unavailableText = (unavailable: Unavailable, profile: Profile | null): string => {
  switch (unavailable.reason) {
    case 'unsupported':
      return 'This service does not offer it.'
    case 'permission':
      return `Your credential lacks the permission ${unavailable.permission}.`
    case 'offline':
      return 'Not possible offline: the service cannot be reached.'
    case 'state':
      return `Not possible for a key whose status is ${stateWord(unavailable.state, profile)}.`
    case 'unknown-service':
      return 'The service has not yet said what it can do.'
    case 'read-only':
      return 'Claviger’s data on this computer cannot be written, so nothing can be changed.'
    default:
      return assertNever(unavailable)
  }
}
