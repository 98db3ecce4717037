import { keyColumns, type ToldKey, toldKeyOf } from './key-columns.ts'
import type { Environment, Kind } from './profiles/profile.ts'
import type { Reads } from './reads.ts'

/** Purpose of the cursors of this feed: a key page gives the first, every change page the next. */
export const feedPurpose = (environment: Environment): string => `changes ${environment}`

/** Where the environment's feed stands: its last revision, the last that was forgotten, and how many there are. */
export const prepareReadFeed = (reads: Reads) => {
  const read = reads.prepareOne(database =>
    database
      .selectFrom('feed')
      .select(['revision', 'forgotten', 'total', 'systems'])
      .where('environment', '=', 'preview'),
  )
  return (environment: Environment) => {
    const feed = read(environment)
    if (!feed) throw new Error(`The database has no feed of ${environment}`)
    return feed
  }
}

/** How many of that kind there are; null for both. */
export const totalOf = (
  { total, systems }: ReturnType<ReturnType<typeof prepareReadFeed>>,
  kind: Kind | null,
): number => {
  if (kind === null) return total
  return kind === 'system' ? systems : total - systems
}

export type Changes =
  | { readonly kind: 'rows'; readonly rows: readonly ToldKey[]; readonly more: boolean }
  | { readonly kind: 'expired' }

/** What changed after the revision `after`: every key once, in its latest state, in order of revision. */
export const prepareReadChanges = (reads: Reads) => {
  const readFeed = prepareReadFeed(reads)
  const read = reads.prepareMany(
    database =>
      database
        .selectFrom('key')
        .select(keyColumns)
        .where('environment', '=', 'preview')
        .where('revision', '>', 0)
        .orderBy('revision')
        .limit(1),
    toldKeyOf,
  )
  return (environment: Environment, after: number, limit: number): Changes => {
    const rows = read(environment, after, limit + 1)
    // Read after the rows: a tombstone that was forgotten in between is noticed.
    const feed = readFeed(environment)
    if (after < feed.forgotten || after > feed.revision) return { kind: 'expired' }
    return { kind: 'rows', rows: rows.slice(0, limit), more: rows.length > limit }
  }
}
