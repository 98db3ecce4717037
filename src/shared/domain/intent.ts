import { z } from '../zod.ts'
import { Finding } from './finding.ts'
import { Instant, KeyId, KeyRecord, Scope } from './key.ts'

export const IntentId = z.uuid()
/** Names one wish to make one key; it is the request's Idempotency-Key too. */
export type IntentId = z.infer<typeof IntentId>

export const intentKinds = ['create', 'generate', 'rotate'] as const
export type IntentKind = (typeof intentKinds)[number]

/** In the order in which an intent goes through them; the last two end it. */
export const intentStates = [
  'prepared',
  'sent',
  'acknowledged',
  'revealed',
  'stored',
  'abandoned',
] as const

/** What was here before it was sent: what a later look finds beside it is new. */
export const KnownBefore = z.object({
  /** Ids of the keys that had its name. */
  namesakes: z.array(KeyId),
  /** What was to be given a secret; null where the key itself is created. */
  target: KeyRecord.nullable(),
})
export type KnownBefore = Readonly<z.infer<typeof KnownBefore>>

/** A new secret that is not finished: nobody has yet said that it is stored. Never the secret. */
export const Intent = Scope.extend({
  id: IntentId,
  kind: z.enum(intentKinds),
  name: z.string(),
  description: z.string().nullable(),
  expiresAt: Instant.nullable(),
  /** What is given a secret, in the version that was seen; null where the key itself is created. */
  target: KeyId.nullable(),
  version: z.string().nullable(),
  /** For how long the secret before stays valid; null unless it is a rotation. */
  overlapSeconds: z.number().nonnegative().nullable(),
  state: z.enum(intentStates),
  /** Set as soon as the service has answered. */
  key: KeyId.nullable(),
  mask: z.string().nullable(),
  /** Where it was sent, and whom the service took us for: only there, only to them, is the answer repeated. */
  service: z.string().nullable(),
  caller: z.string().nullable(),
  /** When it was sent, by the service's clock; null where that is not known. */
  sentAt: Instant.nullable(),
  known: KnownBefore.nullable(),
  /** What has been found at the service since its answer was lost; null before the first look. */
  finding: Finding.nullable(),
  at: Instant,
})
export type Intent = Readonly<z.infer<typeof Intent>>

/** An intent with what can be done about it. */
export const Unfinished = Intent.extend({
  /** Asked again, its service gives the same secret and makes no second one. */
  repeatable: z.boolean(),
  /** How what it made is undone; null where it cannot be, or where no such service is connected. */
  undo: z.enum(['delete', 'revoke']).nullable(),
  /** Another look at the service will follow by itself. */
  looking: z.boolean(),
})
export type Unfinished = Readonly<z.infer<typeof Unfinished>>

/** Whether a key that was found was used since then: somebody has its secret. */
export const isUsedSince = (
  { known }: Pick<Intent, 'known'>,
  { lastUsedAt }: Pick<KeyRecord, 'lastUsedAt'>,
): boolean => lastUsedAt !== null && lastUsedAt !== (known?.target?.lastUsedAt ?? null)

export const RevealId = z.uuid()
export type RevealId = z.infer<typeof RevealId>

/** A secret that waits in main to be copied, or shown once, until the user says it is stored. */
export const Reveal = Scope.extend({
  id: RevealId,
  intent: IntentId,
  kind: z.enum(intentKinds),
  key: KeyId,
  /** The key in whose place it came, where that stays beside it until it expires; null where it is the same key. */
  before: KeyId.nullable(),
  /** The key before has been read since: until then its end is not known. */
  beforeRead: z.boolean(),
  name: z.string(),
  mask: z.string().nullable(),
  shown: z.boolean(),
  copied: z.boolean(),
})
export type Reveal = Readonly<z.infer<typeof Reveal>>
