import { closeSync, lstatSync, openSync, readSync, statSync } from 'node:fs'
import { DatabaseSync, type DatabaseSyncOptions } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { assertNever } from '../../../shared/error.ts'
import type { ConnectionCopy } from './connection-copy.ts'
import { ConnectionRow, selectConnections } from './connections.ts'
import { isDamage, isObstacle, isUnknownFormat } from './failure.ts'
import { IntentRow } from './intents.ts'
import { migrate, migrations, versionOf } from './migrations.ts'
import { all, first } from './sql.ts'
import { isSuspect } from './store-files.ts'

/** What is at the store's path. `newer` keeps its version; `unreadable` may be sound for all we know. */
export type Condition =
  | { readonly kind: 'absent' | 'sound' | 'damaged' | 'unreadable' }
  | { readonly kind: 'newer'; readonly version: number }

// No release leaps this far: the number itself is damaged.
const plausibleLead = 1000

/** Judges the file without changing it. */
export const examine = (file: string, copy: ConnectionCopy): Condition => {
  try {
    const found = lstatSync(file, { throwIfNoEntry: false })
    if (!found) return { kind: 'absent' }
    if (!found.isFile()) return { kind: 'damaged' }
    if (hasUnknownVersion(file)) return { kind: 'damaged' }
    // Before it is opened, which makes files of its own.
    const check = checkOf(file, found.size)
    return reading(file, database => judge(database, check, copy))
  } catch (cause) {
    return { kind: isDamage(cause) || isUnknownFormat(cause) ? 'damaged' : 'unreadable' }
  }
}

/** Runs `work` on the file opened for reading alone. Throws as SQLite does. */
export const reading = <T>(file: string, work: (database: DatabaseSync) => T): T => {
  const database = openForReading(file)
  try {
    return work(database)
  } finally {
    database.close()
  }
}

/** Opens the file to be read alone, whatever the folder allows. Throws as SQLite does. */
export const openForReading = (file: string): DatabaseSync => {
  const immutable = pathToFileURL(file)
  immutable.searchParams.set('immutable', '1')
  // Even to read, SQLite makes files beside the database: not on a full disk, unless it is alone with the file,
  // and not in a read-only folder, unless it is told that nobody can write.
  const ways = [
    () => opened(file, { readOnly: true }),
    () => opened(file, {}, 'PRAGMA locking_mode = EXCLUSIVE; PRAGMA query_only = ON'),
    () => opened(immutable, { readOnly: true }),
  ]
  return firstThatWorks(ways)
}

const firstThatWorks = <T>([way, ...others]: readonly (() => T)[]): T => {
  if (!way) throw new Error('No way is left')
  try {
    return way()
  } catch (cause) {
    if (others.length === 0 || !isObstacle(cause)) throw cause
    return firstThatWorks(others)
  }
}

const opened = (
  location: string | URL,
  options: DatabaseSyncOptions,
  settings = '',
): DatabaseSync => {
  const database = new DatabaseSync(location, { timeout: 500, ...options })
  try {
    database.exec(settings)
    // Opening alone does not touch the file.
    first(database, 'SELECT count(*) FROM sqlite_schema')
    return database
  } catch (cause) {
    database.close()
    throw cause
  }
}

// Bytes 18 and 19 (https://www.sqlite.org/fileformat2.html#file_format_version_numbers): of a version that it
// does not know, SQLite would make the file read-only for ever.
const hasUnknownVersion = (file: string): boolean => {
  const header = Buffer.alloc(20)
  const descriptor = openSync(file, 'r')
  try {
    readSync(descriptor, header)
  } finally {
    closeSync(descriptor)
  }
  return header.readUInt8(18) > 2 || header.readUInt8(19) > 2
}

const judge = (database: DatabaseSync, check: Check, copy: ConnectionCopy): Condition => {
  const version = versionOf(database)
  if (version < 0 || version > migrations.length + plausibleLead) return { kind: 'damaged' }
  if (!isSound(database, check)) return { kind: 'damaged' }
  if (version > migrations.length) return { kind: 'newer', version }
  if (version > 0) {
    const isWhole = hasItsColumns(database, version) && areReadable(database)
    return { kind: isWhole ? 'sound' : 'damaged' }
  }
  const strange = all(database, 'SELECT 1 FROM sqlite_schema LIMIT 1').length > 0
  // Empty although there were connections: it was cut off. Not empty but without a version: not ours.
  return { kind: strange || copy.read()?.length ? 'damaged' : 'sound' }
}

// A flipped bit may turn a column's name into another that is as good to SQLite, and every check passes.
const hasItsColumns = (database: DatabaseSync, version: number): boolean => {
  const model = new DatabaseSync(':memory:')
  try {
    migrate(model, undefined, migrations.slice(0, version))
    return isDeepStrictEqual(columnsOf(database), columnsOf(model))
  } finally {
    model.close()
  }
}

// The two tables that no service can give back. An id of which a bit flipped is found by its index alone, and places are
// JSON, which is text to SQLite whatever stands there.
const areReadable = (database: DatabaseSync): boolean =>
  isOk(database, 'integrity_check', 'connections') &&
  isOk(database, 'integrity_check', 'intents') &&
  all(database, selectConnections).every(row => ConnectionRow.safeParse(row).success) &&
  all(database, 'SELECT * FROM intents').every(row => IntentRow.safeParse(row).success)

// The text index is made where it can be, beside the migrations, and from the keys alone.
const columnsOf = (database: DatabaseSync): readonly unknown[] =>
  all(
    database,
    `SELECT tables.name AS "table", columns.name, columns.type
     FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns
     WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'
       AND tables.name NOT GLOB 'search*'
     ORDER BY tables.name, columns.cid`,
  )

/**
 * How much of the file is looked at: `all`, indexes too, takes 2 s for 200,000 keys; `pages` 0.12 s; `irreplaceable`, the
 * tables that no service can give back, as long for one key as for a million.
 */
type Check = 'all' | 'pages' | 'irreplaceable'

// Checked in some ten ms.
const smallBytes = 32 * 1024 * 1024

const checkOf = (file: string, bytes: number): Check => {
  if (isSuspect(file)) return 'all'
  // Left behind when the last session was cut off.
  const unfinished = (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
  return unfinished || bytes <= smallBytes ? 'pages' : 'irreplaceable'
}

const irreplaceable = ['sqlite_schema', 'connections', 'scopes', 'intents', 'handOffs', 'activity']

const isSound = (database: DatabaseSync, check: Check): boolean => {
  switch (check) {
    case 'all':
      return isOk(database, 'integrity_check', '1')
    case 'pages':
      return isOk(database, 'quick_check', '1')
    case 'irreplaceable':
      return existing(database).every(table => isOk(database, 'quick_check', table))
    default:
      return assertNever(check)
  }
}

// A file of an earlier version has fewer.
const existing = (database: DatabaseSync): readonly string[] => {
  const tables = all<{ readonly name: string }>(
    database,
    "SELECT name FROM sqlite_schema WHERE type = 'table'",
  )
  return irreplaceable.filter(
    name => name === 'sqlite_schema' || tables.some(one => one.name === name),
  )
}

const isOk = (database: DatabaseSync, check: string, of: string): boolean =>
  first<Readonly<Record<string, string>>>(database, `PRAGMA ${check}(${of})`)?.[check] === 'ok'
