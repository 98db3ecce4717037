import { armsOf, canMerge, groupsOf, orderOfRows } from './key-order.ts'
import type { Asked } from './key-window.ts'
import type { Lists } from './lists.ts'

// Fewer are found and sorted as fast as they would be remembered.
const fewest = 1000
const rowsASlice = 4000

/**
 * The rows of a list in its order, of which `members` has the bits of their numbers set, by a walk over the indexes
 * alone. Null where they are few, where the indexes have not all of them, or where a key was changed meanwhile.
 */
export function* orderedRows(
  lists: Lists,
  { query, parts, coverage }: Asked,
  members: Uint8Array,
  total: number,
): Generator<undefined, Uint32Array | null> {
  if (total < fewest || coverage.sorted < coverage.last || !canMerge(parts)) return null
  const began = lists.generation()
  const order = new Uint32Array(total)
  let count = 0
  let steps = 0
  for (const group of groupsOf(query.sort)) {
    const walk = lists.database.prepare(
      `${armsOf(parts, query.sort, group, coverage).join(' UNION ALL ')} ORDER BY ${orderOfRows(query.sort)}`,
    )
    walk.setReturnArrays(true)
    for (const values of walk.iterate()) {
      // The statement says that its rows are arrays, whatever its type does.
      const row = Number((values as unknown as readonly unknown[])[0])
      if (((members[row >> 3] ?? 0) >> (row & 7)) & 1) order[count++] = row
      if (++steps % rowsASlice !== 0) continue
      yield
      if (lists.generation() !== began) return null
    }
  }
  return count === total ? order : null
}
