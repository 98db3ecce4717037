import { setImmediate as turn } from 'node:timers/promises'
import type { Place } from './cursor.ts'
import type { Environment } from './profiles/profile.ts'
import type { Reads } from './reads.ts'

/** Finds the sequence of the last of the keys before a sequence, counting so many; null where there are fewer. */
const prepareReadFloor = (reads: Reads) => {
  const read = reads.prepareOne(database =>
    database
      .selectFrom('key')
      .select('sequence')
      .where('environment', '=', 'preview')
      .where('deleted_at', 'is', null)
      .where('sequence', '<', 0)
      .orderBy('sequence', 'desc')
      .limit(1)
      .offset(0),
  )
  return (environment: Environment, before: number, size: number): number | null =>
    read(environment, before, 1, size - 1)?.sequence ?? null
}

/**
 * Splits the keys up to the sequence `newest` into `count` parts of `size` keys, newest first: each ends where the next
 * begins, and the last has what is left. Whatever is made or deleted meanwhile, no key is in two parts or in none. All
 * that is read is an index, a part at a time: other requests are answered in between.
 */
export const prepareSplitKeys = (reads: Reads) => {
  const readFloor = prepareReadFloor(reads)
  return async (
    environment: Environment,
    newest: number,
    { count, size }: { readonly count: number; readonly size: number },
  ): Promise<readonly Place[]> => {
    const places: Place[] = []
    let position = newest + 1
    while (places.length < count - 1) {
      const floor = readFloor(environment, position, size)
      if (floor === null) break
      places.push({ position, floor })
      position = floor
      await turn()
    }
    return [...places, { position, floor: 0 }]
  }
}
