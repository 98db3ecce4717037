import type { KeyRow } from '../../shared/contract/keys.ts'
import type { Activity } from '../../shared/domain/activity.ts'
import type { KeyRecord, KeyTarget, Scope } from '../../shared/domain/key.ts'
import type { Effect } from '../../shared/domain/profile.ts'
import { AppError, infoOf } from '../../shared/error.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Http, Operations, Versioned } from '../connectors/connector.ts'
import { type Aftermath, lookingAgain } from './look-again.ts'
import type { OwnChanges } from './own-changes.ts'
import type { Emit, Store } from './ports.ts'
import { type OpenScope, requireWritable } from './scopes.ts'

export type ChangeParts = Aftermath & {
  readonly store: Store
  readonly open: OpenScope
  readonly clock: Clock
  readonly emit: Emit
  readonly log: Log
  readonly ownChanges: OwnChanges
  /** Called when a key has no secret any longer that somebody waits for. Never throws. */
  readonly endHandOff: (target: KeyTarget) => Promise<void>
}

/** `version` is the one the user was shown; the service refuses a newer one. */
export type Change = KeyTarget & { readonly version: string | null }

type Changing<Name extends 'edit' | 'suspend' | 'resume' | 'revoke'> = {
  readonly operation: Name
  readonly effect: Effect
  readonly run: (
    operation: NonNullable<Operations[Name]>,
    http: Http,
    key: Versioned,
  ) => Promise<KeyRecord>
  /** Lines of the log, by what was known before and what the service has now. */
  readonly activities: (before: KeyRecord | null, after: KeyRecord) => readonly Activity['kind'][]
}

export const scopeOf = ({ connection, environment }: Scope): Scope => ({ connection, environment })

export const applyChange = <Name extends 'edit' | 'suspend' | 'resume' | 'revoke'>(
  parts: ChangeParts,
  change: Change,
  { operation: name, effect, run, activities }: Changing<Name>,
): Promise<KeyRow> =>
  parts.ownChanges.during(change, async () => {
    const before = await parts.store.keys.get(change)
    const after = await atService(parts, change, (operations, http) => {
      const operation = operations[name]
      if (!operation) throw new AppError({ code: 'unsupported', effect })
      const key = { id: change.key, version: change.version }
      return run(operation, http, key).catch(orNotOffered(effect))
    })
    await recordChange(parts, change, {
      ...{ by: 'you', kinds: activities(before, after), key: after },
      write: store => store.keys.put(scopeOf(change), after),
    })
    return { ...scopeOf(change), ...after }
  })

export const deleteKey = (parts: ChangeParts, change: Change): Promise<{ alreadyGone: boolean }> =>
  parts.ownChanges.during(change, async () => {
    const known = await parts.store.keys.get(change)
    const { alreadyGone } = await atService(parts, change, (operations, http) => {
      if (!operations.delete) throw new AppError({ code: 'unsupported', effect: 'delete' })
      const key = { id: change.key, version: change.version }
      return operations.delete(http, key).catch(orNotOffered('delete'))
    })
    // That a key vanished which was not in the list any longer was told when it went.
    const vanished: readonly Activity['kind'][] = known ? ['vanished'] : []
    await recordChange(parts, change, {
      ...(alreadyGone ? { by: 'elsewhere', kinds: vanished } : { by: 'you', kinds: ['deleted'] }),
      key: known,
      write: store => store.keys.delete(change, alreadyGone),
    })
    return { alreadyGone }
  })

/** RFC 9110, sections 15.5.6 and 15.6.2: whatever its profile says, the service has no such request. */
const orNotOffered =
  (effect: Effect) =>
  (cause: unknown): never => {
    const info = infoOf(cause)
    const status = info?.code === 'refused' || info?.code === 'service-failed' ? info.status : null
    throw status === 405 || status === 501 ? new AppError({ code: 'unsupported', effect }) : cause
  }

/** Asks the service for a change that this computer can record. */
export const atService = <T>(
  parts: ChangeParts,
  scope: Scope,
  run: (operations: Operations, http: Http) => Promise<T>,
): Promise<T> => {
  requireWritable(parts.store)
  return lookingAgain(parts, scope, async () => {
    const { connector, http } = await parts.open(scopeOf(scope))
    return run(connector.operations, http)
  })
}

type Done = Pick<Activity, 'by'> & {
  readonly kinds: readonly Activity['kind'][]
  readonly key: KeyRecord | null
  readonly write: (store: Store) => Promise<void>
}

/** The service has already done it: a local failure is logged and healed by the next sync, never shown as its failure. */
export const recordChange = async (
  { store, clock, emit, log }: ChangeParts,
  target: KeyTarget,
  { by, kinds, key, write }: Done,
): Promise<void> => {
  const named = { key: target.key, keyName: key?.name ?? null, mask: key?.mask ?? null }
  const line = { ...scopeOf(target), at: clock.now(), by, ...named }
  try {
    await write(store)
    if (kinds.length > 0) await store.activity.append(kinds.map(kind => ({ ...line, kind })))
  } catch (cause) {
    const info = infoOf(cause)
    log('change-not-recorded', { kind: kinds.join(' '), code: info?.code ?? 'bug' })
  }
  emit('keys-changed', scopeOf(target))
  emit('activity-changed', null)
}
