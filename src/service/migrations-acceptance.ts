import { sql } from 'kysely'
import type { Migration } from './migrations.ts'

/** What `prepareFindBySecret` reads of a key. An id and an environment never change. */
const deciding = ['name', 'mask', 'status', 'expires_at', 'revoked_at', 'previous_until'] as const

const count = sql`begin update acceptance set changes = changes + 1; end`

/**
 * Version 4: counts how often something has changed that a found secret was found with. By triggers, so that no writer
 * can forget it. What is new was not found before; uses decide nothing.
 */
export const countAcceptance: Migration = async (schema, change) => {
  await schema
    .createTable('acceptance')
    .addColumn('id', 'integer', column => column.primaryKey())
    .addColumn('changes', 'bigint', column => column.notNull())
    .execute()
  await change.insertInto('acceptance').values({ id: 1, changes: 0 }).execute()
  const columns = sql.join(deciding.map(name => sql.ref(name)))
  for (const statement of [
    sql`create trigger acceptance_secret after update on secret ${count}`,
    sql`create trigger acceptance_secret_gone after delete on secret ${count}`,
    sql`create trigger acceptance_key after update of ${columns} on key ${count}`,
    sql`create trigger acceptance_key_gone after delete on key ${count}`,
  ])
    await statement.execute(change)
}
