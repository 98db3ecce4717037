import type { Intent } from '../../shared/domain/intent.ts'
import type { KeyDraft, Scope } from '../../shared/domain/key.ts'
import type { ErrorInfo } from '../../shared/error.ts'
import type { StoredConnection } from './ports.ts'
import { serviceOf } from './scopes.ts'

export type Wish = Scope & { readonly intent: Intent['id']; readonly draft: KeyDraft }

export const isFinished = ({ state }: Intent): boolean =>
  state === 'stored' || state === 'abandoned'

/** It was never sent, or the service refused it: it may be wished again, also in other words. */
export const madeNothing = ({ state, key }: Intent): boolean =>
  state === 'prepared' || (state === 'abandoned' && key === null)

/** An intent names one wish for ever: other words under the same id would be answered with the first key. */
export const isSameWish = (known: Intent, { connection, environment, draft }: Wish): boolean =>
  known.connection === connection &&
  known.environment === environment &&
  known.name === draft.name &&
  known.description === draft.description

/** Whether the service may have made the key although no key came back. A bug counts as doubt. */
export const mayHaveArrived = (info: ErrorInfo | null): boolean =>
  info === null ||
  ['timeout', 'interrupted', 'service-failed', 'bad-response', 'cancelled'].includes(info.code)

export const worthRepeating = ({ code }: ErrorInfo): boolean =>
  ['timeout', 'interrupted', 'service-failed', 'unreachable'].includes(code)

/** Whether `service` still repeats its answer `now`; another would make another key. */
export const isRepeatedBy = (
  service: string,
  replayMs: number | null,
  intent: Intent,
  now: number,
): boolean => replayMs !== null && now - intent.at <= replayMs && service === intent.service

/** The intent where it can be asked for: when its connection was removed, at another one to the same service. */
export const reconnected = (intent: Intent, connections: readonly StoredConnection[]): Intent => {
  if (connections.some(({ id }) => id === intent.connection)) return intent
  const again = connections.find(connection => serviceOf(connection) === intent.service)
  return again ? { ...intent, connection: again.id } : intent
}
