import { z } from '../zod.ts'
import { Instant, KeyTarget } from './key.ts'

export const ProofId = z.uuid()
export type ProofId = z.infer<typeof ProofId>

export const proofStates = [
  'requested',
  'accepted',
  'confirmed',
  'still-accepted',
  'unproven',
] as const

/**
 * What is known of a key's death after it was suspended, revoked or deleted. `accepted`: the service said yes, and is
 * being asked whether it still takes the key. `confirmed`: it refused the key. `still-accepted`: it took the key to the
 * end of the time in which the change should have been in force. `unproven`: nobody could ask, or no answer told.
 */
export const Proof = KeyTarget.extend({
  id: ProofId,
  effect: z.enum(['suspend', 'revoke', 'delete']),
  name: z.string(),
  mask: z.string().nullable(),
  state: z.enum(proofStates),
  /**
   * Of `unproven`. `no-check`: the service cannot be asked. `no-key`: it can, by whoever has the key, and nobody gave
   * it. `failed`: it was asked, and no answer said anything of the key.
   */
  reason: z.enum(['no-check', 'no-key', 'failed']).nullable(),
  requestedAt: Instant,
  acceptedAt: Instant.nullable(),
  /** How long a key may still be taken although its end was accepted, in seconds. */
  graceSeconds: z.number(),
  /** When that time is over, counted from the acceptance or from when it was asked again. */
  until: Instant.nullable(),
  /** When nothing more was asked. */
  endedAt: Instant.nullable(),
  /** When the key was last found to be taken although the time was over; null before, and once it is dead. */
  aliveAt: Instant.nullable(),
  /** It ended without the key being dead, and the service can be asked once more. */
  askable: z.boolean(),
})
export type Proof = Readonly<z.infer<typeof Proof>>
export type ProofEffect = Proof['effect']
