import { randomBytes } from 'node:crypto'
import { type Generated, Kysely, type Transaction } from 'kysely'
import { migrations } from './migrations.ts'
import { type Environment, environments, type Kind } from './profiles/profile.ts'
import { openSqlite } from './sqlite.ts'

/** Times are milliseconds since 1970-01-01 UTC; hashes are SHA-256 as base64url. */
export type Tables = {
  meta: { name: string; value: string }
  /**
   * One row per environment; its update puts the changes of that environment in one order. `total` counts keys and
   * systems, `systems` the systems alone.
   */
  feed: {
    environment: Environment
    revision: number
    total: number
    systems: number
    forgotten: number
  }
  key: KeyRow
  secret: SecretRow
  /** One row: how often what decides of the secrets that there are has changed; written by triggers alone. */
  acceptance: { id: 1; changes: number }
  token: {
    id: string
    name: string
    hash: string
    permissions: string
    environments: string
    created_at: number
    revoked_at: number | null
  }
  replay: {
    scope: string
    payload: string
    salt: string
    sealed: string
    created_at: number
  }
  audit: {
    id: Generated<number>
    at: number
    origin: string
    /** Name of the admin token; null for a call with a key. */
    token: string | null
    action: string
    environment: Environment
    key_id: string
    key_name: string
  }
}

/** A deleted key keeps its row, emptied, as the tombstone of the change feed. */
export type KeyRow = {
  id: string
  kind: Kind
  environment: Environment
  /** Position in the list: the revision with which the key was made. */
  sequence: number
  /** Position in the change feed. */
  revision: number
  etag: string
  name: string
  /** The name as `foldName` has it: equal for names that people take for the same. */
  name_folded: string
  description: string | null
  /** Null for a system without a key. */
  mask: string | null
  /** What was chosen; `statusOf` tells what it amounts to at a given time. */
  status: 'active' | 'suspended'
  created_at: number
  created_by: string
  updated_at: number
  last_used_at: number | null
  usage_count: number
  expires_at: number | null
  /** Of a key that stands for itself; a system only loses its secret. */
  revoked_at: number | null
  /** Until when the secret before the last rotation is accepted too. */
  previous_until: number | null
  deleted_at: number | null
}

/** A key's current secret, and those before it: they tell their bearers why they are refused. */
export type SecretRow = {
  hash: string
  key_id: string
  /** Null for the current one. */
  valid_until: number | null
  /** When the key of its system was revoked. */
  revoked_at: number | null
}

export type Database = Kysely<Tables>
/** A transaction: all that it writes is kept, or nothing. */
export type Change = Transaction<Tables>
/** Where a statement runs: on its own, or as part of a transaction. */
export type Executor = Database | Change

/** Opens the database file `path` and brings it to the current version; a newer file is refused. */
export const openDatabase = async (path: string): Promise<Database> => {
  const database = new Kysely<Tables>({ dialect: await openSqlite(path) })
  try {
    await migrate(database)
    return database
  } catch (cause) {
    await database.destroy()
    throw cause
  }
}

/** A database that a later version of this program has changed. */
export class NewerDatabaseError extends Error {}

const migrate = (database: Database): Promise<void> =>
  database.transaction().execute(async transaction => {
    const { schema } = transaction
    await schema
      .createTable('meta')
      .ifNotExists()
      .addColumn('name', 'text', column => column.primaryKey())
      .addColumn('value', 'text', column => column.notNull())
      .execute()
    const version = Number((await readMeta(transaction, 'version')) ?? '0')
    if (version > migrations.length) throw new NewerDatabaseError()
    for (const migration of migrations.slice(version)) await migration(schema, transaction)
    if (version === 0) await fill(transaction)
    await writeMeta(transaction, 'version', String(migrations.length))
  })

const fill = async (transaction: Executor): Promise<void> => {
  await writeMeta(transaction, 'cursor-key', randomBytes(32).toString('base64url'))
  await transaction
    .insertInto('feed')
    .values(
      environments.map(environment => ({
        environment,
        revision: 0,
        total: 0,
        systems: 0,
        forgotten: 0,
      })),
    )
    .execute()
}

export const readMeta = async (database: Executor, name: string): Promise<string | null> =>
  (await database.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirst())
    ?.value ?? null

export const writeMeta = async (database: Executor, name: string, value: string): Promise<void> => {
  await database
    .insertInto('meta')
    .values({ name, value })
    .onConflict(conflict => conflict.column('name').doUpdateSet({ value }))
    .execute()
}
