import { z } from '../zod.ts'

/** What a service says to a key that is presented in an environment. */
export const verdicts = [
  'valid',
  'not-found',
  'suspended',
  'revoked',
  'expired',
  'replaced',
  'wrong-environment',
  'masked',
  'malformed',
  'unknown',
] as const
export const Verdict = z.enum(verdicts)
/**
 * `masked`: what a list shows was taken for the key. `malformed`: cut or mistyped. `replaced`: rotated, and its overlap
 * is over. `unknown`: a verdict that this version does not know; the key was not accepted.
 */
export type Verdict = z.infer<typeof Verdict>
