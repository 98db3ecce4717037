import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely'

const busyTimeoutMs = 5000
const statementsKept = 200

const adapt = (statement: StatementSync): SqliteStatement => {
  // Kysely hands over what the query builder was given: text, numbers and null alone.
  const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[]
  return {
    reader: statement.columns().length > 0,
    all: parameters => statement.all(...values(parameters)),
    run: parameters => statement.run(...values(parameters)),
    iterate: parameters => statement.iterate(...values(parameters)),
  }
}

/** `node:sqlite` in the shape that Kysely expects, with its prepared statements kept. */
const adaptDatabase = (database: DatabaseSync): SqliteDatabase => {
  const kept = new Map<string, SqliteStatement>()
  const prepare = (sql: string): SqliteStatement => {
    // A transaction that reads before it writes would fail when another process wrote in between.
    const statement = adapt(database.prepare(sql === 'begin' ? 'begin immediate' : sql))
    if (kept.size >= statementsKept) kept.clear()
    kept.set(sql, statement)
    return statement
  }
  return {
    prepare: given => {
      // A full disk has ended the transaction by itself: a rollback that fails would hide why.
      const sql = given === 'rollback' && !database.isTransaction ? 'select null' : given
      return kept.get(sql) ?? prepare(sql)
    },
    close: () => database.close(),
  }
}

const isBusy = (cause: unknown): boolean =>
  // SQLITE_BUSY, in the low byte of whatever kind of it.
  cause instanceof Error && 'errcode' in cause && (Number(cause.errcode) & 0xff) === 5

/** SQLite waits for another process everywhere but here, where a new file gets its journal. */
const useWriteAheadLog = async (database: DatabaseSync): Promise<void> => {
  const deadline = performance.now() + busyTimeoutMs
  for (;;) {
    try {
      return database.exec('PRAGMA journal_mode = WAL')
    } catch (cause) {
      if (!isBusy(cause) || performance.now() > deadline) throw cause
      await pause(10)
    }
  }
}

/** Opens, or makes, the SQLite file `path`. An answered write survives a crash and a power cut. */
export const openSqlite = async (path: string): Promise<SqliteDialect> => {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs })
  await useWriteAheadLog(database)
  database.exec('PRAGMA synchronous = FULL')
  return new SqliteDialect({ database: adaptDatabase(database) })
}
