import type { Scope } from '../../shared/domain/key.ts'
import type { SyncState } from '../../shared/domain/sync.ts'
import { type ErrorInfo, infoOf } from '../../shared/error.ts'
import { faultOf } from '../base/fault.ts'
import type { Log } from '../base/log.ts'
import { toldError } from '../base/told-error.ts'
import { readScope } from './read-scope.ts'
import type { ReadParts } from './reading.ts'

export type ScopeReaderParts = Omit<ReadParts, 'calling' | 'onProgress' | 'onTotal'> & {
  readonly log: Log
}

export type Failure = {
  readonly error: ErrorInfo
  /** How often in succession, and when the last time. */
  readonly times: number
  readonly at: number
}

/** What is known of reading one scope in this run. */
type Reading = {
  readonly running: { readonly work: Promise<void>; readonly abort: AbortController } | null
  readonly failure: Failure | null
  /** The service answered with its profile and list since the last `reset`. */
  readonly reached: boolean
  /** When it was last asked for its profile, unless that is to be asked anew. */
  readonly describedAt: number | null
  /** How long to wait before the next read, in ms; null before the first that succeeded. */
  readonly pollMs: number | null
  /** How many keys the whole read under way will bring, or the one that was ended, when the service said. */
  readonly total: number | null
  /** A person ended the read, and has not asked for another. */
  readonly stopped: boolean
}

const unread: Reading = {
  ...{ running: null, failure: null, reached: false },
  ...{ describedAt: null, pollMs: null, total: null, stopped: false },
}

// Permissions and plan may change while the page is open: with the time between two polls, within a minute.
const profileMs = 55_000

export const nameOfScope = ({ connection, environment }: Scope): string =>
  `${connection}/${environment}`

type ReadingOf = (scope: Scope) => Reading

/** Tells how a scope stands: to whoever asks, and to all. */
const createTelling = (parts: ScopeReaderParts, readingOf: ReadingOf) => {
  const state = async (scope: Scope): Promise<SyncState> => {
    const { cursor: _, ...known } = await parts.store.keys.state(scope)
    const { failure, total } = readingOf(scope)
    return {
      ...{ ...scope, ...known, total: total ?? known.total, phase: phaseOf(readingOf(scope)) },
      ...{ error: failure?.error ?? null, waitsUntil: waitsUntil(failure) },
    }
  }
  const announce = async (scope: Scope): Promise<void> => {
    try {
      parts.emit('sync-changed', await state(scope))
    } catch (cause) {
      parts.log('sync-not-announced', { code: infoOf(cause)?.code ?? 'bug' })
    }
  }
  return { state, announce }
}

