import { z } from '../zod.ts'

/** A person asked; nobody did anything for a while; the computer was locked, or slept. */
export const lockCauses = ['asked', 'idle', 'away'] as const
export type LockCause = (typeof lockCauses)[number]

/** Locked, Claviger shows nothing and does nothing that a person can ask for, until somebody unlocks it. */
export const LockState = z.object({
  /** Why it is locked; null while it is not. */
  locked: z.enum(lockCauses).nullable(),
  /** New secrets that wait to be stored. They are kept while Claviger runs, locked or not. */
  waiting: z.number().int().nonnegative(),
})
export type LockState = Readonly<z.infer<typeof LockState>>
