import type { KeysQuery } from '../../../shared/contract/keys.ts'
import { canMerge } from './key-order.ts'
import { isIn, type Part, partsOf } from './key-parts.ts'
import { foldText } from './key-rows.ts'
import { coverageOf, type Lists } from './lists.ts'
import { all, prepared } from './sql.ts'

type Owner = { readonly owner: string; readonly count: number }

const mostAnswered = 50
// Each is one step down an index.
const mostLookedAt = 20_000

/** Who made keys of the list, by name, of those whose name contains `part`. */
export const keyOwners = (
  lists: Lists,
  { part, ...list }: Pick<KeysQuery, 'scope' | 'kind'> & { readonly part: string },
  now: number,
): readonly Owner[] => {
  const text = foldText(part).trim()
  const coverage = coverageOf(lists.database)
  const parts = partsOf(lists.database, list, now).filter(one => lists.countOf(one) > 0)
  const reached = canMerge(parts) ? coverage.sorted : 0
  const inIndex = reached > 0 ? parts : []
  const others =
    parts.length > 0 && reached < coverage.last ? ownersAfter(lists, parts, reached) : []
  const found = new Map<string, string>()
  for (const owners of [...inIndex.map(one => namesIn(lists, one)), others.map(one => one.owner)]) {
    let matched = 0
    for (const owner of owners) {
      if (!foldText(owner).includes(text)) continue
      const name = nameOf(owner)
      if (!found.has(name)) found.set(name, owner)
      if (++matched >= mostAnswered) break
    }
  }
  const counts = new Map(others.map(({ owner, count }) => [nameOf(owner), count]))
  return [...found]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .slice(0, mostAnswered)
    .map(([name, owner]) => ({
      owner,
      count: countOf(lists, inIndex, owner) + (counts.get(name) ?? 0),
    }))
}

/** The column takes names for the same that differ in the case of plain letters alone. */
const nameOf = (owner: string): string => owner.replaceAll(/[A-Z]/g, letter => letter.toLowerCase())

/** From one name to the next, without looking at the rows of each. */
function* namesIn({ database }: Lists, { scope, kind }: Part): Generator<string> {
  const next = prepared(
    database,
    `SELECT createdBy AS owner FROM keys INDEXED BY keysByCreatedBy
     WHERE indexed = 1 AND scope = ? AND kind = ? AND createdBy > ? ORDER BY createdBy LIMIT 1`,
  )
  let last: unknown = ''
  for (let looked = 0; looked < mostLookedAt; looked += 1) {
    const owner: unknown = next.get(scope, kind, String(last))?.owner
    if (typeof owner !== 'string') return
    yield owner
    last = owner
  }
}

/** Who made the rows that come after `row`, in one look at them. */
const ownersAfter = ({ database }: Lists, parts: readonly Part[], row: number): readonly Owner[] =>
  all<Owner>(
    database,
    `SELECT createdBy AS owner, count(*) AS count FROM keys NOT INDEXED
     WHERE keys.row > ${row} AND (${parts.map(part => `(${isIn(part)})`).join(' OR ')})
       AND createdBy <> '' GROUP BY createdBy ORDER BY createdBy`,
  )

const countOf = ({ database }: Lists, parts: readonly Part[], owner: string): number => {
  if (parts.length === 0) return 0
  const arms = parts.map(
    part => `SELECT 1 FROM keys INDEXED BY keysByCreatedBy
      WHERE keys.indexed = 1 AND ${isIn(part)} AND keys.createdBy = ?1`,
  )
  const [{ count } = { count: 0 }] = all<{ readonly count: number }>(
    database,
    `SELECT count(*) AS count FROM (${arms.join(' UNION ALL ')})`,
    owner,
  )
  return count
}
