import type { Database, KeyRow } from './database.ts'
import type { Environment, Kind } from './profiles/profile.ts'

/** Purpose of the cursors of this feed: a key page gives the first, every change page the next. */
export const feedPurpose = (environment: Environment): string => `changes ${environment}`

/** Where the environment's feed stands: its last revision, the last that was forgotten, and how many there are. */
export const readFeed = (database: Database, environment: Environment) =>
  database
    .selectFrom('feed')
    .select(['revision', 'forgotten', 'total', 'systems'])
    .where('environment', '=', environment)
    .executeTakeFirstOrThrow()

/** How many of that kind there are; null for both. */
export const totalOf = (
  { total, systems }: Awaited<ReturnType<typeof readFeed>>,
  kind: Kind | null,
): number => {
  if (kind === null) return total
  return kind === 'system' ? systems : total - systems
}

export type Changes =
  | { readonly kind: 'rows'; readonly rows: readonly KeyRow[]; readonly more: boolean }
  | { readonly kind: 'expired' }

/** What changed after the revision `after`: every key once, in its latest state, in order of revision. */
export const readChanges = async (
  database: Database,
  environment: Environment,
  after: number,
  limit: number,
): Promise<Changes> => {
  const rows = await database
    .selectFrom('key')
    .selectAll()
    .where('environment', '=', environment)
    .where('revision', '>', after)
    .orderBy('revision')
    .limit(limit + 1)
    .execute()
  // Read after the rows: a tombstone that was forgotten in between is noticed.
  const feed = await readFeed(database, environment)
  if (after < feed.forgotten || after > feed.revision) return { kind: 'expired' }
  return { kind: 'rows', rows: rows.slice(0, limit), more: rows.length > limit }
}
