import type { KeysWindow } from '../../../shared/contract/keys.ts'
import type { KeyState } from '../../../shared/domain/key.ts'
import { keyStates } from '../../../shared/domain/key.ts'
import { isInState } from './key-expiry.ts'
import { isIn, type Part } from './key-parts.ts'

export type Sort = KeysWindow['sort']

type Index = { readonly name: string; readonly column: string; readonly whole: boolean }

const index = (name: string, column: string, whole = false): Index => ({ name, column, whole })

const indexes: Readonly<Record<Sort['column'], Index>> = {
  name: index('keysByName', 'nameOrder'),
  createdAt: index('keysByCreatedAt', 'createdAt', true),
  createdBy: index('keysByCreatedBy', 'createdBy'),
  updatedAt: index('keysByUpdatedAt', 'updatedAt'),
  mask: index('keysByMask', 'mask'),
  lastUsedAt: index('keysByLastUsedAt', 'lastUsedAt'),
  usageCount: index('keysByUsageCount', 'usageCount'),
  expiresAt: index('keysByExpiresAt', 'expiresAt'),
  // The state that is shown is the group's: within it the order is that of the expiry.
  state: index('keysByState', 'expiresAt'),
}

/**
 * What follows one another in a list: the shown states where it is sorted by them, else all in one. Each is a merge of
 * arms, each of which an index holds in order.
 */
export type Group = { readonly state: KeyState | null }

export const groupsOf = ({ column, descending }: Sort): readonly Group[] => {
  if (column !== 'state') return [{ state: null }]
  const states = keyStates.toSorted().map(state => ({ state }))
  return descending ? states.toReversed() : states
}

/** Which of the states that are stored may be shown as `state`, each with what else holds, and can be walked in order. */
const runsOf = (state: KeyState | null, time: number): readonly string[] => {
  const stored = `keys.state = '${state}'`
  switch (state) {
    case null:
      return ['TRUE']
    case 'expired':
      return [
        stored,
        ...['active', 'suspended'].map(
          each => `keys.state = '${each}' AND keys.expiresAt <= ${time}`,
        ),
      ]
    case 'active':
    case 'suspended':
      return [`${stored} AND keys.expiresAt > ${time}`, `${stored} AND keys.expiresAt IS NULL`]
    default:
      return [stored]
  }
}

// Each is up to three arms, and SQLite merges at most 500 (https://www.sqlite.org/limits.html).
const mostMerged = 160

/** Of more parts than these all rows are looked at and sorted, as if they were in no index. */
export const canMerge = (parts: readonly Part[]): boolean => parts.length <= mostMerged

/** SQL for `row` and `sorted` of each row of a group, one for each arm. Rows after `sorted` are in no index. */
export const armsOf = (
  parts: readonly Part[],
  { column }: Sort,
  { state }: Group,
  { sorted, last }: { readonly sorted: number; readonly last: number },
): readonly string[] => {
  const { name, column: value, whole } = indexes[column]
  const select = `SELECT keys.row, keys.${value} AS sorted FROM keys`
  const and = (...conditions: readonly string[]) => conditions.filter(Boolean).join(' AND ')
  const indexed = parts.flatMap(part =>
    runsOf(state, part.time).map(
      run =>
        `${select} INDEXED BY ${name} WHERE ${and(whole ? '' : 'keys.indexed = 1', isIn(part), run)}`,
    ),
  )
  const merged = canMerge(parts)
  if (merged && (whole || sorted >= last)) return indexed
  const inState = (part: Part) => (state === null ? '' : isInState(state, String(part.time)))
  const rest = parts.map(part => `(${and(isIn(part), inState(part))})`)
  // While the indexes are made anew there may be none.
  const reached = merged ? sorted : 0
  return [
    ...(reached === 0 ? [] : indexed),
    `${select} NOT INDEXED WHERE keys.row > ${reached} AND (${rest.join(' OR ')})`,
  ]
}

/** SQL for the order of a list, or for the same from its end. What is unknown comes last in either direction. */
export const orderOfRows = ({ descending }: Sort, fromEnd = false): string => {
  const direction = descending === fromEnd ? 'ASC' : 'DESC'
  return `sorted ${direction} NULLS ${fromEnd ? 'FIRST' : 'LAST'}, row ${direction}`
}

/** SQL for what a row is sorted by, whatever index there is. */
export const sortedBy = ({ column }: Sort): string => `keys.${indexes[column].column}`
