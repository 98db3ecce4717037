import { IntentId, Reveal } from '../domain/intent.ts'
import { KeyDraft, KeyRecord, KeyState, KeyTarget, Scope } from '../domain/key.ts'
import { SyncState } from '../domain/sync.ts'
import { z } from '../zod.ts'
import { command, nothing, query } from './define.ts'

export const sortColumns = [
  'name',
  'state',
  'createdAt',
  'createdBy',
  'mask',
  'lastUsedAt',
] as const

export const KeysWindow = z.object({
  /** Null is every connection in every environment, for review. */
  scope: Scope.nullable(),
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

export const keys = {
  window: query(
    KeysWindow,
    z.object({ rows: z.array(KeyRow), total: z.number().int(), unfiltered: z.number().int() }),
  ),
  get: query(KeyTarget, KeyRow.nullable()),
  /** How many keys of the scope have this name, trimmed and case-folded. */
  sameName: query(Scope.extend({ name: z.string().max(2000) }), z.number().int()),
  create: command(Scope.extend({ intent: IntentId, draft: KeyDraft }), Reveal),
  edit: command(change.extend({ draft: KeyDraft }), KeyRow),
  suspend: command(change, KeyRow),
  resume: command(change, KeyRow),
  /** `alreadyGone` when somebody else had deleted it. */
  delete: command(change, z.object({ alreadyGone: z.boolean() })),
  sync: query(Scope, SyncState),
  /** Keeps this scope up to date until another is watched; null stops. */
  watch: command(z.object({ scope: Scope.nullable() }), nothing),
  refresh: command(Scope, SyncState),
}
