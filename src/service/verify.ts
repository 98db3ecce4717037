import type { Environment, Status } from './profiles/profile.ts'
import type { SecretText } from './secret-format.ts'
import type { prepareFindBySecret } from './secrets.ts'
import { statusOf } from './status.ts'
import type { Verdict } from './wire.ts'

type Known = Pick<
  NonNullable<ReturnType<ReturnType<typeof prepareFindBySecret>>>,
  | 'environment'
  | 'valid_until'
  | 'secret_revoked_at'
  | 'mask'
  | 'status'
  | 'expires_at'
  | 'revoked_at'
  | 'previous_until'
>

const verdictOf = {
  active: 'VALID',
  suspended: 'SUSPENDED',
  revoked: 'REVOKED',
  expired: 'EXPIRED',
  absent: 'REVOKED',
} as const satisfies Record<Status, Verdict>

/** Whether a rotation has ended the secret. One that has no overlap left stays ended though the clock is set back. */
const isReplaced = ({ valid_until, previous_until }: Known, now: number): boolean =>
  valid_until !== null && (valid_until !== previous_until || valid_until <= now)

/**
 * Why a secret is or is not accepted in `environment` at the time `now`; `known` is what the service knows of it. One
 * that was rotated away says so, whatever became of its key since, unless that was revoked.
 */
export const judge = (
  text: SecretText,
  known: Known | null,
  environment: Environment,
  now: number,
): Verdict => {
  if (text === 'masked') return 'MASKED'
  if (text === 'malformed') return 'MALFORMED'
  if (known === null) return 'NOT_FOUND'
  if (known.environment !== environment) return 'WRONG_ENVIRONMENT'
  if (known.secret_revoked_at !== null || known.revoked_at !== null) return 'REVOKED'
  if (isReplaced(known, now)) return 'REPLACED'
  return verdictOf[statusOf(known, now)]
}
