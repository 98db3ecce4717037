import { sql } from 'kysely'
import { foldName } from './key-fields.ts'
import type { Migration } from './migrations.ts'

const namesAtOnce = 1000

/** Version 2: systems, expiry, revocation, rotation, and calls in the audit log. */
export const lifecycleTables: Migration = async (schema, change) => {
  await makeSecrets(schema, change)
  await remakeKeys(schema, change)
  await foldNames(schema, change)
  await indexKeys(schema, change)
  await remakeAudit(schema, change)
  await schema
    .alterTable('feed')
    .addColumn('systems', 'bigint', column => column.notNull().defaultTo(0))
    .execute()
}

/** A key has several secrets while a rotation overlaps, so they get a table of their own. */
const makeSecrets: Migration = async (schema, change) => {
  await schema
    .createTable('secret')
    .addColumn('hash', 'text', column => column.primaryKey())
    .addColumn('key_id', 'text', column => column.notNull())
    .addColumn('valid_until', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .execute()
  await sql`
    insert into secret (hash, key_id)
    select hash, id from key where hash is not null`.execute(change)
  await schema.createIndex('secret_key').on('secret').column('key_id').execute()
  await schema
    .createIndex('secret_end')
    .on('secret')
    .column('valid_until')
    .where(sql.ref('valid_until'), 'is not', null)
    .execute()
}

/** SQLite can neither drop a unique column nor let one be null, so the rows move into a new table. */
const remakeKeys: Migration = async (schema, change) => {
  await schema
    .createTable('key_2')
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('kind', 'text', column => column.notNull())
    .addColumn('environment', 'text', column => column.notNull())
    .addColumn('sequence', 'bigint', column => column.notNull())
    .addColumn('revision', 'bigint', column => column.notNull())
    .addColumn('etag', 'text', column => column.notNull())
    .addColumn('name', 'text', column => column.notNull())
    .addColumn('name_folded', 'text', column => column.notNull())
    .addColumn('description', 'text')
    .addColumn('mask', 'text')
    .addColumn('status', 'text', column => column.notNull())
    .addColumn('created_at', 'bigint', column => column.notNull())
    .addColumn('created_by', 'text', column => column.notNull())
    .addColumn('updated_at', 'bigint', column => column.notNull())
    .addColumn('last_used_at', 'bigint')
    .addColumn('usage_count', 'bigint', column => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .addColumn('previous_until', 'bigint')
    .addColumn('deleted_at', 'bigint')
    .execute()
  // ASCII is folded here, all others below: a statement for each of many keys would take longer than a start may.
  await sql`
    insert into key_2 (id, kind, environment, sequence, revision, etag, name, name_folded, description, mask, status,
      created_at, created_by, updated_at, last_used_at, usage_count, deleted_at)
    select id, 'key', environment, sequence, revision, etag, name,
      case when length(name) = octet_length(name) then lower(trim(name)) else '' end, description, nullif(mask, ''),
      status, created_at, created_by, updated_at, last_used_at, usage_count, deleted_at
    from key`.execute(change)
  await schema.dropTable('key').execute()
  await schema.alterTable('key_2').renameTo('key').execute()
}

/** Beyond SQL: SQLite's `lower` knows ASCII alone. */
const foldNames: Migration = async (_schema, change) => {
  const after = async (last: string): Promise<void> => {
    const rows = await change
      .selectFrom('key')
      .select(['id', 'name'])
      .where('id', '>', last)
      .where('name_folded', '=', '')
      .where('name', '<>', '')
      .orderBy('id')
      .limit(namesAtOnce)
      .execute()
    for (const { id, name } of rows)
      await change
        .updateTable('key')
        .set({ name_folded: foldName(name) })
        .where('id', '=', id)
        .execute()
    const end = rows.at(-1)
    if (end) await after(end.id)
  }
  await after('')
}

const indexKeys: Migration = async schema => {
  const live = sql.ref('deleted_at')
  await schema
    .createIndex('key_list')
    .on('key')
    .columns(['environment', 'sequence'])
    .where(live, 'is', null)
    .execute()
  await schema
    .createIndex('key_kind')
    .on('key')
    .columns(['environment', 'kind', 'sequence'])
    .where(live, 'is', null)
    .execute()
  await schema
    .createIndex('key_name')
    .on('key')
    .columns(['environment', 'kind', 'name_folded'])
    .where(live, 'is', null)
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
    .where(live, 'is not', null)
    .execute()
}

/** A call is made with a key and no admin token, so the token may be null. */
const remakeAudit: Migration = async (schema, change) => {
  await schema
    .createTable('audit_2')
    .addColumn('id', 'integer', column => column.primaryKey().autoIncrement())
    .addColumn('at', 'bigint', column => column.notNull())
    .addColumn('origin', 'text', column => column.notNull())
    .addColumn('token', 'text')
    .addColumn('action', 'text', column => column.notNull())
    .addColumn('environment', 'text', column => column.notNull())
    .addColumn('key_id', 'text', column => column.notNull())
    .addColumn('key_name', 'text', column => column.notNull())
    .execute()
  await sql`
    insert into audit_2 (id, at, origin, token, action, environment, key_id, key_name)
    select id, at, 'Admin', token, action, environment, key_id, key_name from audit`.execute(change)
  await schema.dropTable('audit').execute()
  await schema.alterTable('audit_2').renameTo('audit').execute()
  await schema.createIndex('audit_list').on('audit').columns(['environment', 'id']).execute()
  await schema
    .createIndex('audit_calls')
    .on('audit')
    .column('at')
    .where(sql.ref('token'), 'is', null)
    .execute()
}