/** Reads scopes, one read of a scope at a time, and remembers how it went. */
export const createScopeReader = (parts: ScopeReaderParts) => {
  const readings = new Map<string, Reading>()
  const readingOf: ReadingOf = scope => readings.get(nameOfScope(scope)) ?? unread
  const update = (scope: Scope, change: Partial<Reading>) =>
    readings.set(nameOfScope(scope), { ...readingOf(scope), ...change })
  const { state, announce } = createTelling(parts, readingOf)

  const read = async (scope: Scope, signal: AbortSignal): Promise<void> => {
    const began = parts.clock.now()
    const recent = recentlyDescribed(readingOf(scope), began)
    const calling = callingOf(readingOf(scope), signal)
    const onTotal = (total: number | null) => {
      if (!signal.aborted) update(scope, { total })
    }
    const source = { ...parts, calling, onTotal, onProgress: () => void announce(scope) }
    try {
      const pollMs = await readScope(source, scope, recent === null)
      if (!signal.aborted)
        update(scope, {
          ...{ failure: null, reached: true, total: null },
          ...{ describedAt: recent ?? began, pollMs },
        })
    } catch (cause) {
      if (signal.aborted) return
      const failure = failureAfter(parts, readingOf(scope), cause)
      update(scope, { failure, describedAt: null })
    }
  }

  return {
    state,
    failure: (scope: Scope): Failure | null => readingOf(scope).failure,
    pollMs: (scope: Scope): number | null => readingOf(scope).pollMs,
    /** What is known of the service is asked anew by the next read. */
    reset: (scope: Scope): void =>
      void update(scope, { failure: null, reached: false, describedAt: null, stopped: false }),
    isStopped: (scope: Scope): boolean => readingOf(scope).stopped,
    /** Ends the read under way. There is none until `reset`. */
    stop: async (scope: Scope): Promise<void> => {
      readingOf(scope).running?.abort.abort()
      update(scope, { running: null, stopped: true })
      await announce(scope)
    },
    /** The next read asks for the profile anew; the one under way may have asked too early. */
    doubtProfile: async (scope: Scope): Promise<void> => {
      while (readingOf(scope).running) await readingOf(scope).running?.work
      update(scope, { describedAt: null })
    },
    /** The same, and the read under way is given up: it goes by what no longer holds. */
    restart: (scope: Scope): void => {
      readingOf(scope).running?.abort.abort()
      readings.delete(nameOfScope(scope))
    },
    /** Joins the read under way, or starts one unless it was stopped; never throws. */
    read: async (scope: Scope): Promise<void> => {
      const { running, reached, stopped } = readingOf(scope)
      if (running) return running.work
      if (stopped) return
      const abort = new AbortController()
      const work = read(scope, abort.signal).finally(() => {
        if (readingOf(scope).running?.abort === abort) update(scope, { running: null })
      })
      update(scope, { running: { work, abort } })
      if (!reached) await announce(scope)
      await work
      if (!abort.signal.aborted) await announce(scope)
    },
    /** Gives up what is under way and forgets how it went. */
    abort: (concerns: (name: string) => boolean): void => giveUp(readings, concerns),
  }
}

const giveUp = (readings: Map<string, Reading>, concerns: (name: string) => boolean): void => {
  for (const [name, { running }] of readings) {
    if (!concerns(name)) continue
    running?.abort.abort()
    readings.delete(name)
  }
}

export type ScopeReader = ReturnType<typeof createScopeReader>

/** When it was described, if that was not long ago. */
const recentlyDescribed = ({ describedAt }: Reading, now: number): number | null =>
  describedAt !== null && Math.abs(now - describedAt) < profileMs ? describedAt : null

const phaseOf = ({ running, failure, reached, stopped }: Reading): SyncState['phase'] => {
  if (stopped) return 'stopped'
  if (failure) return 'failed'
  if (reached) return 'live'
  return running ? 'syncing' : 'idle'
}

/** After a failure it is read again soon, so that nothing of this read is repeated. */
const callingOf = ({ failure }: Reading, signal: AbortSignal): ReadParts['calling'] => ({
  signal,
  once: failure !== null,
})

const failureAfter = (parts: ScopeReaderParts, { failure }: Reading, cause: unknown): Failure => ({
  error: toldError(infoOf(cause) ?? bugOf(parts, cause)),
  times: (failure?.times ?? 0) + 1,
  at: parts.clock.now(),
})

const longestAskedMs = 15 * 60_000

/**
 * How long the service asked not to be read, in ms, 0 unless it did: 15 min at most, since a proxy's mistake would keep
 * the list old for longer than anybody expects.
 */
export const askedWait = (error: ErrorInfo): number =>
  error.code === 'rate-limited' ? Math.min(error.retryAfterMs ?? 0, longestAskedMs) : 0

const waitsUntil = (failure: Failure | null): number | null =>
  failure && askedWait(failure.error) > 0 ? failure.at + askedWait(failure.error) : null

const bugOf = ({ log, clock }: ScopeReaderParts, cause: unknown): ErrorInfo => {
  const incident = `sync-${clock.now().toString(36)}`
  log('sync-failed', { incident, ...faultOf(cause) })
  return { code: 'internal', incident }
}
