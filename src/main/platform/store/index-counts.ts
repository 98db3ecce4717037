import type { KeyCounts, KeysQuery } from '../../../shared/contract/keys.ts'
import { environments } from '../../../shared/domain/environment.ts'
import { keyStates } from '../../../shared/domain/key.ts'
import { armsOf } from './key-order.ts'
import { dayMs, isIn, isNeverUsed, type Part } from './key-parts.ts'
import type { Coverage, Lists } from './lists.ts'
import type { Slices } from './operations.ts'
import { first } from './sql.ts'

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

const byState = { column: 'state', descending: false } as const

/** The counts of a list that leaves nothing out but by environment, all of it in the indexes: one range of one at a time. */
export function* countsFromIndexes(
  lists: Lists,
  { environment }: KeysQuery,
  parts: readonly Part[],
  coverage: Coverage,
): Slices<KeyCounts> {
  const shown = parts.filter(part => environment === undefined || part.environment === environment)
  function* counted(selects: readonly string[]): Slices<number> {
    let count = 0
    for (const select of selects) {
      count += countIn(lists, select)
      yield
    }
    return count
  }
  const ranges = (index: string, condition: (part: Part) => string) =>
    shown.map(
      part =>
        `SELECT 1 FROM keys INDEXED BY ${index} WHERE keys.indexed = 1 AND ${isIn(part)} AND ${condition(part)}`,
    )
  const within = (days: number) =>
    ranges(
      'keysByExpiresAt',
      ({ time }) => `keys.expiresAt > ${time} AND keys.expiresAt <= ${time + days * dayMs}`,
    )
  const states: number[] = []
  for (const state of keyStates)
    states.push(yield* counted(armsOf(shown, byState, { state }, coverage)))
  const week = yield* counted(within(7))
  const month = yield* counted(within(30))
  const never = yield* counted(ranges('keysByExpiresAt', () => 'keys.expiresAt IS NULL'))
  const neverUsed = yield* counted(ranges('keysByUsageCount', () => isNeverUsed))
  const placed = environments.map(one =>
    sum(parts.filter(part => part.environment === one).map(lists.countOf)),
  )
  return {
    total: sum(shown.map(lists.countOf)),
    // Each of the names is there, and no other.
    states: Object.fromEntries(
      keyStates.map((state, at) => [state, states[at]]),
    ) as KeyCounts['states'],
    environments: Object.fromEntries(
      environments.map((one, at) => [one, placed[at]]),
    ) as KeyCounts['environments'],
    expiry: { week, month, never },
    neverUsed,
  }
}

const countIn = ({ database }: Lists, select: string): number =>
  first<{ readonly count: number }>(database, `SELECT count(*) AS count FROM (${select})`)?.count ??
  0
