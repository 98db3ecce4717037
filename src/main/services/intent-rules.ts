import type { Intent, IntentKind } from '../../shared/domain/intent.ts'
import type { KeyRecord } from '../../shared/domain/key.ts'
import type { ErrorInfo } from '../../shared/error.ts'
import type { StoredConnection } from './ports.ts'
import { serviceOf } from './scopes.ts'

/** All of an intent that is for a person to say. */
export type Wish = Omit<
  Intent,
  'state' | 'key' | 'mask' | 'service' | 'caller' | 'sentAt' | 'known' | 'finding' | 'at'
>

export const isFinished = ({ state }: Intent): boolean =>
  state === 'stored' || state === 'abandoned'

/** It was never sent, or the service refused it: it may be wished again, also in other words. */
export const madeNothing = ({ state, key }: Intent): boolean =>
  state === 'prepared' || (state === 'abandoned' && key === null)

// The version is not among them: it may have moved on because the wish came true, and its answer was lost.
const words = {
  create: ['name', 'description', 'expiresAt'],
  generate: ['target'],
  rotate: ['target', 'overlapSeconds'],
} as const satisfies Record<IntentKind, readonly (keyof Wish)[]>

/** An intent names one wish for ever: other words under the same id would be answered with the first secret. */
export const isSameWish = (known: Intent, wish: Wish): boolean =>
  (['connection', 'environment', 'kind', ...words[wish.kind]] as const).every(
    member => known[member] === wish[member],
  )

/** Whether the service may have made the secret although none came back. A bug counts as doubt. */
export const mayHaveArrived = (info: ErrorInfo | null): boolean =>
  info === null ||
  (info.code === 'misplaced' && !info.undone) ||
  ['timeout', 'interrupted', 'service-failed', 'bad-response', 'cancelled'].includes(info.code)

// What has timed out has taken all the time that a person waits.
export const worthRepeating = (info: ErrorInfo): boolean =>
  ['interrupted', 'service-failed', 'unreachable'].includes(info.code) ||
  (info.code === 'proxy' && info.cause === 'unreachable') ||
  // Cut off in good order: an interruption too.
  (info.code === 'bad-response' && info.reason === 'incomplete')

/**
 * Whether a refusal, also of a repeated request, says that nothing was made: a service that repeats its answers looks
 * for the first one before it looks at the key.
 */
export const provesNothingMade = (info: ErrorInfo | null): boolean =>
  info !== null &&
  (info.code === 'misplaced'
    ? info.undone
    : ['changed-elsewhere', 'conflict', 'name-taken'].includes(info.code))

/** Whether `service` still repeats its answer `now`; another would make another secret. */
export const isRepeatedBy = (
  service: string,
  replayMs: number | null,
  intent: Intent,
  now: number,
): boolean => replayMs !== null && now - intent.at <= replayMs && service === intent.service

/** Why the secret that was made is no longer that of the key, or null. A mask is of one secret. */
export const lapsed = (
  made: Pick<KeyRecord, 'mask'>,
  { state, mask }: Pick<KeyRecord, 'state' | 'mask'>,
): ErrorInfo | null => {
  if (state === 'revoked') return { code: 'conflict', cause: 'key-revoked' }
  if (state === 'absent') return { code: 'conflict', cause: 'no-key' }
  return mask === made.mask ? null : { code: 'changed-elsewhere' }
}

/** The intent where it can be asked for: when its connection was removed, at another one to the same service. */
export const reconnected = (intent: Intent, connections: readonly StoredConnection[]): Intent => {
  if (connections.some(({ id }) => id === intent.connection)) return intent
  const again = connections.find(
    connection => serviceOf(connection, intent.environment) === intent.service,
  )
  return again ? { ...intent, connection: again.id } : intent
}
