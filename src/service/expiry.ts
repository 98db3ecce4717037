import { refuseField } from './problems.ts'
import type { Profile } from './profiles/profile.ts'

const pointer = '/expiresAt'

/** Ends the request unless a key may expire at `expiresAt`, in ms since 1970 UTC; null is never. */
export const demandExpiry = (
  { expiry: { longestSeconds } }: Profile,
  expiresAt: number | null,
  now: number,
): void => {
  if (expiresAt === null) return
  if (expiresAt <= now)
    refuseField({ pointer, code: 'past', detail: 'The expiry is not in the future.' })
  if (longestSeconds !== null && expiresAt > now + longestSeconds * 1000)
    refuseField(
      { pointer, code: 'too-far', detail: `A key is valid for ${longestSeconds} s at most.` },
      { longestSeconds },
    )
}
