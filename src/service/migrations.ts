import { type SchemaModule, sql } from 'kysely'
import type { Change } from './database.ts'
import { countAcceptance } from './migrations-acceptance.ts'
import { lifecycleTables } from './migrations-lifecycle.ts'

/** Runs in the transaction that also writes the new version: all of it is kept, or nothing. */
export type Migration = (schema: SchemaModule, change: Change) => Promise<void>

const keyTables: Migration = async schema => {
  await schema
    .createTable('feed')
    .addColumn('environment', 'text', column => column.primaryKey())
    .addColumn('revision', 'bigint', column => column.notNull())
    .addColumn('total', 'bigint', column => column.notNull())
    .addColumn('forgotten', 'bigint', column => column.notNull())
    .execute()
  await schema
    .createTable('key')
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('environment', 'text', column => column.notNull())
    .addColumn('sequence', 'bigint', column => column.notNull())
    .addColumn('revision', 'bigint', column => column.notNull())
    .addColumn('etag', 'text', column => column.notNull())
    .addColumn('name', 'text', column => column.notNull())
    .addColumn('description', 'text')
    .addColumn('mask', 'text', column => column.notNull())
    .addColumn('hash', 'text', column => column.unique())
    .addColumn('status', 'text', column => column.notNull())
    .addColumn('created_at', 'bigint', column => column.notNull())
    .addColumn('created_by', 'text', column => column.notNull())
    .addColumn('updated_at', 'bigint', column => column.notNull())
    .addColumn('last_used_at', 'bigint')
    .addColumn('usage_count', 'bigint', column => column.notNull())
    .addColumn('deleted_at', 'bigint')
    .execute()
}

const otherTables: Migration = async schema => {
  await schema
    .createTable('token')
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('name', 'text', column => column.notNull())
    .addColumn('hash', 'text', column => column.notNull().unique())
    .addColumn('permissions', 'text', column => column.notNull())
    .addColumn('environments', 'text', column => column.notNull())
    .addColumn('created_at', 'bigint', column => column.notNull())
    .addColumn('revoked_at', 'bigint')
    .execute()
  await schema
    .createTable('replay')
    .addColumn('scope', 'text', column => column.primaryKey())
    .addColumn('payload', 'text', column => column.notNull())
    .addColumn('salt', 'text', column => column.notNull())
    .addColumn('sealed', 'text', column => column.notNull())
    .addColumn('created_at', 'bigint', column => column.notNull())
    .execute()
  await schema
    .createTable('audit')
    .addColumn('id', 'integer', column => column.primaryKey().autoIncrement())
    .addColumn('at', 'bigint', column => column.notNull())
    .addColumn('token', 'text', column => column.notNull())
    .addColumn('action', 'text', column => column.notNull())
    .addColumn('environment', 'text', column => column.notNull())
    .addColumn('key_id', 'text', column => column.notNull())
    .addColumn('key_name', 'text', column => column.notNull())
    .execute()
}

const indexes: Migration = async schema => {
  // Lists and feeds read a range of one index, so their cost does not grow with the number of keys.
  await schema
    .createIndex('key_list')
    .on('key')
    .columns(['environment', 'sequence'])
    .where(sql.ref('deleted_at'), 'is', null)
    .execute()
  await schema
    .createIndex('key_feed')
    .unique()
    .on('key')
    .columns(['environment', 'revision'])
    .execute()
  await schema
    .createIndex('key_deleted')
    .on('key')
    .columns(['environment', 'deleted_at'])
    .where(sql.ref('deleted_at'), 'is not', null)
    .execute()
  await schema.createIndex('replay_age').on('replay').column('created_at').execute()
  await schema.createIndex('audit_list').on('audit').columns(['environment', 'id']).execute()
}

/** Version 3: with what the query asks of it in the index, a list of a million is counted off without its rows. */
const coverList: Migration = async schema => {
  await schema.dropIndex('key_list').execute()
  await schema
    .createIndex('key_list')
    .on('key')
    .columns(['environment', 'sequence', 'deleted_at'])
    .where(sql.ref('deleted_at'), 'is', null)
    .execute()
}

/** In order; the database's version is the number of them that were applied. Only ever added to. */
export const migrations: readonly Migration[] = [
  async (schema, change) => {
    await keyTables(schema, change)
    await otherTables(schema, change)
    await indexes(schema, change)
  },
  lifecycleTables,
  coverList,
  countAcceptance,
]
