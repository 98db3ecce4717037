import fc from 'fast-check'
import { expect } from 'vitest'
import { isFull, record } from '../figures.ts'
import { play } from './play.ts'
import type { Stage } from './stage.ts'
import { deeds, schedules } from './steps.ts'

// The same schedules each time in `npm test`, others in each full run; a failure says which it was.
const seed = Number(process.env.MODEL_SEED ?? (isFull ? Date.now() % 2 ** 31 : 20_261_121))
const path = process.env.MODEL_PATH

const kills = ['the application is killed', 'the service is killed']

/**
 * Plays random schedules. A failure prints its seed and path; `MODEL_SEED` and `MODEL_PATH` in the environment play it
 * again, and look for the shortest schedule that fails too.
 */
export const playSchedules = async (stage: () => Stage, runs: number): Promise<void> => {
  await fc.assert(
    fc.asyncProperty(schedules, async schedule => {
      const outcome = await play(stage(), schedule)
      const { duplicates = [], orphans = [], canaries = [] } = outcome?.verdict ?? {}
      record({
        ...{ schedules: 1, duplicates: duplicates.length },
        ...{ orphansUntracked: orphans.length, canaryHits: canaries.length },
      })
      expect(outcome).toBeNull()
    }),
    { seed, numRuns: runs, endOnFailure: path === undefined, ...(path ? { path } : {}) },
  )
  // A run in which something never happened says nothing of it.
  const missed = [...deeds, ...kills].filter(one => !stage().noted.has(one))
  if (isFull && path === undefined) expect(missed).toEqual([])
}
