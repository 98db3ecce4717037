import type { DatabaseSync } from 'node:sqlite'
import { isDeepStrictEqual } from 'node:util'
import type { Place } from '../../../shared/domain/connection.ts'
import { environments } from '../../../shared/domain/environment.ts'
import { z } from '../../../shared/zod.ts'
import type { StoredConnection } from '../../services/ports.ts'
import { type ConnectionCopy, Places, placesAt, StoredConnectionShape } from './connection-copy.ts'
import { forgetRead } from './key-reads.ts'
import { deleteRows } from './key-rows.ts'
import type { Backend } from './operations.ts'
import { all, transact, upsert } from './sql.ts'

const Row = StoredConnectionShape.omit({ places: true, builtIn: true, saved: true }).extend({
  /** JSON. */
  places: z.string(),
  builtIn: z.number(),
  savedPreview: z.number(),
  savedProduction: z.number(),
})
type Row = z.infer<typeof Row>

const flagsOf = ({ builtIn, savedPreview, savedProduction }: Omit<Row, 'places'>) => ({
  builtIn: builtIn === 1,
  saved: { preview: savedPreview === 1, production: savedProduction === 1 },
})

const connectionOf = (row: Row): StoredConnection => ({
  id: row.id,
  name: row.name,
  connector: row.connector,
  places: Places.parse(JSON.parse(row.places)),
  createdAt: row.createdAt,
  ...flagsOf(row),
})

// Of a file that an earlier version made, too.
const FormerRow = Row.omit({ places: true }).extend({
  origin: z.string(),
  ca: z.string().nullable(),
  pin: z.string().nullable(),
})

/** Reads a row that cannot be trusted, out of a damaged file. */
export const ConnectionRow = z
  .union([
    Row.transform(row => ({ ...row, ...flagsOf(row), places: jsonOrNull(row.places) })),
    FormerRow.transform(row => ({ ...row, ...flagsOf(row), places: placesAt(row.origin, row) })),
  ])
  .transform((row): unknown => row)
  .pipe(StoredConnectionShape)

const jsonOrNull = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const columns = [
  'name',
  'connector',
  'places',
  'builtIn',
  'createdAt',
  'savedPreview',
  'savedProduction',
]
const put = upsert('connections', ['id'], columns)

export const selectConnections = 'SELECT * FROM connections ORDER BY createdAt, id'

export const listConnections = (database: DatabaseSync): readonly StoredConnection[] =>
  all<Row>(database, selectConnections).map(connectionOf)

/** Writes the row alone; whoever calls it answers for the copy. */
export const putConnection = (database: DatabaseSync, connection: StoredConnection): void => {
  const { id, name, connector, places, builtIn, createdAt, saved } = connection
  const flags = [saved.preview, saved.production].map(Number)
  database
    .prepare(put)
    .run(
      id,
      name,
      connector,
      JSON.stringify(Places.parse(places)),
      Number(builtIn),
      createdAt,
      ...flags,
    )
}

/** The built-in service's may come back at another port with the same keys. */
const forgetMoved = (database: DatabaseSync, { id, places, builtIn }: StoredConnection): void => {
  const before = listConnections(database).find(connection => connection.id === id)
  if (!before || builtIn) return
  for (const environment of environments) {
    const scope = { connection: id, environment }
    if (isElsewhere(before.places[environment], places[environment])) forgetRead(database, scope)
  }
}

/** With another setting it is another list. */
const isElsewhere = (before: Place, after: Place): boolean =>
  before.url !== after.url || !isDeepStrictEqual(before.settings, after.settings)

export const connectionsIn = (
  database: DatabaseSync,
  copy: ConnectionCopy,
): Backend['connections'] => {
  // The copy is written before the commit, so that no confirmed change is missing from it.
  const change = (work: () => void): void => {
    let undo = () => {}
    try {
      transact(database, () => {
        work()
        undo = copy.write(listConnections(database))
      })
    } catch (cause) {
      undo()
      throw cause
    }
  }
  return {
    list: () => listConnections(database),
    put: connection =>
      change(() => {
        forgetMoved(database, connection)
        putConnection(database, connection)
      }),
    delete: id =>
      change(() => {
        deleteRows(database, 'scope IN (SELECT id FROM scopes WHERE connection = ?)', id)
        database.prepare('DELETE FROM connections WHERE id = ?').run(id)
        database.prepare('DELETE FROM handOffs WHERE connection = ?').run(id)
        database
          .prepare("DELETE FROM intents WHERE connection = ? AND state IN ('stored', 'abandoned')")
          .run(id)
      }),
  }
}
