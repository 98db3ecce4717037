import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { threadId } from 'node:worker_threads'
import type { Line, Sums, Worsts } from '../../tools/fault-figures.ts'

const folder = process.env.FAULTS_FIGURES

/** Adds to the run's figures; does nothing outside `npm run test:faults`. `what` names a worst figure. */
export const record = (figures: Partial<Sums & Worsts>, what = ''): void => {
  if (folder === undefined) return
  const line: Line = { ...figures, what }
  appendFileSync(join(folder, `${process.pid}-${threadId}.jsonl`), `${JSON.stringify(line)}\n`)
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
