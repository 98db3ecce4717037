import type { ConnectionId, Scope } from '../../shared/domain/key.ts'
import type { SyncState } from '../../shared/domain/sync.ts'
import {
  createScopeReader,
  type Failure,
  nameOfScope,
  type ScopeReaderParts,
} from './scope-reader.ts'

const pollMs = 5_000
const slowestPollMs = 60_000

/** Keeps the cached list of the watched scope like the service's. */
export const createSync = (parts: ScopeReaderParts) => {
  const reader = createScopeReader(parts)
  let watched: Scope | null = null
  let cancelTimer = () => {}

  const isWatched = (scope: Scope) =>
    watched !== null && nameOfScope(watched) === nameOfScope(scope)

  const poll = async (): Promise<void> => {
    cancelTimer()
    const scope = watched
    if (!scope) return
    await reader.read(scope)
    if (watched !== scope) return
    cancelTimer()
    const wait = waitAfter(reader.failure(scope))
    if (wait !== null) cancelTimer = parts.clock.after(wait, () => void poll())
  }

  return {
    state: reader.state,
    /** A person asks again and wants to know now, permissions included. */
    refresh: async (scope: Scope): Promise<SyncState> => {
      reader.reset(scope)
      await (isWatched(scope) ? poll() : reader.read(scope))
      return reader.state(scope)
    },
    watch: (scope: Scope | null): void => {
      watched = scope
      void poll()
    },
    /** What a scope is reached with has changed: try at once, whatever failed before. */
    wake: (scope: Scope): void => {
      reader.restart(scope)
      if (isWatched(scope)) void poll()
    },
    /** A change may have arrived although its answer did not: look. */
    doubt: (scope: Scope): void => {
      if (isWatched(scope)) void poll()
    },
    forget: (connection: ConnectionId): void => {
      if (watched?.connection === connection) watched = null
      reader.abort(name => name.startsWith(connection))
    },
    stop: (): void => {
      watched = null
      cancelTimer()
      reader.abort(() => true)
    },
  }
}

/**
 * A refused credential is not sent again until it is replaced, and a locked keychain not asked again until a person
 * does: each time may ask for its password. After other failures, ever more slowly.
 */
export const waitAfter = (failure: Failure | null): number | null => {
  if (!failure) return pollMs
  const { error, times } = failure
  if (error.code === 'unauthorized' || error.code === 'no-credential') return null
  if (error.code === 'keychain' && error.cause === 'locked') return null
  const asked = error.code === 'rate-limited' ? (error.retryAfterMs ?? 0) : 0
  return Math.min(Math.max(pollMs * 2 ** Math.min(times - 1, 10), asked), slowestPollMs)
}
