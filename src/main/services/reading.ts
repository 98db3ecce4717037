import type { Activity } from '../../shared/domain/activity.ts'
import type { KeyRecord, Scope } from '../../shared/domain/key.ts'
import { AppError } from '../../shared/error.ts'
import type { Clock } from '../base/clock.ts'
import type { Calling, Connector, Http } from '../connectors/connector.ts'
import type { OwnChanges } from './own-changes.ts'
import type { CacheState, Emit, Store } from './ports.ts'
import type { OpenScope } from './scopes.ts'
import type { TellChanges } from './tell-changes.ts'

export type ReadParts = {
  readonly store: Store
  readonly open: OpenScope
  readonly clock: Clock
  readonly emit: Emit
  readonly ownChanges: OwnChanges
  readonly calling: Required<Calling>
  readonly onProgress: () => void
  /** How many keys a whole read that has begun will bring, when the service said. */
  readonly onTotal: (total: number | null) => void
}

export type TellingParts = ReadParts & { readonly told: TellChanges }

export type Source = { readonly connector: Connector; readonly http: Http }

type Disturbing = Pick<ReadParts, 'ownChanges' | 'calling'>

/** An answer, and whether no change of our own has begun since it was asked for: else it may be from before that. */
export type Asked<T> = { readonly answer: T; readonly holds: () => boolean }

/** Asks once no change of our own is under way. */
export const askUndisturbed = async <T>(
  { ownChanges, calling }: Disturbing,
  scope: Scope,
  ask: () => Promise<T>,
): Promise<Asked<T>> => {
  // Counted already, one would not be noticed by the count, and its key would be gone from the list.
  do await ownChanges.settled(scope)
  while (ownChanges.underWay(scope))
  const began = ownChanges.count(scope)
  stopIfAborted(calling)
  const answer = await ask()
  stopIfAborted(calling)
  return { answer, holds: () => ownChanges.count(scope) === began }
}

/**
 * Asks, and asks again when a change of our own began meanwhile: the answer may be from before it, and would undo it
 * in the cache.
 */
export const undisturbed = async <T>(
  parts: Disturbing,
  scope: Scope,
  ask: () => Promise<T>,
): Promise<T> => {
  for (;;) {
    const { answer, holds } = await askUndisturbed(parts, scope, ask)
    if (holds()) return answer
  }
}

type Noticed = Readonly<Record<'appeared' | 'changed' | 'vanished', readonly KeyRecord[]>>

/** Writes into the activity what others did. */
export const report = async (
  { store, clock, emit }: ReadParts,
  scope: Scope,
  noticed: Noticed,
  { clockOffset }: CacheState,
) => {
  const at = clock.now()
  // Some services delete what has expired by themselves: nobody did it.
  const verbOf = (kind: keyof Noticed, { expiresAt }: KeyRecord): Activity['kind'] =>
    kind === 'vanished' && expiresAt !== null && expiresAt <= at + clockOffset
      ? 'vanished-expired'
      : kind
  const line = (kind: keyof Noticed) => (key: KeyRecord) => ({
    ...scope,
    at,
    by: 'elsewhere' as const,
    kind: verbOf(kind, key),
    key: key.id,
    keyName: key.name,
    mask: key.mask,
  })
  const entries = (['appeared', 'changed', 'vanished'] as const).flatMap(kind =>
    noticed[kind].map(line(kind)),
  )
  if (entries.length === 0) return
  await store.activity.append(entries)
  emit('activity-changed', null)
}

export const stopIfAborted = ({ signal }: Required<Calling>): void => {
  if (signal.aborted) throw new AppError({ code: 'cancelled' })
}
