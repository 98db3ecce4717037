import { randomBytes } from 'node:crypto'
import { sql, type UpdateObject } from 'kysely'
import type { Change, Executor, KeyRow, Tables } from './database.ts'
import { foldName } from './key-fields.ts'
import type { Precondition } from './preconditions.ts'
import { refuse } from './problems.ts'
import type { Environment, Kind, Profile } from './profiles/profile.ts'

/** Who changes keys, where, and when. */
export type Act = {
  readonly environment: Environment
  readonly by: string
  readonly now: number
}

export const newKeyId = (): string => `key_${randomBytes(16).toString('base64url')}`

// Random rather than counted: a database that was put back from a backup never repeats one.
const newEtag = (): string => `"${randomBytes(12).toString('base64url')}"`

/** Takes the environment's next revision, and holds the writers of that environment in one line. */
export const nextRevision = async (
  change: Change,
  environment: Environment,
  added: -1 | 0 | 1 = 0,
  kind: Kind = 'key',
): Promise<number> => {
  const systems = kind === 'system' ? added : 0
  const { revision } = await change
    .updateTable('feed')
    .set({
      revision: sql<number>`revision + 1`,
      total: sql<number>`total + ${added}`,
      systems: sql<number>`systems + ${systems}`,
    })
    .where('environment', '=', environment)
    .returning('revision')
    .executeTakeFirstOrThrow()
  return revision
}

/** The key `id` of this environment alone, where the other's keys do not exist; ends the request when there is none. */
export const demandKey = async (
  executor: Executor,
  environment: Environment,
  id: string,
): Promise<KeyRow> => {
  const key = await executor
    .selectFrom('key')
    .selectAll()
    .where('id', '=', id)
    .where('environment', '=', environment)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return key ?? refuse('not-found', `There is no key with this id in ${environment}.`)
}

/** The same, and nobody has changed it since the client read it. */
export const demandUnchanged = async (
  change: Change,
  act: Act,
  id: string,
  unchanged: Precondition,
): Promise<KeyRow> => {
  const key = await demandKey(change, act.environment, id)
  return unchanged(key.etag)
    ? key
    : refuse('precondition-failed', 'Read the key again: its ETag is no longer the one given.')
}

/**
 * Ends the request when another key has the name of `key`, where names are unique. Asked once the revision is taken:
 * whoever else takes that name waits for the end of this transaction.
 */
export const demandFreeName = async (
  change: Change,
  { uniqueNames }: Profile,
  key: KeyRow,
): Promise<void> => {
  if (!uniqueNames.includes(key.kind)) return
  const holder = await change
    .selectFrom('key')
    .select('name')
    .where('environment', '=', key.environment)
    .where('kind', '=', key.kind)
    .where('name_folded', '=', key.name_folded)
    .where('deleted_at', 'is', null)
    .where('id', '<>', key.id)
    .executeTakeFirst()
  if (holder) refuse('name-taken', `In ${key.environment}, “${holder.name}” has this name already.`)
}

type NewKey = Pick<KeyRow, 'id' | 'kind' | 'name' | 'description' | 'mask' | 'expires_at'>

/** Adds a key, which is the newest of its environment. */
export const insertKey = async (
  change: Change,
  profile: Profile,
  act: Act,
  given: NewKey,
): Promise<KeyRow> => {
  const revision = await nextRevision(change, act.environment, 1, given.kind)
  const key: KeyRow = {
    ...given,
    environment: act.environment,
    sequence: revision,
    revision,
    etag: newEtag(),
    name_folded: foldName(given.name),
    status: 'active',
    created_at: act.now,
    created_by: act.by,
    updated_at: act.now,
    last_used_at: null,
    usage_count: 0,
    revoked_at: null,
    previous_until: null,
    deleted_at: null,
  }
  await demandFreeName(change, profile, key)
  await change.insertInto('key').values(key).execute()
  return key
}

/** Changes a key, with a new ETag and in the change feed. */
export const updateKey = async (
  change: Change,
  act: Act,
  key: KeyRow,
  values: UpdateObject<Tables, 'key'>,
): Promise<KeyRow> =>
  change
    .updateTable('key')
    .set({
      ...values,
      etag: newEtag(),
      updated_at: act.now,
      revision: await nextRevision(change, act.environment),
    })
    .where('id', '=', key.id)
    .returningAll()
    .executeTakeFirstOrThrow()
