import type { KeysQuery } from '../../../shared/contract/keys.ts'
import { isIn, type Part, partsOf } from './key-parts.ts'
import { foldText } from './key-rows.ts'
import { type Coverage, coverageOf, type Lists } from './lists.ts'
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
  const found = new Map<string, string>()
  const inIndex = coverage.sorted > 0 ? parts : []
  const names = [...inIndex.map(one => namesIn(lists, one)), unindexed(lists, parts, coverage)]
  for (const owners of names) {
    let matched = 0
    for (const owner of owners) {
      if (!foldText(owner).includes(text)) continue
      // The index takes names for the same that differ in the case of plain letters alone.
      const name = owner.toLowerCase()
      if (!found.has(name)) found.set(name, owner)
      if (++matched >= mostAnswered) break
    }
  }
  return [...found]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .slice(0, mostAnswered)
    .map(([, owner]) => ({ owner, count: countOf(lists, parts, coverage, owner) }))
}

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

const rest = (parts: readonly Part[], { sorted }: Coverage): string =>
  `keys NOT INDEXED WHERE keys.row > ${sorted} AND (${parts.map(part => `(${isIn(part)})`).join(' OR ')})`

const unindexed = (
  { database }: Lists,
  parts: readonly Part[],
  coverage: Coverage,
): readonly string[] =>
  parts.length === 0 || coverage.sorted >= coverage.last
    ? []
    : all<{ readonly owner: string }>(
        database,
        `SELECT DISTINCT createdBy AS owner FROM ${rest(parts, coverage)} AND createdBy <> '' ORDER BY 1`,
      ).map(({ owner }) => owner)

const countOf = (
  { database }: Lists,
  parts: readonly Part[],
  coverage: Coverage,
  owner: string,
): number => {
  const arms = (coverage.sorted > 0 ? parts : []).map(
    part => `SELECT 1 FROM keys INDEXED BY keysByCreatedBy
      WHERE keys.indexed = 1 AND ${isIn(part)} AND keys.createdBy = ?1`,
  )
  const others =
    coverage.sorted < coverage.last
      ? [`SELECT 1 FROM ${rest(parts, coverage)} AND keys.createdBy = ?1`]
      : []
  const [{ count } = { count: 0 }] = all<{ readonly count: number }>(
    database,
    `SELECT count(*) AS count FROM (${[...arms, ...others].join(' UNION ALL ')})`,
    owner,
  )
  return count
}
