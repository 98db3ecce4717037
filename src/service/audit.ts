import type { Database } from './database.ts'
import { type Environment, environments } from './profiles/profile.ts'

/** One page of what was done in these environments, newest first; `before` is the last entry that was read. */
export const listAudit = (
  database: Database,
  entered: readonly Environment[],
  before: number | null,
  limit: number,
) => {
  const entries = database
    .selectFrom('audit')
    .selectAll()
    .where('id', '<', before ?? Number.MAX_SAFE_INTEGER)
    .orderBy('id', 'desc')
    .limit(limit)
  // Without a condition where there is nothing to leave out: with one, all entries would be sorted for a page.
  const everywhere = environments.every(environment => entered.includes(environment))
  return (everywhere ? entries : entries.where('environment', 'in', entered)).execute()
}
