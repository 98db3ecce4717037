import { assertNever } from '../../../../../shared/app-error.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import type { Verdict } from '../../../../../shared/domain/verdict.ts'
import { stateWord } from '../../../ui/key-words.ts'

/** What the service said to a key, and what follows. `environment` is a name: "Preview". */
export const verdictText = (
  verdict: Verdict,
  environment: string,
  profile: Profile | null,
): string => {
  switch (verdict) {
    case 'valid':
      return `The key is valid in ${environment}: calls with it are accepted.`
    case 'not-found':
      return `The service knows no such key in ${environment}. It may have been deleted, or belong to another service.`
    case 'suspended':
      return `The key is right, but its status is ${stateWord('suspended', profile)}: calls with it are rejected until that is undone.`
    case 'revoked':
      return `The key is right, but its status is ${stateWord('revoked', profile)}: calls with it are rejected for good. Use another key.`
    case 'expired':
      return `The key is right, but its status is ${stateWord('expired', profile)}: its time is over. Change its expiry, or use another key.`
    case 'replaced':
      return 'The key was rotated, and this is the secret before, which is no longer accepted. Use the new one.'
    case 'wrong-environment':
      return `The key is none of ${environment}’s: it belongs to another environment, project or account, and is not to be used here.`
    case 'masked':
      return 'This is the masked prefix shown in the list, not the full key value copied at creation.'
    case 'malformed':
      return 'This is not a whole key of this service: a part is missing or mistyped. Copy it once more.'
    case 'unknown':
      return 'The service does not accept the key, for a reason that this version of Claviger does not know.'
    default:
      return assertNever(verdict)
  }
}
