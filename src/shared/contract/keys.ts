import { Environment } from '../domain/environment.ts'
import { IntentId, Reveal } from '../domain/intent.ts'
import {
  ConnectionId,
  Instant,
  KeyDraft,
  KeyEdit,
  KeyId,
  KeyKind,
  KeyRecord,
  KeyState,
  KeyTarget,
  Scope,
} from '../domain/key.ts'
import { SyncState } from '../domain/sync.ts'
import { Verdict } from '../domain/verdict.ts'
import { z } from '../zod.ts'
import { command, nothing, query } from './define.ts'

export const sortColumns = [
  'name',
  'state',
  'createdAt',
  'createdBy',
  'updatedAt',
  'mask',
  'lastUsedAt',
  'usageCount',
  'expiresAt',
] as const

export const expirySpans = ['week', 'month', 'never'] as const
/** When a key expires: within 7 or 30 days from now and not yet, or at no time. */
export type ExpirySpan = (typeof expirySpans)[number]

export const KeysWindow = z.object({
  /** Null is every connection in every environment, for review; a null environment, both of one connection. */
  scope: z.object({ connection: ConnectionId, environment: Environment.nullable() }).nullable(),
  kind: KeyKind.nullable(),
  /** Matches name, mask, description, creator and id, ignoring case. */
  search: z.string().max(200),
  states: z.array(KeyState).nullable(),
  /** Of the keys in `scope`, those of one environment. Absent, like each filter below: all of them. */
  environment: Environment.optional(),
  expiry: z.enum(expirySpans).optional(),
  /** Those whose service counts uses, and has seen none. */
  neverUsed: z.boolean().optional(),
  /** Who made them, ignoring case. */
  owner: z.string().max(500).optional(),
  sort: z.object({ column: z.enum(sortColumns), descending: z.boolean() }),
  offset: z.number().int().nonnegative(),
  limit: z.number().int().min(1).max(200),
})
export type KeysWindow = Readonly<z.infer<typeof KeysWindow>>

/** Which keys, in which order: all that match, and not a window of them. */
export const KeysQuery = KeysWindow.omit({ offset: true, limit: true })
export type KeysQuery = Readonly<z.infer<typeof KeysQuery>>

/** What narrows a list beside its search. */
export type KeyFilters = Omit<KeysQuery, 'scope' | 'search' | 'sort'>

const number = z.number().int().nonnegative()

/**
 * How many match a query, and how many would with each choice of a filter: the query's other filters hold, that of the
 * choice's own group does not.
 */
export const KeyCounts = z.object({
  total: number,
  states: z.record(KeyState, number),
  environments: z.record(Environment, number),
  expiry: z.record(z.enum(expirySpans), number),
  neverUsed: number,
})
export type KeyCounts = Readonly<z.infer<typeof KeyCounts>>

export const KeyRow = KeyRecord.extend(Scope.shape)
export type KeyRow = Readonly<z.infer<typeof KeyRow>>

/** A key that its service no longer lists, as it was when it was last seen there. */
export const GoneKey = KeyRow.extend({
  /** When a read last brought it, and when one first did not. */
  seenAt: Instant,
  goneAt: Instant,
})
export type GoneKey = Readonly<z.infer<typeof GoneKey>>

const change = KeyTarget.extend({
  /** The version that the user was shown; a newer one at the service refuses the change. */
  version: z.string().nullable(),
})

/** `withKey`: the key is on the clipboard, and may be presented to the service to find out whether it is dead. */
const end = change.extend({ withKey: z.boolean().default(false) })

export const keys = {
  window: query(
    KeysWindow,
    z.object({
      rows: z.array(KeyRow),
      /** How many match; while `counted` is false, how many are known to so far. */
      total: number,
      counted: z.boolean(),
      unfiltered: number,
    }),
  ),
  /** Null when another list was asked for before it was counted. */
  counts: query(KeysQuery, KeyCounts.nullable()),
  /** Who made keys of this list, by name, whose name contains `part` ignoring case: at most 50. */
  owners: query(
    KeysQuery.pick({ scope: true, kind: true }).extend({ part: z.string().max(200) }),
    z.array(z.object({ owner: z.string(), count: number })),
  ),
  /** What was deleted elsewhere, newest first; `kind` and `search` as in a window. */
  gone: query(
    KeysWindow.pick({ scope: true, kind: true, search: true, offset: true, limit: true }),
    z.object({ rows: z.array(GoneKey), total: number }),
  ),
  get: query(KeyTarget, KeyRow.nullable()),
  /** How many keys or systems of the scope have this name, trimmed and case-folded, not counting `except`. */
  sameName: query(
    Scope.extend({ name: z.string().max(2000), kind: KeyKind, except: KeyId.nullable() }),
    z.number().int(),
  ),
  create: command(Scope.extend({ intent: IntentId, draft: KeyDraft }), Reveal),
  /** A system without a key. `intent` is the Idempotency-Key: asked again, it is the same system. */
  createSystem: command(
    Scope.extend({ intent: IntentId, draft: KeyDraft.omit({ expiresAt: true }) }),
    KeyRow,
  ),
  /** Gives a system that has no key its key. */
  generate: command(change.extend({ intent: IntentId }), Reveal),
  /** Gives a key another secret; the one before stays valid for `overlapSeconds`. `told`: its owner knows. */
  rotate: command(
    change.extend({
      intent: IntentId,
      overlapSeconds: z.number().int().nonnegative(),
      told: z.boolean(),
    }),
    Reveal,
  ),
  edit: command(end.extend({ edit: KeyEdit }), KeyRow),
  suspend: command(end, KeyRow),
  resume: command(change, KeyRow),
  /** For good. A system stays, without its key. */
  revoke: command(end, KeyRow),
  /** `alreadyGone` when somebody else had deleted it. */
  delete: command(end, z.object({ alreadyGone: z.boolean() })),
  /** Asks the service about the key on the clipboard, which main reads and the page never holds. Null id: not told. */
  check: command(Scope, z.object({ verdict: Verdict, key: KeyId.nullable() })),
  sync: query(Scope, SyncState),
  /** Of both environments of every connection. */
  syncs: query(nothing, z.array(SyncState)),
  /** Keeps these scopes up to date until others are watched. */
  watch: command(z.object({ scopes: z.array(Scope).max(2) }), nothing),
  refresh: command(Scope, SyncState),
  /** Ends the read under way; it goes on from there when it is refreshed. What it brought stays. */
  stop: command(Scope, SyncState),
}
