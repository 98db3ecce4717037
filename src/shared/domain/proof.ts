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
 * end of the time in which the change should have been in force. `unproven`: nobody could ask.
 */
export const Proof = KeyTarget.extend({
  id: ProofId,
  effect: z.enum(['suspend', 'revoke', 'delete']),
  name: z.string(),
  mask: z.string().nullable(),
  state: z.enum(proofStates),
  /** Of `unproven`: the service cannot be asked, nobody has the key, asking failed, or Claviger quit meanwhile. */
  reason: z.enum(['no-check', 'no-key', 'failed']).nullable(),
  requestedAt: Instant,
  acceptedAt: Instant.nullable(),
  /** Until when a key may still be taken although its end was accepted. */
  until: Instant.nullable(),
  endedAt: Instant.nullable(),
})
export type Proof = Readonly<z.infer<typeof Proof>>
