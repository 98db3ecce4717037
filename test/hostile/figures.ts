import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { threadId } from 'node:worker_threads'

/** What a run of faults adds up to. */
export type Sums = {
  /** Random schedules that were run. */
  readonly schedules: number
  /** Second keys, or second secrets, that one wish has made. */
  readonly duplicates: number
  /** Keys whose secret nobody saw, and of which nothing tells. */
  readonly orphansUntracked: number
  /** Places in which a secret was found that must not hold one. */
  readonly canaryHits: number
}

/** Of these the greatest counts. */
export type Worst = {
  /** From asking to the error, in ms. */
  readonly worstErrorMs: number
  /** For so long the event loop did nothing else, in ms. */
  readonly worstBlockedMs: number
  /** Memory of the process in MB (2^20 bytes), at its most. */
  readonly peakRssMB: number
}

const folder = process.env.FAULTS_FIGURES

/** Adds to the run's figures; does nothing outside `npm run test:faults`. `what` names a worst figure. */
export const record = (figures: Partial<Sums & Worst>, what = ''): void => {
  if (folder === undefined) return
  const line = `${JSON.stringify({ ...figures, what })}\n`
  appendFileSync(join(folder, `${process.pid}-${threadId}.jsonl`), line)
}

/** Whether cases that take their real time are to take it, and long runs their full length. */
export const isFull = process.env.FAULTS === 'full'

const loop = monitorEventLoopDelay({ resolution: 5 })

/** Runs `work`; answers what it did, how long it took and for how long it kept the event loop, in ms. */
export const measured = async <T>(work: () => Promise<T>) => {
  loop.enable()
  loop.reset()
  const began = performance.now()
  const value = await work()
  const ms = performance.now() - began
  // The sampler counts its own period of 5 ms.
  const blockedMs = Math.max(0, loop.max / 1e6 - 5)
  loop.disable()
  return { value, ms, blockedMs }
}
