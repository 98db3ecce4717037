import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from '../tools/build.ts'
import { startPrivateSession } from '../tools/private-session.ts'
import type { Figure } from './figure.ts'
import type { Options } from './options.ts'

/** What a run has for every field. */
export type Bench = {
  readonly repetitions: number
  /** The number of rows to measure with where `wanted` is asked for: no more than the run's largest. */
  readonly size: (wanted: number) => number
  readonly sizes: (...wanted: readonly number[]) => readonly number[]
  /** A folder of the run's own, removed at its end. */
  readonly folder: string
  readonly log: (text: string) => void
  /** Makes what several fields use when it is first asked for; `name` stands for it. */
  readonly once: <Made>(name: string, make: () => Promise<Made>) => Promise<Made>
  /** Undone at the end of the run, the last first. */
  readonly onClose: (undo: () => unknown) => void
  /** Environment of a display, message bus and keychain of the run's own. */
  readonly environment: () => Promise<NodeJS.ProcessEnv>
}

/** Measures one field; the figures are in the order in which they are shown. */
export type Measure = (bench: Bench) => Promise<readonly Figure[]>

export const openBench = ({
  repetitions,
  largest,
}: Options): Bench & { readonly close: () => Promise<void> } => {
  if (!ensureBuilt()) throw new Error('The application could not be built')
  const startedAt = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'claviger-bench-'))
  const made = new Map<string, Promise<unknown>>()
  // Also when it is interrupted: who wrote there has ended by then, or does so because this process is gone.
  const sweep = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  process.once('exit', sweep)
  const undos: (() => unknown)[] = [sweep]
  const size = (wanted: number) => Math.min(wanted, largest)
  const once = <Made>(name: string, make: () => Promise<Made>): Promise<Made> => {
    const known = made.get(name) ?? make()
    made.set(name, known)
    // A name stands for one thing, made by one function.
    return known as Promise<Made>
  }
  const onClose = (undo: () => unknown) => void undos.unshift(undo)
  return {
    ...{ repetitions, folder, size, once, onClose },
    sizes: (...wanted) => [...new Set(wanted.map(size))],
    log: text => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
      process.stdout.write(
        `${`${seconds} s`.padStart(9)}  ${text.replaceAll('\n', '\n           ')}\n`,
      )
    },
    environment: () =>
      once('session', async () => {
        const session = await startPrivateSession()
        onClose(session.stop)
        return session.env
      }),
    close: async () => {
      for (const undo of undos) await undo()
    },
  }
}
