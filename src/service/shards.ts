import { setImmediate as turn } from 'node:timers/promises'
import type { Place } from './cursor.ts'
import type { Database } from './database.ts'
import type { Environment } from './profiles/profile.ts'

/** The sequence of the last of the `size` keys before `before`; null where there are fewer. */
const readFloor = async (
  database: Database,
  environment: Environment,
  before: number,
  size: number,
): Promise<number | null> => {
  const row = await database
    .selectFrom('key')
    .select('sequence')
    .where('environment', '=', environment)
    .where('deleted_at', 'is', null)
    .where('sequence', '<', before)
    .orderBy('sequence', 'desc')
    .limit(1)
    .offset(size - 1)
    .executeTakeFirst()
  return row?.sequence ?? null
}

/**
 * Splits the keys up to the sequence `newest` into `count` parts of `size` keys, newest first: each ends where the next
 * begins, and the last has what is left. Whatever is made or deleted meanwhile, no key is in two parts or in none. All
 * that is read is an index, a part at a time: other requests are answered in between.
 */
export const splitKeys = async (
  database: Database,
  environment: Environment,
  newest: number,
  { count, size }: { readonly count: number; readonly size: number },
): Promise<readonly Place[]> => {
  const places: Place[] = []
  let position = newest + 1
  while (places.length < count - 1) {
    const floor = await readFloor(database, environment, position, size)
    if (floor === null) break
    places.push({ position, floor })
    position = floor
    await turn()
  }
  return [...places, { position, floor: 0 }]
}
