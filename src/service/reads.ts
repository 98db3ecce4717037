import {
  DatabaseSync,
  type SQLInputValue,
  type SQLOutputValue,
  type StatementSync,
} from 'node:sqlite'
import type { Compilable } from 'kysely'
import type { Database } from './database.ts'

/** A statement that reads; its parameters are given in the order in which they stand in it. */
export type Read<Row> = (...parameters: readonly SQLInputValue[]) => readonly Row[]

type Build<Row> = (database: Database) => Compilable<Row>

/**
 * What is read all the time, by statements that are built and prepared once, on a connection of their own: it sees what
 * was committed, also by other programs, and never the half of a transaction.
 */
export type Reads = {
  /** `build` is called once, with anything in the place of the parameters. */
  readonly prepare: <Row>(build: Build<Row>) => Read<Row>
  /**
   * The same for many rows: `rowOf` makes each of its values, in the order of the columns. SQLite's own objects take
   * twice as long to make, and three times as long to look into.
   */
  readonly prepareMany: <Row>(
    build: Build<Row>,
    rowOf: (values: readonly SQLOutputValue[]) => Row,
  ) => Read<Row>
  readonly close: () => void
}

// Addresses, not memory: what was read once is in the system's cache, however large the file is.
const mappedBytes = 8_000_000_000
const busyTimeoutMs = 5000

/** Reads the database file `path`, which `database` has open too. */
export const openReads = (path: string, database: Database): Reads => {
  const connection = new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs })
  connection.exec(`PRAGMA mmap_size = ${mappedBytes}`)
  const prepare = (build: Build<unknown>, asArrays: boolean): Read<unknown> => {
    const { sql, parameters: places } = build(database).compile()
    let kept: StatementSync | null = null
    const make = (): StatementSync => {
      kept = connection.prepare(sql)
      kept.setReturnArrays(asArrays)
      return kept
    }
    return (...parameters) => {
      if (parameters.length !== places.length)
        throw new Error(`${parameters.length} parameters instead of ${places.length}: ${sql}`)
      return (kept ?? make()).all(...parameters)
    }
  }
  return {
    // The builder knows the columns that its statement names.
    prepare: <Row>(build: Build<Row>) => prepare(build, false) as Read<Row>,
    prepareMany: (build, rowOf) => {
      const read = prepare(build, true) as Read<readonly SQLOutputValue[]>
      return (...parameters) => read(...parameters).map(rowOf)
    },
    close: () => connection.close(),
  }
}
