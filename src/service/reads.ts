import {
  DatabaseSync,
  type SQLInputValue,
  type SQLOutputValue,
  type StatementSync,
} from 'node:sqlite'
import type { Compilable } from 'kysely'
import type { Database } from './database.ts'

type Parameters = readonly SQLInputValue[]
type Build<Row> = (database: Database) => Compilable<Row>
/** The values of a row, in the order of its columns. */
type RowOf<Row> = (values: readonly SQLOutputValue[]) => Row

/**
 * What is read all the time, by statements that are built and prepared once, on a connection of their own: it sees what
 * was committed, also by other programs, and never the half of a transaction. `build` is called once, with anything in
 * the place of the parameters; a read gets them in the order in which they stand in the statement.
 */
export type Reads = {
  /** The first row; null where there is none. */
  readonly prepareOne: <Row>(build: Build<Row>) => (...parameters: Parameters) => Row | null
  /**
   * All rows, each made by `rowOf`: SQLite's own objects take twice as long to make, and three times as long to look
   * into.
   */
  readonly prepareMany: <Row>(
    build: Build<Row>,
    rowOf: RowOf<Row>,
  ) => (...parameters: Parameters) => readonly Row[]
  /** Another number than before when anyone has committed anything in between. */
  readonly version: () => number
  readonly close: () => void
}

const busyTimeoutMs = 5000

/** Reads the database file `path`, which `database` has open too. */
export const openReads = (path: string, database: Database): Reads => {
  const connection = new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs })
  /** Prepares it when it is first needed, and sees that no parameter is forgotten. */
  const statementOf = (build: Build<unknown>, asArrays: boolean) => {
    const { sql, parameters: places } = build(database).compile()
    let kept: StatementSync | null = null
    return (parameters: Parameters): StatementSync => {
      if (parameters.length !== places.length)
        throw new Error(`${parameters.length} parameters instead of ${places.length}: ${sql}`)
      if (kept === null) {
        kept = connection.prepare(sql)
        kept.setReturnArrays(asArrays)
      }
      return kept
    }
  }
  const dataVersion = connection.prepare('pragma data_version')
  return {
    prepareOne: <Row>(build: Build<Row>) => {
      const statement = statementOf(build, false)
      // The builder knows the columns that its statement names.
      return (...parameters: Parameters) =>
        (statement(parameters).get(...parameters) as Row | undefined) ?? null
    },
    prepareMany: <Row>(build: Build<Row>, rowOf: RowOf<Row>) => {
      const statement = statementOf(build, true)
      return (...parameters: Parameters) =>
        // Told by `setReturnArrays`, which the types do not know of.
        (statement(parameters).all(...parameters) as unknown as SQLOutputValue[][]).map(rowOf)
    },
    version: () => Number(dataVersion.get()?.data_version),
    // A service may be stopped twice.
    close: () => {
      if (connection.isOpen) connection.close()
    },
  }
}
