import { environments } from '../../shared/domain/environment.ts'
import type { ConnectionId, Scope } from '../../shared/domain/key.ts'
import type { SyncState } from '../../shared/domain/sync.ts'
import type { Store } from './ports.ts'
import {
  askedWait,
  createScopeReader,
  type Failure,
  nameOfScope,
  type ScopeReader,
  type ScopeReaderParts,
} from './scope-reader.ts'
import { createExpiryWatches } from './watch-expiry.ts'

const retryMs = 5_000
const slowestRetryMs = 60_000

/** Keeps the cached lists of the watched scopes like the service's. */
export const createSync = (parts: ScopeReaderParts) => {
  const reader = createScopeReader(parts)
  const expiries = createExpiryWatches(parts)
  const watches = new Map<string, Watch>()
  const watchOf = (scope: Scope) => watches.get(nameOfScope(scope))

  const readNow = (scope: Scope): Promise<void> => watchOf(scope)?.poll() ?? reader.read(scope)
  const endWatches = (concerns: (name: string) => boolean): void => {
    for (const [name, watch] of watches) {
      if (!concerns(name)) continue
      watches.delete(name)
      watch.end()
    }
  }

  const watchNow = (scope: Scope): void => {
    const watch = watchOf(scope)
    // Whoever comes to see it asks for it.
    if (!watch && reader.isStopped(scope)) reader.reset(scope)
    watches.set(nameOfScope(scope), watch ?? watchScope(parts, reader, expiries, scope))
    void watchOf(scope)?.poll()
  }

  return {
    state: reader.state,
    /** Of both environments of every connection. */
    states: async (): Promise<SyncState[]> =>
      Promise.all((await scopesOf(parts.store)).map(reader.state)),
    /** A person asks again and wants to know now, permissions included. */
    refresh: async (scope: Scope): Promise<SyncState> => {
      reader.reset(scope)
      await readNow(scope)
      return reader.state(scope)
    },
    /** Ends the read under way. What it has brought is kept, and it goes on from there when a person asks for it. */
    stopReading: async (scope: Scope): Promise<SyncState> => {
      await reader.stop(scope)
      return reader.state(scope)
    },
    /** Watches these scopes and no others. */
    watch: (scopes: readonly Scope[]): void => {
      const names = new Set(scopes.map(nameOfScope))
      endWatches(name => !names.has(name))
      scopes.forEach(watchNow)
      // What is cached may expire before a service answers, or while it does not.
      void expiries.lookAtAll()
    },
    /** What a scope is reached with has changed: try at once, whatever failed before. */
    wake: (scope: Scope): void => {
      reader.restart(scope)
      void watchOf(scope)?.poll()
    },
    /** A change may have arrived although its answer did not: look. */
    doubt: (scope: Scope): void => void watchOf(scope)?.poll(),
    /** A change was refused for what the caller, or the plan, may not: ask what they may. Never throws. */
    recheck: async (scope: Scope): Promise<void> => {
      await reader.doubtProfile(scope)
      await readNow(scope)
    },
    forget: (connection: ConnectionId): void => {
      const isIts = (name: string) => name.startsWith(connection)
      endWatches(isIts)
      expiries.end(isIts)
      reader.abort(isIts)
    },
    /** Nothing is read until scopes are watched again. */
    pause: (): void => {
      endWatches(() => true)
      reader.abort(() => true)
    },
    stop: (): void => {
      endWatches(() => true)
      expiries.stop()
      reader.abort(() => true)
    },
  }
}

const scopesOf = async ({ connections }: Pick<Store, 'connections'>): Promise<readonly Scope[]> =>
  (await connections.list()).flatMap(({ id: connection }) =>
    environments.map(environment => ({ connection, environment })),
  )

export type Sync = ReturnType<typeof createSync>

type Watch = {
  /** Reads now, and again and again from now on. */
  readonly poll: () => Promise<void>
  readonly end: () => void
}

const watchScope = (
  { clock }: ScopeReaderParts,
  reader: ScopeReader,
  expiries: Pick<ReturnType<typeof createExpiryWatches>, 'look'>,
  scope: Scope,
): Watch => {
  let cancelTimer = () => {}
  let ended = false
  const poll = async (): Promise<void> => {
    cancelTimer()
    await reader.read(scope)
    if (ended) return
    void expiries.look(scope)
    if (reader.isStopped(scope)) return
    cancelTimer()
    const wait = waitAfter(reader.failure(scope), reader.pollMs(scope) ?? retryMs)
    if (wait !== null) cancelTimer = clock.after(wait, () => void poll())
  }
  return {
    poll,
    end: () => {
      ended = true
      cancelTimer()
    },
  }
}

/**
 * A refused credential is not sent again until it is replaced, and a locked keychain not asked again until a person
 * does: each time may ask for its password. After other failures, ever more slowly.
 */
export const waitAfter = (
  failure: Pick<Failure, 'error' | 'times'> | null,
  pollMs: number,
): number | null => {
  if (!failure) return pollMs
  const { error, times } = failure
  if (['unauthorized', 'credential-unfit', 'no-credential'].includes(error.code)) return null
  if (error.code === 'keychain' && error.cause === 'locked') return null
  // Who asks sooner than it was told may be shut out for longer. A person may ask at any time.
  return Math.max(
    Math.min(retryMs * 2 ** Math.min(times - 1, 10), slowestRetryMs),
    askedWait(error),
  )
}
