import { z } from '../zod.ts'
import { KeyState } from './key.ts'

/** What can be done to a key, named by its effect; the service's profile supplies the words. */
export const effects = [
  'create',
  'rename',
  'describe',
  'suspend',
  'resume',
  'revoke',
  'rotate',
  'expire',
  'delete',
] as const
export const Effect = z.enum(effects)
export type Effect = z.infer<typeof Effect>

/** `label` is on the button ("Suspend"), `done` in the past tense ("Suspended"). */
export const Wording = z.object({ label: z.string(), done: z.string() })
export type Wording = Readonly<z.infer<typeof Wording>>

export const EffectRule = z.object({
  effect: Effect,
  /** False when the service or its plan cannot do it. */
  supported: z.boolean(),
  /** The permission code the caller needs and lacks, or null. */
  missingPermission: z.string().nullable(),
})

/** What a service says of itself and of the caller: the answer of a connector's `describe`. */
export const Profile = z.object({
  service: z.string(),
  version: z.string().nullable(),
  /** The name under which the service knows the credential. */
  caller: z.string().nullable(),
  effects: z.array(EffectRule),
  words: z.partialRecord(Effect, Wording),
  states: z.partialRecord(KeyState, z.string()),
  reveal: z.enum(['once', 'always', 'encrypted', 'never']),
  /** A deleted key can be brought back. */
  restorable: z.boolean(),
  /** How long a change may take to be in force everywhere, in seconds; null where the service says nothing. */
  propagationSeconds: z.number().nonnegative().nullable(),
  nameLength: z.number().int().positive(),
  /** Beginnings of this environment's keys, by which a pasted secret is recognised. */
  keyPrefix: z.string().nullable(),
})
export type Profile = Readonly<z.infer<typeof Profile>>
