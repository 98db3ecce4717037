import { Environment } from '../domain/environment.ts'
import { IntentId, Reveal } from '../domain/intent.ts'
import {
  ConnectionId,
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

export const KeysWindow = z.object({
  /** Null is every connection in every environment, for review; a null environment, both of one connection. */
  scope: z.object({ connection: ConnectionId, environment: Environment.nullable() }).nullable(),
  kind: KeyKind.nullable(),
  /** Matches name, mask, description, creator and id, ignoring case. */
  search: z.string().max(200),
  states: z.array(KeyState).nullable(),
  sort: z.object({ column: z.enum(sortColumns), descending: z.boolean() }),
  offset: z.number().int().nonnegative(),
  limit: z.number().int().min(1).max(200),
})
export type KeysWindow = Readonly<z.infer<typeof KeysWindow>>

export const KeyRow = KeyRecord.extend(Scope.shape)
export type KeyRow = Readonly<z.infer<typeof KeyRow>>

const change = KeyTarget.extend({
  /** The version that the user was shown; a newer one at the service refuses the change. */
  version: z.string().nullable(),
})

/** `withKey`: the key is on the clipboard, and may be presented to the service to find out whether it is dead. */
const end = change.extend({ withKey: z.boolean().default(false) })

export const keys = {
  window: query(
    KeysWindow,
    z.object({ rows: z.array(KeyRow), total: z.number().int(), unfiltered: z.number().int() }),
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
}
