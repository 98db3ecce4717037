import { assertNever } from '../../shared/app-error.ts'
import type { Profile } from '../../shared/domain/profile.ts'
import type { Proof, ProofEffect } from '../../shared/domain/proof.ts'
import type { Verdict } from '../../shared/domain/verdict.ts'
import type { ErrorInfo } from '../../shared/error.ts'

/** What an answer says of a key. `unknown`: nothing, it has to be asked again. */
export type Life = 'alive' | 'dead' | 'unknown'

export const lifeIn = (verdict: Verdict, effect: ProofEffect): Life => {
  switch (verdict) {
    case 'valid':
      return 'alive'
    case 'not-found':
    case 'revoked':
    case 'expired':
      return 'dead'
    // It can live again: of its revocation or deletion, the one who says so has not heard yet.
    case 'suspended':
      return effect === 'suspend' ? 'dead' : 'unknown'
    // Of a secret that was rotated away: the one after it may be taken.
    case 'replaced':
    // Of another key than the one that was meant, or of none that this version knows.
    case 'wrong-environment':
    case 'masked':
    case 'malformed':
    case 'unknown':
      return 'unknown'
    default:
      return assertNever(verdict)
  }
}

const usualSeconds = 60
// One that says "at once" is given the time of a few answers, of which the first may be lost.
const leastSeconds = 5
// Nobody is asked for longer, whatever a service says.
const mostSeconds = 3600

/** How long after it was accepted a change may not yet be in force, in seconds. */
export const graceIn = (profile: Pick<Profile, 'propagationSeconds'> | null): number =>
  Math.min(Math.max(profile?.propagationSeconds ?? usualSeconds, leastSeconds), mostSeconds)

const firstWaitMs = 1000
const longestWaitMs = 5000
// A service that takes long is not asked more often for it.
const longestShare = 1 / 60

/** How long to wait after that many answers that were no end, in ms; longer where the service asks for it. */
export const waitAfterAnswer = (
  times: number,
  failure: ErrorInfo | null,
  { graceSeconds }: Pick<Proof, 'graceSeconds'>,
): number => {
  const longest = Math.max(longestWaitMs, graceSeconds * 1000 * longestShare)
  const asked = failure?.code === 'rate-limited' ? (failure.retryAfterMs ?? 0) : 0
  return Math.max(Math.min(firstWaitMs * 1.5 ** (times - 1), longest), asked)
}

/** Asking again would be answered the same. */
export const isPointless = (failure: ErrorInfo | null): boolean =>
  failure !== null &&
  ['unauthorized', 'credential-unfit', 'no-credential', 'forbidden', 'unsupported'].includes(
    failure.code,
  )

// A mask that shows fewer characters than this fits too many keys.
const leastShown = 4

/** Whether `key` is the one that a list shows as `mask`: what the mask shows of its ends is where it says. */
export const fitsMask = (key: string, mask: string): boolean => {
  const [head = '', tail = '', ...rest] = mask.split(/[*•…]+|\.{2,}/u)
  const shown = head.length + tail.length
  if (rest.length > 0 || shown < leastShown || key.length <= shown) return false
  return key.startsWith(head) && key.endsWith(tail)
}
