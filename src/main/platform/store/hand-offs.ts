import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { HandOff, handOffSteps } from '../../../shared/domain/hand-off.ts'
import { z } from '../../../shared/zod.ts'
import type { Backend } from './operations.ts'
import { all, first, upsert } from './sql.ts'

type Row = Omit<HandOff, 'done'> & { readonly done: string }

const put = upsert('handOffs', ['connection', 'environment', 'key'], ['at', 'done'])

const handOffOf = (row: Row): HandOff => {
  const done = row.done.split(' ')
  return { ...row, done: handOffSteps.filter(step => done.includes(step)) }
}

/** Reads a row that cannot be trusted, out of a damaged file. */
export const HandOffRow = HandOff.extend({ done: z.string() }).transform(handOffOf)

export const putHandOff = (database: DatabaseSync, handOff: HandOff): void => {
  const { connection, environment, key, at, done } = handOff
  database.prepare(put).run(connection, environment, key, at, done.join(' '))
}

const one = 'connection = ? AND environment = ? AND key = ?'

/** The hand-offs of keys that go from the list go with them; `ids` is SQL for the keys' ids. */
export const endHandOffs = (
  database: DatabaseSync,
  scope: number,
  ids: string,
  ...values: readonly SQLInputValue[]
): void => {
  database
    .prepare(
      `DELETE FROM handOffs WHERE key IN (${ids}) AND (connection, environment) =
         (SELECT connection, environment FROM scopes WHERE id = ?)`,
    )
    .run(...values, scope)
}

export const handOffsIn = (database: DatabaseSync): Backend['handOffs'] => ({
  put: handOff => putHandOff(database, handOff),
  get: ({ connection, environment, key }) => {
    const select = `SELECT * FROM handOffs WHERE ${one}`
    const row = first<Row>(database, select, connection, environment, key)
    return row && handOffOf(row)
  },
  delete: ({ connection, environment, key }) => {
    database.prepare(`DELETE FROM handOffs WHERE ${one}`).run(connection, environment, key)
  },
  // After damage also of keys that are not here: the list, which is read anew, brings them back.
  open: () => all<Row>(database, 'SELECT * FROM handOffs ORDER BY at, rowid').map(handOffOf),
})
