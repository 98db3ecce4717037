import { createTurns } from '../../base/turns.ts'
import type { ForkHelper } from '../utility-process.ts'
import { createProgram, type StartLimits } from './program.ts'
import type { KeychainCause, KeychainReply, KeychainRequest } from './protocol.ts'
import { createWaitingTime } from './waiting-time.ts'

export type Limits = StartLimits & {
  /** A keychain that was asked and said nothing for this long counts as hung. */
  readonly callMs: number
  /** A helper that nobody asked for this long ends. */
  readonly idleMs: number
}

// With less than this left a call is not worth starting the helper for.
const leastMs = 10

const failed = (cause: KeychainCause): KeychainReply => ({ kind: 'failed', cause })

/** It has spoken to the keychain. */
const wasReached = (reply: KeychainReply): boolean =>
  reply.kind === 'done' || reply.cause === 'locked'

/**
 * Asks the helper program, which is started when it is needed. The function never rejects; calls wait for each other,
 * and each has `callMs` since it was asked or the keychain last answered, in which the start of the helper does not
 * count.
 */
export const createKeychainHelper = (
  fork: ForkHelper,
  limits: Limits,
): ((request: KeychainRequest) => Promise<KeychainReply>) => {
  const program = createProgram(fork, limits)
  const time = createWaitingTime()
  const inTurn = createTurns()
  let idle: NodeJS.Timeout | undefined
  let answeredAt = Number.NEGATIVE_INFINITY
  let reached = false
  let noStart: { readonly at: number; readonly cause: KeychainCause } | null = null

  const attempt = async (request: KeychainRequest, deadline: number): Promise<KeychainReply> => {
    if (deadline - time.now() < leastMs) return failed('timeout')
    time.pause()
    const cause = await program.start()
    time.resume()
    if (cause === null) return program.exchange(request, deadline - time.now())
    noStart = { at: time.now(), cause }
    return failed(cause)
  }

  const ask = async (request: KeychainRequest, askedAt: number): Promise<KeychainReply> => {
    // The start that failed was its own as well.
    if (noStart !== null && askedAt <= noStart.at) return failed(noStart.cause)
    clearTimeout(idle)
    const deadline = Math.max(askedAt, answeredAt) + limits.callMs
    const reachedBefore = reached && program.isRunning()
    const first = await attempt(request, deadline)
    // libsecret keeps the address of the first keyring daemon for life: after the daemon was started anew, a helper
    // that had reached the old one fails at every call, and only a new helper works.
    const stale = reachedBefore && program.isRunning() && !wasReached(first)
    if (stale) program.end()
    const reply = stale ? await attempt(request, deadline) : first
    reached = wasReached(reply)
    if (reached) answeredAt = time.now()
    idle = setTimeout(program.end, limits.idleMs).unref()
    return reply
  }

  return request => {
    const askedAt = time.now()
    return inTurn(() => ask(request, askedAt))
  }
}
