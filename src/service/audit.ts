import { type RawBuilder, sql } from 'kysely'
import type { Change, Database, KeyRow } from './database.ts'
import type { Act } from './key-rows.ts'
import { type Effect, type Environment, environments } from './profiles/profile.ts'

/** Writes that an administrator changed a key: it is kept with the change, or neither is. */
export const recordAct = async (
  change: Change,
  act: Act,
  action: Effect,
  key: Pick<KeyRow, 'id' | 'name'>,
): Promise<void> => {
  await change
    .insertInto('audit')
    .values({
      at: act.now,
      origin: 'Admin',
      token: act.by,
      action,
      environment: act.environment,
      key_id: key.id,
      key_name: key.name,
    })
    .execute()
}

/** One use of a key; `name` is the key's at that time, and `origin` the profile's word for how it came in. */
export type KeyCall = {
  readonly id: string
  readonly name: string
  readonly environment: Environment
  readonly at: number
  readonly origin: string
}

/** Writes the calls that were made with keys, in the order in which they came. */
export const recordCalls = (calls: readonly KeyCall[]): RawBuilder<unknown> => {
  const rows = calls.map(call => [call.at, call.origin, call.environment, call.id, call.name])
  return sql`
    insert into audit (at, origin, action, environment, key_id, key_name)
    select value ->> 0, value ->> 1, 'call', value ->> 2, value ->> 3, value ->> 4
    from json_each(${JSON.stringify(rows)}) order by key`
}

/** Forgets the calls before `before`; what administrators did is kept. */
export const forgetCalls = async (change: Change, before: number): Promise<void> => {
  await change.deleteFrom('audit').where('token', 'is', null).where('at', '<', before).execute()
}

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
