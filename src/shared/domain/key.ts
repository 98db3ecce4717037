import { z } from '../zod.ts'
import { Environment } from './environment.ts'
import { descriptionProblem, type NameProblem, nameProblem } from './name.ts'

export const KeyId = z.string().min(1).max(512)
/** The service's own id of a key; opaque. */
export type KeyId = z.infer<typeof KeyId>

export const keyStates = ['active', 'suspended', 'revoked', 'expired', 'absent', 'unknown'] as const
export const KeyState = z.enum(keyStates)
/** `expired` is derived from the service's clock, never stored. `absent` is a system for which no key was generated. */
export type KeyState = z.infer<typeof KeyState>

export const keyKinds = ['key', 'system'] as const
export const KeyKind = z.enum(keyKinds)
/** A system is a registered client that owns one key, or none yet; a `key` stands for itself. */
export type KeyKind = z.infer<typeof KeyKind>

/** Milliseconds since 1970-01-01 UTC. */
export const Instant = z.number().int()

/** What is known of a key. Never its secret. */
export const KeyRecord = z.object({
  id: KeyId,
  kind: KeyKind,
  name: z.string(),
  /** Prefix and last characters, as the service masks it; null where the service shows none. */
  mask: z.string().nullable(),
  description: z.string().nullable(),
  state: KeyState,
  createdAt: Instant.nullable(),
  createdBy: z.string().nullable(),
  updatedAt: Instant.nullable(),
  lastUsedAt: Instant.nullable(),
  usageCount: z.number().int().nonnegative().nullable(),
  expiresAt: Instant.nullable(),
  /** Until when the secret before the last rotation is accepted too. */
  previousUntil: Instant.nullable(),
  /** The service's validator of this version (a strong ETag where it has them), sent back as `If-Match`. */
  version: z.string().nullable(),
})
export type KeyRecord = Readonly<z.infer<typeof KeyRecord>>

const text = (problemOf: (text: string) => NameProblem | null) =>
  z.string().superRefine((value, context) => {
    const problem = problemOf(value)
    if (problem) context.addIssue({ code: 'custom', message: problem })
  })

/** What a person chooses when creating a key. Name and description arrive trimmed; a null expiry is never. */
export const KeyDraft = z.object({
  name: text(nameProblem).transform(name => name.trim()),
  description: text(descriptionProblem)
    .transform(description => description.trim() || null)
    .nullable(),
  expiresAt: Instant.nullable(),
})
export type KeyDraft = Readonly<z.infer<typeof KeyDraft>>

/** A change of a key: what is left out stays. */
export const KeyEdit = KeyDraft.extend({ state: z.enum(['active', 'suspended']) }).partial()
export type KeyEdit = Readonly<z.infer<typeof KeyEdit>>

export const ConnectionId = z.uuid()
export type ConnectionId = z.infer<typeof ConnectionId>

/** One environment of one connection: the unit of credentials, cache and sync. */
export const Scope = z.object({ connection: ConnectionId, environment: Environment })
export type Scope = Readonly<z.infer<typeof Scope>>

export const KeyTarget = Scope.extend({ key: KeyId })
/** One key of one scope. A dialog keeps the target with which it was opened. */
export type KeyTarget = Readonly<z.infer<typeof KeyTarget>>
