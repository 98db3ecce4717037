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

type Line = NewActivity &
  Pick<Activity, 'connectionName'> & {
    /** Null takes the next. */
    readonly id: number | null
  }

/** A function that writes one line. */
export const activityWriter = (database: DatabaseSync): ((line: Line) => void) => {
  const statement = database.prepare(insert)
  return line => {
    const { id, at, by, kind, connection, connectionName, environment, key, keyName, mask } = line
    statement.run(id, at, by, kind, connection, connectionName, environment, key, keyName, mask)
  }
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

const namesOf = (
  database: DatabaseSync,
  entries: readonly NewActivity[],
): ReadonlyMap<string, string> => {
  const connections = new Set(entries.map(({ connection }) => connection))
  return new Map([...connections].map(id => [id, nameOf(database, id)]))
}

export const activityIn = (database: DatabaseSync): Backend['activity'] => ({
  append: entries =>
    transact(database, () => {
      // Once for all: a sync may notice that thousands of keys have gone.
      const names = namesOf(database, entries)
      const write = activityWriter(database)
      for (const entry of entries) {
        write({ ...entry, id: null, connectionName: names.get(entry.connection) ?? '' })
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
