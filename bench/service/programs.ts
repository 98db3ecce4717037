import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Target } from './connection.ts'
import type { Job, Outcome } from './load.ts'

/** A server in a process of its own. */
export type Server = {
  readonly target: Target
  /** Processor time that all of its threads have used so far, in ms; NaN where the system does not tell. */
  readonly processorMs: () => number
  readonly stop: () => Promise<void>
}

const msPerTick = 10

/** User and system time of /proc/PID/stat (proc(5), fields 14 and 15), in ticks of a hundredth of a second. */
const processorMs = (pid: number): number => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * msPerTick
  } catch {
    return Number.NaN
  }
}

const stopped = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

/** Starts a program that says its url and certificate in one line of JSON. */
const startServer = async (program: string, args: readonly string[]): Promise<Server> => {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface(child.stdout), 'line')
  const { url, certificate } = JSON.parse(String(line))
  const { pid = 0 } = child
  return {
    target: { port: Number(new URL(url).port), certificate },
    processorMs: () => processorMs(pid),
    stop: () => stopped(child),
  }
}

/** The service as it is shipped, with a rate limit that stops nobody. */
export const startService = (folder: string): Promise<Server> =>
  startServer(join(import.meta.dirname, '../../src/service/main.ts'), [
    ...['--data', folder, '--port', '0', '--announce', 'json', '--rate-limit', '1000000'],
  ])

export const startBareHandler = (folder: string): Promise<Server> =>
  startServer(join(import.meta.dirname, 'bare-handler.ts'), [join(folder, 'service.db')])

/** What makes the load, in a process of its own. */
export type Load = {
  readonly run: (job: Job) => Promise<Outcome>
  readonly stop: () => Promise<void>
}

export const startLoad = (): Load => {
  const child = fork(join(import.meta.dirname, 'load.ts'))
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`What makes the load has ended with ${code}`)
  })
  failed.catch(() => undefined)
  return {
    run: async job => {
      child.send(job)
      const [outcome] = await Promise.race([once(child, 'message'), failed])
      return outcome
    },
    stop: () => stopped(child),
  }
}
