import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'

/** Runs `work` as one durable transaction: all of it, or on any error nothing. */
export const transact = <T>(database: DatabaseSync, work: () => T): T => {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (cause) {
    // SQLite has rolled back by itself after some errors, a full disk among them.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw cause
  }
}

/** Rows as the statement's columns make them: `Row` is the caller's word for what the STRICT table holds. */
export const all = <Row>(
  database: DatabaseSync,
  statement: string,
  ...values: readonly SQLInputValue[]
): readonly Row[] =>
  // SQLite cannot know the row's shape; every table is STRICT and written only by this folder.
  database.prepare(statement).all(...values) as unknown as readonly Row[]

export const first = <Row>(
  database: DatabaseSync,
  statement: string,
  ...values: readonly SQLInputValue[]
): Row | null => all<Row>(database, statement, ...values)[0] ?? null

const statements = new WeakMap<DatabaseSync, Map<string, StatementSync>>()

/**
 * The statement, prepared once for each database: for those whose text is always the same. Nobody may walk it with
 * `iterate`, since another call would start it anew.
 */
export const prepared = (database: DatabaseSync, statement: string): StatementSync => {
  const known = statements.get(database) ?? new Map<string, StatementSync>()
  if (known.size === 0) statements.set(database, known)
  const found = known.get(statement) ?? database.prepare(statement)
  known.set(statement, found)
  return found
}

/** `first` of a statement whose text is always the same; `Row` is the caller's word here too. */
export const firstPrepared = <Row>(
  database: DatabaseSync,
  statement: string,
  ...values: readonly SQLInputValue[]
): Row | null => (prepared(database, statement).get(...values) ?? null) as Row | null

const quoted = (columns: readonly string[]): readonly string[] =>
  columns.map(column => `"${column}"`)

/** Inserts a row, or overwrites in place the one that has the same `identity` columns. */
export const upsert = (
  table: string,
  identity: readonly string[],
  columns: readonly string[],
): string => {
  const names = quoted([...identity, ...columns])
  const changes = quoted(columns).map(name => `${name} = excluded.${name}`)
  return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
    ON CONFLICT (${quoted(identity).join(', ')}) DO UPDATE SET ${changes.join(', ')}`
}
