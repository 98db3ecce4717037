import { z } from '../zod.ts'
import { environments } from './environment.ts'
import { KeyState, keyKinds } from './key.ts'

/** What can be asked of a service, named by its effect; the service's profile supplies the words. */
export const effects = [
  'list',
  'audit',
  'create',
  'create-system',
  'generate',
  'reveal',
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

/**
 * Words of one effect. `label` is on the button ("Suspend"), `done` tells it in the past tense ("Suspended"). In the
 * dialog: its title, what will happen, the button that confirms, and what a person must have made sure of before.
 * Null where the service has no words of its own.
 */
export const EffectWords = z.object({
  label: z.string(),
  done: z.string(),
  title: z.string().nullable(),
  text: z.string().nullable(),
  confirm: z.string().nullable(),
  checks: z.array(z.string()),
})
export type EffectWords = Readonly<z.infer<typeof EffectWords>>

/** What a list can show of a key. `key` is name and mask in one. */
export const columnIds = [
  'name',
  'key',
  'mask',
  'state',
  'environment',
  'createdAt',
  'createdBy',
  'updatedAt',
  'lastUsedAt',
  'usageCount',
  'expiresAt',
] as const
export const ColumnId = z.enum(columnIds)
export type ColumnId = z.infer<typeof ColumnId>

/** What a service calls its keys, or its systems that own one; null where it has no words of its own. */
export const KindWords = z.object({
  /** Heading of the list: "API keys". */
  title: z.string().nullable(),
  /** Heading of one key's details. */
  detail: z.string().nullable(),
  /** Of the page on which a system's key is generated and revoked, and of the button to it. */
  manage: z.string().nullable(),
  /** Of the form's field, what stands in it while it is empty, and the advice below it. */
  name: z.string().nullable(),
  namePlaceholder: z.string().nullable(),
  nameHint: z.string().nullable(),
  emptyTitle: z.string().nullable(),
  emptyText: z.string().nullable(),
  /** Said after an edit. */
  edited: z.string().nullable(),
  /** In order; null for Claviger's own. */
  columns: z.array(z.object({ id: ColumnId, label: z.string() })).nullable(),
})
export type KindWords = Readonly<z.infer<typeof KindWords>>

/** Words of the dialog that shows a new secret once. */
export const RevealWords = z.object({
  title: z.string().nullable(),
  warning: z.string().nullable(),
  copy: z.string().nullable(),
  done: z.string().nullable(),
})
export type RevealWords = Readonly<z.infer<typeof RevealWords>>

/** Advice of the service, as it stands in its documentation. */
export const Guidance = z.object({
  title: z.string(),
  text: z.string().nullable(),
  items: z.array(z.string()),
})
export type Guidance = Readonly<z.infer<typeof Guidance>>

export const EffectRule = z.object({
  effect: Effect,
  /** False when the service cannot do it at all. */
  supported: z.boolean(),
  /** Why not, and where it is done instead, as a sentence: it is then shown all the same. Null: it is not missed. */
  reason: z.string().nullable(),
  /** The permission code the caller needs and lacks, or null. */
  missingPermission: z.string().nullable(),
  /** The service's plan does not include it. */
  missingInPlan: z.boolean(),
  /** What becomes of its button while the permission is missing. */
  whenForbidden: z.enum(['disabled', 'hidden']),
})
export type EffectRule = Readonly<z.infer<typeof EffectRule>>

const KeyChecksum = z.literal('crc32-base62-6')
export type KeyChecksum = z.infer<typeof KeyChecksum>

/** What a service says of itself and of the caller: the answer of a connector's `describe`. */
export const Profile = z.object({
  service: z.string(),
  version: z.string().nullable(),
  /** The name under which the service knows the credential. */
  caller: z.string().nullable(),
  effects: z.array(EffectRule),
  words: z.partialRecord(Effect, EffectWords),
  states: z.partialRecord(KeyState, z.string()),
  /** Sentences for a permission code that is missing. */
  permissions: z.record(z.string(), z.string()),
  kinds: z.partialRecord(z.enum(keyKinds), KindWords),
  reveal: RevealWords,
  guidance: z.array(Guidance),
  /** Names that show what the service advises, and what it advises against. */
  naming: z.object({ examples: z.array(z.string()), avoid: z.array(z.string()) }),
  presentation: z.object({
    /** Where a key's effects are offered: in its row, in the row's menu, or in its details alone. */
    actions: z.enum(['row', 'menu', 'detail']),
    /** Details are a form in which the status is a field. */
    statusField: z.boolean(),
    /** Keys of all environments stand in one list, and the environment is chosen in the form. */
    oneList: z.boolean(),
    /** An edit is confirmed before it is sent. */
    confirmEdit: z.boolean(),
  }),
  /** What can be given to a new key although it cannot be changed afterwards. */
  givenAtCreation: z.array(z.enum(['describe', 'expire'])),
  /** Names that may occur once only, trimmed and case-folded. */
  uniqueNames: z.array(z.enum(keyKinds)),
  /** Longest time until a key expires, in seconds; null for no limit. */
  longestExpirySeconds: z.number().positive().nullable(),
  rotation: z.object({
    /** For how long the key before may stay valid, in seconds, to choose from; 0 is not at all. */
    overlapSeconds: z.array(z.number().nonnegative()),
    /** Longest that may be chosen freely; null when it must be one of the choices. */
    longestOverlapSeconds: z.number().positive().nullable(),
    /** Words of the four steps of a hand-off, in order; empty where the service has none. */
    steps: z.array(z.string()),
  }),
  /** Null where the service has no plans. `upgrade` says what to do, `needed` which plan has what is missing. */
  plan: z
    .object({
      name: z.string(),
      needed: z.string().nullable(),
      title: z.string().nullable(),
      upgrade: z.string().nullable(),
    })
    .nullable(),
  /** What the service calls its own log; null for Claviger's word. */
  auditTitle: z.string().nullable(),
  /** A deleted key can be brought back. */
  restorable: z.boolean(),
  /**
   * How it is shown that a key is dead: by asking about it (`own`), by presenting the key where somebody has it (`key`),
   * or not at all.
   */
  proof: z.enum(['own', 'key', 'none']),
  /** How long a change may take to be in force everywhere, in seconds; null where the service says nothing. */
  propagationSeconds: z.number().nonnegative().nullable(),
  /** Of names, in code points. */
  nameLength: z.number().int().positive(),
  /** Beginnings of this environment's keys, by which a pasted secret is recognised. */
  keyPrefix: z.string().nullable(),
  /** How a secret that was cut off or changed on its way is told; absent where the service names no way. */
  keyChecksum: KeyChecksum.optional(),
  environments: z.array(z.enum(environments)),
  /** The service's clock when it answered, in ms since 1970 UTC; null where it does not say. */
  serverTime: z.number().int().nullable(),
})
export type Profile = Readonly<z.infer<typeof Profile>>
