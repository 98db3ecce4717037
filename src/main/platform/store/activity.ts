import type { DatabaseSync } from 'node:sqlite'
import type { Activity } from '../../../shared/domain/activity.ts'
import type { NewActivity } from '../../services/ports.ts'
import type { Backend } from './operations.ts'
import { all, transact, upsert } from './sql.ts'

const insert = upsert(
  'activity',
  ['id'],
  ['at', 'by', 'kind', 'connection', 'connectionName', 'environment', 'key', 'keyName', 'mask'],
)

/** Writes one line; `id` null takes the next. */
export const putActivity = (
  database: DatabaseSync,
  entry: NewActivity & Pick<Activity, 'connectionName'> & { readonly id: number | null },
): void => {
  const { id, at, by, kind, connection, connectionName, environment, key, keyName, mask } = entry
  database
    .prepare(insert)
    .run(id, at, by, kind, connection, connectionName, environment, key, keyName, mask)
}

// Kept in the line, because the connection may be removed; lines written after that take the last name known.
const nameOf = (database: DatabaseSync, connection: string): string =>
  all<{ readonly name: string }>(
    database,
    `SELECT name FROM connections WHERE id = ?1
     UNION ALL
     SELECT name FROM (
       SELECT connectionName AS name FROM activity WHERE connection = ?1 ORDER BY id DESC LIMIT 1
     )`,
    connection,
  )[0]?.name ?? ''

export const activityIn = (database: DatabaseSync): Backend['activity'] => ({
  append: entries =>
    transact(database, () => {
      for (const entry of entries) {
        putActivity(database, {
          ...entry,
          id: null,
          connectionName: nameOf(database, entry.connection),
        })
      }
    }),
  list: (before, limit) =>
    all<Activity>(
      database,
      'SELECT * FROM activity WHERE id < ? ORDER BY id DESC LIMIT ?',
      before ?? Number.MAX_SAFE_INTEGER,
      limit,
    ),
})
