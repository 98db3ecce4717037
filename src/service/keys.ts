import { randomBytes } from 'node:crypto'
import { sql, type UpdateObject } from 'kysely'
import type { Change, Database, Executor, KeyRow, Tables } from './database.ts'
import type { Precondition } from './preconditions.ts'
import { refuse } from './problems.ts'
import type { Environment, Profile, Status } from './profiles/profile.ts'
import { hashOf, maskOf, newSecret } from './secret-format.ts'

/** Who changes keys, where, and when. */
export type Act = {
  readonly environment: Environment
  readonly by: string
  readonly now: number
}

export type Draft = { readonly name: string; readonly description: string | null }

const identifier = (prefix: string): string => `${prefix}${randomBytes(16).toString('base64url')}`

// Random rather than counted: a database that was put back from a backup never repeats one.
const newEtag = (): string => `"${randomBytes(12).toString('base64url')}"`

/** Takes the environment's next revision, and holds the writers of that environment in one line. */
export const nextRevision = async (
  change: Change,
  environment: Environment,
  added: -1 | 0 | 1,
): Promise<number> => {
  const { revision } = await change
    .updateTable('feed')
    .set({ revision: sql<number>`revision + 1`, total: sql<number>`total + ${added}` })
    .where('environment', '=', environment)
    .returning('revision')
    .executeTakeFirstOrThrow()
  return revision
}

const record = async (
  change: Change,
  act: Act,
  action: string,
  key: Pick<KeyRow, 'id' | 'name'>,
): Promise<void> => {
  await change
    .insertInto('audit')
    .values({
      at: act.now,
      token: act.by,
      action,
      environment: act.environment,
      key_id: key.id,
      key_name: key.name,
    })
    .execute()
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

const demandUnchanged = async (
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

const update = async (
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
      revision: await nextRevision(change, act.environment, 0),
    })
    .where('id', '=', key.id)
    .returningAll()
    .executeTakeFirstOrThrow()

/** Makes a key. `secret` is the only copy there is. */
export const createKey = async (
  change: Change,
  profile: Profile,
  act: Act,
  draft: Draft,
): Promise<{ readonly key: KeyRow; readonly secret: string }> => {
  const prefix = profile.keyFormat.prefixes[act.environment]
  const secret = newSecret(prefix)
  const revision = await nextRevision(change, act.environment, 1)
  const key: KeyRow = {
    ...draft,
    id: identifier('key_'),
    environment: act.environment,
    sequence: revision,
    revision,
    etag: newEtag(),
    mask: maskOf(secret, prefix),
    hash: hashOf(secret),
    status: 'active',
    created_at: act.now,
    created_by: act.by,
    updated_at: act.now,
    last_used_at: null,
    usage_count: 0,
    deleted_at: null,
  }
  await change.insertInto('key').values(key).execute()
  await record(change, act, 'create', key)
  return { key, secret }
}

/** Renames and describes. What does not differ is no change: the ETag stays. */
export const editKey = async (
  change: Change,
  act: Act,
  id: string,
  edits: { readonly name?: string | undefined; readonly description?: string | null | undefined },
  unchanged: Precondition,
): Promise<KeyRow> => {
  const key = await demandUnchanged(change, act, id, unchanged)
  const { name = key.name, description = key.description } = edits
  const renamed = name !== key.name
  const described = description !== key.description
  if (!renamed && !described) return key
  const edited = await update(change, act, key, { name, description })
  if (renamed) await record(change, act, 'rename', edited)
  if (described) await record(change, act, 'describe', edited)
  return edited
}

const actionTo = { active: 'resume', suspended: 'suspend' } as const satisfies Record<
  Status,
  string
>

/** Suspends or resumes; a key that is already in that state is answered unchanged. */
export const setStatus = async (
  change: Change,
  act: Act,
  id: string,
  status: Status,
  unchanged: Precondition,
): Promise<KeyRow> => {
  const key = await demandUnchanged(change, act, id, unchanged)
  if (key.status === status) return key
  const moved = await update(change, act, key, { status })
  await record(change, act, actionTo[status], moved)
  return moved
}

/** Deletes for good: no name, no mask and no hash is left, only what the change feed has to tell. */
export const deleteKey = async (
  change: Change,
  act: Act,
  id: string,
  unchanged: Precondition,
): Promise<void> => {
  const key = await demandUnchanged(change, act, id, unchanged)
  await change
    .updateTable('key')
    .set({
      name: '',
      description: null,
      mask: '',
      hash: null,
      deleted_at: act.now,
      revision: await nextRevision(change, act.environment, -1),
    })
    .where('id', '=', key.id)
    .execute()
  await record(change, act, 'delete', key)
}

/** One page of keys, newest first; `before` is the sequence of the last key that was read. */
export const listKeys = (
  database: Database,
  environment: Environment,
  before: number | null,
  limit: number,
): Promise<readonly KeyRow[]> =>
  database
    .selectFrom('key')
    .selectAll()
    .where('environment', '=', environment)
    .where('deleted_at', 'is', null)
    .where('sequence', '<', before ?? Number.MAX_SAFE_INTEGER)
    .orderBy('sequence', 'desc')
    .limit(limit)
    .execute()
