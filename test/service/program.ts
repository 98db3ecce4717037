import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { z } from 'zod'

const program = join(import.meta.dirname, '../../src/service/main.ts')

const Announcement = z.strictObject({
  url: z.url(),
  fingerprint: z.string().regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
  certificate: z.string().startsWith('-----BEGIN CERTIFICATE-----'),
  tokens: z.array(
    z.strictObject({
      name: z.string(),
      environments: z.array(z.string()),
      token: z.string().startsWith('clva_'),
    }),
  ),
})

type Run = {
  readonly child: ChildProcess
  readonly out: () => string
  readonly err: () => string
  readonly ended: Promise<number | null>
}

const start = (args: readonly string[]): Run => {
  const child = spawn(process.execPath, [program, ...args], { stdio: 'pipe' })
  let out = ''
  let err = ''
  child.stdout.on('data', chunk => {
    out += chunk
  })
  child.stderr.on('data', chunk => {
    err += chunk
  })
  const ended = once(child, 'close').then(([code]) => z.number().nullable().parse(code))
  return { child, out: () => out, err: () => err, ended }
}

/** Runs the program as a user does, with a new folder for each test. */
export const programInFolder = () => {
  let folder: string
  const started: ChildProcess[] = []
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'claviger-key-service-'))
  })
  afterEach(async () => {
    for (const child of started.splice(0)) child.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })
  const run = (...args: readonly string[]): Run => {
    const running = start(args)
    started.push(running.child)
    return running
  }
  return {
    folder: () => folder,
    /** Runs it to its end. */
    finish: async (...args: readonly string[]) => {
      const { ended, out, err } = run(...args)
      return { code: await ended, out: out(), err: err() }
    },
    /** Runs the service on the folder until it has announced itself. */
    serve: async (...args: readonly string[]): Promise<Run> => {
      const service = run('--data', folder, '--port', '0', ...args)
      const wanted = args.includes('json') ? '\n' : 'SHA-256'
      await vi.waitFor(() => expect(service.out(), service.err()).toContain(wanted), {
        timeout: 10_000,
        interval: 20,
      })
      return service
    },
  }
}

/** What a service said that was started with `--announce json`. */
export const announced = (service: Run) => Announcement.parse(JSON.parse(service.out()))

export const stop = ({ child, ended }: Run, signal: NodeJS.Signals = 'SIGTERM') => {
  child.kill(signal)
  return ended
}
