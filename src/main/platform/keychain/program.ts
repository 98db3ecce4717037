import type { ForkHelper, Helper } from '../utility-process.ts'
import type { KeychainCause, KeychainReady, KeychainReply, KeychainRequest } from './protocol.ts'

type Message = KeychainReady | KeychainReply

export type StartLimits = {
  /** A helper that is not ready this long after its start is killed. */
  readonly startMs: number
  readonly spawnsPerMinute: number
}

/** The helper program. It has one caller, who waits for each answer before the next question. */
export type Program = {
  readonly isRunning: () => boolean
  /** Starts it where it does not run. Null when it is ready, otherwise why it is not. */
  readonly start: () => Promise<KeychainCause | null>
  /** One that does not answer within `ms` is killed. */
  readonly exchange: (request: KeychainRequest, ms: number) => Promise<KeychainReply>
  readonly end: () => void
}

const failed = (cause: KeychainCause): KeychainReply => ({ kind: 'failed', cause })

export const createProgram = (fork: ForkHelper, limits: StartLimits): Program => {
  let running: Helper | null = null
  let settle: ((message: Message) => void) | null = null
  let spawned: readonly number[] = []
  let lastFailure: KeychainCause = 'crashed'

  const end = (): void => {
    running?.kill()
    running = null
  }

  const listen = (helper: Helper): void => {
    helper.onMessage(message => {
      // The other end is our own program, of the same build.
      if (running === helper) settle?.(message as Message)
    })
    helper.onExit(() => {
      if (running !== helper) return
      running = null
      settle?.(failed('crashed'))
    })
  }

  const spawn = (): Helper | null => {
    const now = performance.now()
    spawned = spawned.filter(at => now - at < 60_000)
    if (spawned.length >= limits.spawnsPerMinute) return null
    spawned = [...spawned, now]
    const helper = fork()
    listen(helper)
    return helper
  }

  /** What it says next. */
  const next = (ms: number): Promise<Message> =>
    new Promise(resolve => {
      const overdue = setTimeout(() => {
        end()
        settle?.(failed('timeout'))
      }, ms)
      settle = message => {
        clearTimeout(overdue)
        settle = null
        if (message.kind === 'failed') lastFailure = message.cause
        resolve(message)
      }
    })

  return {
    isRunning: () => running !== null,
    end,
    start: async () => {
      if (running !== null) return null
      running = spawn()
      if (running === null) return lastFailure
      const first = await next(limits.startMs)
      return first.kind === 'failed' ? first.cause : null
    },
    exchange: async (request, ms) => {
      if (running === null) return failed('crashed')
      running.post(request)
      const reply = await next(ms)
      // It says that it is ready once, and `start` waited for that.
      return reply.kind === 'ready' ? failed('crashed') : reply
    },
  }
}
