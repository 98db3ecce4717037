import type { KeyRow, KeysWindow } from '../../shared/contract/keys.ts'
import type { Activity } from '../../shared/domain/activity.ts'
import type { KeyDraft, KeyRecord, KeyTarget, Scope } from '../../shared/domain/key.ts'
import { foldName } from '../../shared/domain/name.ts'
import { AppError, infoOf } from '../../shared/error.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Http, Operations, Versioned } from '../connectors/connector.ts'
import type { OwnChanges } from './own-changes.ts'
import type { Emit, Store } from './ports.ts'
import { type OpenScope, requireWritable } from './scopes.ts'

export type KeysParts = {
  readonly store: Store
  readonly open: OpenScope
  readonly clock: Clock
  readonly emit: Emit
  readonly log: Log
  readonly ownChanges: OwnChanges
  /** Called when a change may or may not have arrived: what the service has must be read again. */
  readonly onDoubt: (scope: Scope) => void
}

type Change = KeyTarget & { readonly version: string | null }

/** Looking at keys and changing them. Making one is `create.ts`, because its secret must not be lost. */
export const createKeys = (parts: KeysParts) => ({
  window: async (query: KeysWindow) => {
    const { rows, total, unfiltered } = await parts.store.keys.window(query)
    return { rows: [...rows], total, unfiltered }
  },
  get: (target: KeyTarget) => parts.store.keys.get(target),
  sameName: ({ name, ...scope }: Scope & { readonly name: string }) =>
    parts.store.keys.sameName(scope, foldName(name)),

  edit: ({ draft, ...change }: Change & { readonly draft: KeyDraft }): Promise<KeyRow> =>
    apply(
      parts,
      change,
      (before, after) => (before?.name === after.name ? 'described' : 'renamed'),
      requireOperation('edit', 'rename', (edit, http, key) => edit(http, key, draft)),
    ),
  suspend: (change: Change): Promise<KeyRow> =>
    apply(
      parts,
      change,
      () => 'suspended',
      requireOperation('suspend', 'suspend', (run, http, key) => run(http, key)),
    ),
  resume: (change: Change): Promise<KeyRow> =>
    apply(
      parts,
      change,
      () => 'resumed',
      requireOperation('resume', 'resume', (run, http, key) => run(http, key)),
    ),
  delete: (change: Change) => deleteKey(parts, change),
})

type Run = (operations: Operations, http: Http, key: Versioned) => Promise<KeyRecord>

const requireOperation =
  <Name extends 'edit' | 'suspend' | 'resume'>(
    name: Name,
    effect: string,
    run: (
      operation: NonNullable<Operations[Name]>,
      http: Http,
      key: Versioned,
    ) => Promise<KeyRecord>,
  ): Run =>
  (operations, http, key) => {
    const operation = operations[name]
    if (!operation) throw new AppError({ code: 'unsupported', effect })
    return run(operation, http, key)
  }

const scopeOf = ({ connection, environment }: Scope): Scope => ({ connection, environment })

const atService = async <T>(
  parts: KeysParts,
  change: Change,
  run: (operations: Operations, http: Http, key: Versioned) => Promise<T>,
): Promise<T> => {
  requireWritable(parts.store)
  const { connector, http } = await parts.open(scopeOf(change))
  try {
    return await run(connector.operations, http, { id: change.key, version: change.version })
  } catch (cause) {
    const code = infoOf(cause)?.code
    if (code !== 'unreachable' && code !== 'tls') parts.onDoubt(scopeOf(change))
    throw cause
  }
}

const apply = (
  parts: KeysParts,
  change: Change,
  kindOf: (before: KeyRecord | null, after: KeyRecord) => Activity['kind'],
  run: Run,
): Promise<KeyRow> =>
  parts.ownChanges.during(change, async () => {
    const before = await parts.store.keys.get(change)
    const key = await atService(parts, change, run)
    const done = { by: 'you', kind: kindOf(before, key) } as const
    await remember(parts, change, { ...done, key }, store => store.keys.put(scopeOf(change), key))
    return { ...scopeOf(change), ...key }
  })

const deleteKey = (parts: KeysParts, change: Change): Promise<{ alreadyGone: boolean }> =>
  parts.ownChanges.during(change, async () => {
    const known = await parts.store.keys.get(change)
    const { alreadyGone } = await atService(parts, change, (operations, http, key) => {
      if (!operations.delete) throw new AppError({ code: 'unsupported', effect: 'delete' })
      return operations.delete(http, key)
    })
    const done = { ...(alreadyGone ? goneElsewhere : deletedHere), key: known }
    await remember(parts, change, done, store => store.keys.delete(change))
    return { alreadyGone }
  })

const deletedHere = { by: 'you', kind: 'deleted' } as const
const goneElsewhere = { by: 'elsewhere', kind: 'vanished' } as const

type Done = Pick<Activity, 'by' | 'kind'> & { readonly key: KeyRecord | null }

/** The service has already done it: a local failure is logged and healed by the next sync, never shown as its failure. */
const remember = async (
  { store, clock, emit, log }: KeysParts,
  change: Change,
  { by, kind, key }: Done,
  write: (store: Store) => Promise<void>,
): Promise<void> => {
  const named = { key: change.key, keyName: key?.name ?? null, mask: key?.mask ?? null }
  // That a key vanished which was not in the list any longer was told when it went.
  const isNews = kind !== 'vanished' || key !== null
  try {
    await write(store)
    if (isNews)
      await store.activity.append([{ ...scopeOf(change), at: clock.now(), by, kind, ...named }])
  } catch (cause) {
    const info = infoOf(cause)
    log('change-not-recorded', { kind, code: info?.code ?? 'bug' })
  }
  emit('keys-changed', scopeOf(change))
  emit('activity-changed', null)
}
