import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Environment } from '../../shared/domain/environment.ts'
import { AppError } from '../../shared/error.ts'
import { z } from '../../shared/zod.ts'
import { secret } from '../base/secret.ts'
import { createTurns } from '../base/turns.ts'
import type { Announcement, BuiltInService } from '../services/ports.ts'
import type { ForkHelper, Helper } from './utility-process.ts'

type Names = Readonly<Record<Environment, string>> | null

const usualStartMs = 15_000
// The service gives its requests 5 s to finish.
const stopMs = 6000
const longestLine = 1_048_576

/** What the service prints, once, when it listens. */
const Line = z.object({
  url: z.url(),
  fingerprint: z.string(),
  certificate: z.string(),
  tokens: z.array(z.object({ name: z.string(), token: z.string() })),
})

const readLine = (line: string): Announcement | null => {
  try {
    const { tokens, ...rest } = Line.parse(JSON.parse(line))
    return { ...rest, tokens: tokens.map(({ name, token }) => ({ name, token: secret(token) })) }
  } catch {
    return null
  }
}

/** The first line that the program writes; null when it ends before, or writes something else. */
const firstLine = (helper: Helper): Promise<string | null> =>
  new Promise(resolve => {
    let text = ''
    const decoder = new TextDecoder()
    helper.onOutput(chunk => {
      // Read on after the line: a pipe that nobody empties would stop the program.
      if (text.includes('\n') || text.length > longestLine) return
      text += decoder.decode(chunk, { stream: true })
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')))
      else if (text.length > longestLine) resolve(null)
    })
    helper.onExit(() => resolve(null))
  })

const argumentsOf = (dataDir: string, port: number, names: Names): readonly string[] => [
  ...['--profile', 'claviger', '--data', dataDir, '--port', String(port)],
  ...['--announce', 'json', '--exit-with-parent'],
  ...Object.entries(names ?? {}).flatMap(([environment, name]) => [
    '--issue-token',
    `${name}:${environment}`,
  ]),
]

const failed = (cause: 'start' | 'stopped'): AppError =>
  new AppError({ code: 'built-in-service', cause })

/** The port of an earlier start, so that the service keeps its origin; 0 when there was none. */
const readPort = async (file: string): Promise<number> => {
  const port = Number(await readFile(file, 'utf8').catch(() => '0'))
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0
}

type Program = {
  /** Starts it anew. Its first line, or null when it ended or took longer than `ms`. */
  readonly announce: (args: readonly string[], ms: number) => Promise<string | null>
  readonly isRunning: () => boolean
  readonly kill: () => void
  /** Asks it to end, and waits for that. */
  readonly end: () => Promise<void>
}

const createProgram = (fork: ForkHelper): Program => {
  let running: { readonly helper: Helper; readonly exited: Promise<void> } | null = null
  const end = async (): Promise<void> => {
    if (running === null) return
    running.helper.kill()
    const overdue = new AbortController()
    const bound = setTimeout(stopMs, undefined, { signal: overdue.signal }).catch(() => {})
    await Promise.race([running.exited, bound])
    overdue.abort()
  }
  return {
    announce: async (args, ms) => {
      await end()
      const helper = fork(args)
      const { promise: exited, resolve } = Promise.withResolvers<void>()
      running = { helper, exited }
      helper.onExit(() => {
        if (running?.helper === helper) running = null
        resolve()
      })
      const overdue = new AbortController()
      setTimeout(ms, undefined, { signal: overdue.signal }).then(helper.kill, () => {})
      const line = await firstLine(helper)
      overdue.abort()
      return line
    },
    isRunning: () => running !== null,
    kill: () => running?.helper.kill(),
    end,
  }
}

/**
 * The key service that `fork` starts, its data in `dataDir`. Throws `AppError` `built-in-service`: `start` when it
 * does not announce itself within `startMs` (15 s), `stopped` when it was stopped meanwhile.
 */
export const createBuiltInService = ({
  fork,
  dataDir,
  startMs = usualStartMs,
}: {
  readonly fork: ForkHelper
  readonly dataDir: string
  readonly startMs?: number
}): BuiltInService => {
  const portFile = join(dataDir, 'port')
  const program = createProgram(fork)
  let announced: Announcement | null = null
  let stops = 0
  const inTurn = createTurns()

  const launch = async (names: Names): Promise<Announcement> => {
    const stopsBefore = stops
    const deadline = performance.now() + startMs
    // Somebody else may listen on the port of last time; then any other will do.
    for (const port of new Set([await readPort(portFile), 0])) {
      const left = Math.max(deadline - performance.now(), 0)
      const line = await program.announce(argumentsOf(dataDir, port, names), left)
      if (stops !== stopsBefore) throw failed('stopped')
      const announcement = line === null ? null : readLine(line)
      if (announcement === null) continue
      // A port that could not be remembered is only another port next time.
      await writeFile(portFile, new URL(announcement.url).port, { mode: 0o600 }).catch(() => {})
      return announcement
    }
    await program.end()
    throw failed('start')
  }

  return {
    start: names =>
      inTurn(async () => {
        if (announced !== null && names === null && program.isRunning()) return announced
        const announcement = await launch(names)
        announced = { ...announcement, tokens: [] }
        return announcement
      }),
    stop: () => {
      stops += 1
      program.kill()
      return inTurn(program.end)
    },
  }
}
