import { AppError, infoOf } from '../../../shared/error.ts'
import type { Clock } from '../../base/clock.ts'
import { askedToWait } from '../../base/retry-after.ts'
import { type Limits, standardLimits, type TransportRequest } from '../../base/transport.ts'
import type { Outcome } from './exchange.ts'
import { createRetryBudgets } from './retry-budget.ts'

// Full jitter, as AWS describes it ("Exponential backoff and jitter"), and its SDKs' number of attempts.
const mostAttempts = 3
const baseMs = 500
const longestMs = 20_000
/** Who waits for a list waits no longer than this because a service asks for it. */
const shortMs = 5000

const passing: ReadonlySet<number> = new Set([429, 500, 502, 503, 504])

/** How long to wait before attempt number `attempt` + 1, in ms, of which `random` chooses: it is in [0, 1). */
export const jitter = (attempt: number, random: number): number =>
  random * Math.min(longestMs, baseMs * 2 ** (attempt - 1))

/**
 * How long to wait, in ms, before the request is sent again; null when it is not. What may have arrived is sent again
 * only when it changes nothing.
 */
export const waitBefore = (
  outcome: Outcome,
  isRead: boolean,
  jitterMs: number,
  now: number,
): number | null => {
  if (outcome.kind === 'failure') {
    return outcome.again === 'any' || (outcome.again === 'read' && isRead) ? jitterMs : null
  }
  const { response } = outcome
  if (!isRead || !passing.has(response.status)) return null
  const asked = askedToWait(response, now)
  // Why it limits, only it knows: without a word of when, the answer would be the same.
  if (asked === null) return response.status === 429 ? null : jitterMs
  return asked > shortMs ? null : Math.max(asked, jitterMs)
}

/** What is left of a request's limits. */
export type Time = Pick<Limits, 'connectMs' | 'deadlineMs'>

export type RepeatParts = {
  readonly clock: Clock
  readonly random: () => number
  /** Aborted when no connection may be made any longer. */
  readonly closing: AbortSignal
}

type Attempt = (left: () => Time) => Promise<Outcome>

/** Repeats what failed in passing, at most twice, within the request's one deadline and its origin's budget. */
export const createRepeating = (parts: RepeatParts) => {
  const budgetOf = createRetryBudgets()
  return async (request: TransportRequest, origin: string, attempt: Attempt): Promise<Outcome> => {
    const { clock, closing } = parts
    const budget = budgetOf(origin)
    const timer = startTimer(clock, { ...standardLimits, ...request })
    for (let tried = 1; ; tried++) {
      const outcome = await attempt(timer.left)
      timer.note(outcome)
      const wait = request.once ? null : nextWait(parts, request, outcome, tried)
      if (outcome.kind === 'answer' && !passing.has(outcome.response.status)) budget.earn()
      if (wait === null || !timer.allows(wait, outcome) || !budget.spend()) return outcome
      await pause(clock, wait, [closing, request.signal])
      if (request.signal?.aborted) throw new AppError({ code: 'cancelled' })
      if (closing.aborted) return outcome
    }
  }
}

const nextWait = (
  { random, closing }: RepeatParts,
  { method, isRead = method === 'GET' }: TransportRequest,
  outcome: Outcome,
  tried: number,
): number | null =>
  closing.aborted || tried >= mostAttempts
    ? null
    : waitBefore(outcome, isRead, jitter(tried, random()), Date.now())

/** Resolves after `ms`, or as soon as nobody waits any longer. */
const pause = (
  clock: Clock,
  ms: number,
  signals: readonly (AbortSignal | null)[],
): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const cancelTimer = clock.after(ms, resolve)
  const over = () => {
    cancelTimer()
    resolve()
  }
  for (const signal of signals) signal?.addEventListener('abort', over)
  return promise.finally(() => {
    for (const signal of signals) signal?.removeEventListener('abort', over)
  })
}

const isReached = (outcome: Outcome): boolean =>
  outcome.kind === 'answer' || !['unreachable', 'proxy'].includes(infoOf(outcome.error)?.code ?? '')

const startTimer = ({ now }: Clock, limits: Time) => {
  const began = now()
  // A host that has answered was reached: from then on it may be sought as long again.
  let sought = began
  const left = (): Time => ({
    deadlineMs: Math.max(0, began + limits.deadlineMs - now()),
    connectMs: Math.max(0, sought + limits.connectMs - now()),
  })
  return {
    left,
    note: (outcome: Outcome): void => {
      if (isReached(outcome)) sought = now()
    },
    allows: (wait: number, outcome: Outcome): boolean =>
      wait < (isReached(outcome) ? left().deadlineMs : left().connectMs),
  }
}
