import type { ForkHelper, Helper } from '../utility-process.ts'
import type { KeychainCause, KeychainReply, KeychainRequest } from './protocol.ts'

export type Limits = {
  /** A helper that nobody asked for this long ends. */
  readonly idleMs: number
  readonly spawnsPerMinute: number
}

export type KeychainHelper = {
  /** Never rejects. One request at a time: the next only after the answer. */
  readonly ask: (request: KeychainRequest, withinMs: number) => Promise<KeychainReply>
}

/** `reached`: it has spoken to the keychain. */
type Running = { readonly helper: Helper; reached: boolean }

const failed = (cause: KeychainCause): KeychainReply => ({ kind: 'failed', cause })

const wasReached = (reply: KeychainReply): boolean =>
  reply.kind === 'done' || reply.cause === 'locked'

/** The helper program, started when it is asked, killed when it does not answer in time. */
export const createKeychainHelper = (fork: ForkHelper, limits: Limits): KeychainHelper => {
  let running: Running | null = null
  let settle: ((reply: KeychainReply) => void) | null = null
  let idle: NodeJS.Timeout | undefined
  let spawned: readonly number[] = []
  let lastFailure: KeychainCause = 'crashed'

  const end = (): void => {
    running?.helper.kill()
    running = null
  }

  const spawn = (): Running | null => {
    const now = performance.now()
    spawned = spawned.filter(at => now - at < 60_000)
    if (spawned.length >= limits.spawnsPerMinute) return null
    spawned = [...spawned, now]
    const started = { helper: fork(), reached: false }
    started.helper.onMessage(message => {
      // The other end is our own program, of the same build.
      if (running === started) settle?.(message as KeychainReply)
    })
    started.helper.onExit(() => {
      if (running !== started) return
      running = null
      settle?.(failed('crashed'))
    })
    return started
  }

  const exchange = (request: KeychainRequest, withinMs: number): Promise<KeychainReply> =>
    new Promise(resolve => {
      running ??= spawn()
      if (running === null) return resolve(failed(lastFailure))
      const overdue = setTimeout(() => {
        end()
        settle?.(failed('timeout'))
      }, withinMs)
      settle = reply => {
        clearTimeout(overdue)
        settle = null
        if (reply.kind === 'failed') lastFailure = reply.cause
        if (running !== null) running.reached ||= wasReached(reply)
        resolve(reply)
      }
      running.helper.post(request)
    })

  const ask = async (request: KeychainRequest, withinMs: number): Promise<KeychainReply> => {
    clearTimeout(idle)
    const deadline = performance.now() + withinMs
    const first = await exchange(request, withinMs)
    // libsecret keeps the address of the first keyring daemon for life: after the daemon was started anew, a helper
    // that had reached the old one fails at every call, and only a new helper works.
    const stale = running?.reached && !wasReached(first)
    if (stale) end()
    const reply = stale ? await exchange(request, deadline - performance.now()) : first
    idle = setTimeout(end, limits.idleMs).unref()
    return reply
  }

  return { ask }
}
