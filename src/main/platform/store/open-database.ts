import { lstatSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Notice } from '../../../shared/domain/notice.ts'
import { assertNever } from '../../../shared/error.ts'
import { type ConnectionCopy, connectionCopyOf } from './connection-copy.ts'
import { listConnections, putConnection } from './connections.ts'
import { examine, openForReading, reading } from './examine.ts'
import { isDamage, isFull } from './failure.ts'
import { type IntentCopy, intentCopyOf, renewIntentCopy, restoreIntents } from './intent-copy.ts'
import { openTextIndex } from './key-indexing.ts'
import { migrate, migrations, versionOf } from './migrations.ts'
import { noSalvage, restoreHistory, type Salvage, salvageFrom } from './salvage.ts'
import { clearLeftovers, makePrivate, putBack, setAside } from './store-files.ts'
import { upgradedCopy } from './upgraded-copy.ts'

export type Opened = {
  readonly database: DatabaseSync
  readonly copy: ConnectionCopy
  readonly intentCopy: IntentCopy
  readonly access: 'writable' | 'newer' | 'read-only'
  readonly notices: readonly Notice[]
}

type Copies = Pick<Opened, 'copy' | 'intentCopy'>

/**
 * Opens the store's file whatever its state, and never worsens it: damaged, it is set aside and a new one made;
 * newer, or where nothing can be written, it is read only; unreadable, what the connections' copy holds is shown.
 */
export const openDatabase = (file: string): Opened => {
  const copies = { copy: connectionCopyOf(file), intentCopy: intentCopyOf(file) }
  const condition = examine(file, copies.copy)
  switch (condition.kind) {
    case 'newer':
      return {
        database: openForReading(file),
        ...copies,
        access: 'newer',
        notices: [{ kind: 'store-newer', version: condition.version }],
      }
    case 'absent':
    case 'sound':
      return orElse(
        () => ({
          ...{ database: openWritable(file, copies), access: 'writable', notices: [] },
          ...copies,
        }),
        cause => (isDamage(cause) ? rebuild(file, copies) : readOnly(file, copies)),
      )
    case 'damaged':
      return rebuild(file, copies)
    case 'unreadable':
      return readOnly(file, copies)
    default:
      return assertNever(condition)
  }
}

const orElse = <T>(attempt: () => T, otherwise: (cause: unknown) => T): T => {
  try {
    return attempt()
  } catch (cause) {
    return otherwise(cause)
  }
}

const openWritable = (file: string, copies: Copies, salvage = noSalvage): DatabaseSync => {
  makePrivate(file)
  const database = new DatabaseSync(file, {
    timeout: 500,
    enableForeignKeyConstraints: true,
    defensive: true,
  })
  try {
    database.exec(settings)
    bringUpToDate(database, copies, salvage)
    clearLeftovers(file)
    return database
  } catch (cause) {
    database.close()
    throw cause
  }
}

// Exclusive: without it SQLite maps the -shm file into memory, and a failing or read-only disk then kills the
// whole application by SIGBUS. Temporary tables in memory: sorting must not spill metadata into other files.
const settings = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA trusted_schema = OFF;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -65536;
  PRAGMA wal_autocheckpoint = 4000;
  PRAGMA journal_size_limit = 16777216;`

const bringUpToDate = (
  database: DatabaseSync,
  { copy, intentCopy }: Copies,
  salvage: Salvage,
): void => {
  try {
    migrate(database, () => {
      restoreHistory(database, salvage)
      restoreConnections(database, copy, salvage)
      restoreIntents(database, intentCopy, salvage !== noSalvage)
    })
    openTextIndex(database)
    const connections = listConnections(database)
    if (!copy.holds(connections)) copy.write(connections)
    renewIntentCopy(database, intentCopy)
  } catch (cause) {
    // On a full disk a file of this version still reads, and takes writes once there is room again.
    if (!isFull(cause) || versionOf(database) < migrations.length) throw cause
  }
}

// The copy carries a checksum and has every confirmed change, so where it reads it outranks the database.
const restoreConnections = (
  database: DatabaseSync,
  copy: ConnectionCopy,
  { connections }: Salvage,
): void => {
  const empty = listConnections(database).length === 0
  const older = empty ? [...(copy.readPrevious() ?? []), ...connections.items] : []
  for (const connection of copy.read() ?? older) putConnection(database, connection)
}

const rebuild = (file: string, copies: Copies): Opened =>
  orElse<Opened>(
    () => {
      const aside = setAside(file, new Date())
      return orElse(
        () => renew(file, aside, copies),
        cause => {
          // The next opening finds it as it was, and tries again with room or with the right to write.
          putBack(file, aside)
          throw cause
        },
      )
    },
    () => ({ ...fallback(copies), database: remembered(copies) }),
  )

const renew = (file: string, aside: string, copies: Copies): Opened => {
  // Opening a pipe would wait for ever, and a link is not followed.
  const salvage = orElse(
    () => (lstatSync(aside).isFile() ? reading(aside, salvageFrom) : noSalvage),
    () => noSalvage,
  )
  const connectionsKept = copies.copy.read() !== null || salvage.connections.whole
  return {
    database: openWritable(file, copies, salvage),
    ...copies,
    access: 'writable',
    notices: [{ kind: 'store-damaged', setAside: aside, connectionsKept }],
  }
}

const fallback = (copies: Copies): Omit<Opened, 'database'> => ({
  ...copies,
  access: 'read-only',
  notices: [{ kind: 'store-read-only' }],
})

const readOnly = (file: string, copies: Copies): Opened => ({
  ...fallback(copies),
  database: orElse(
    () => openMigrated(file),
    () => remembered(copies),
  ),
})

const openMigrated = (file: string): DatabaseSync => {
  const database = openForReading(file)
  const version = versionOf(database)
  if (version === migrations.length) return database
  try {
    if (version === 0) throw new Error('An empty file has no tables to read')
    return upgradedCopy(database)
  } finally {
    database.close()
  }
}

/** A database in memory that holds the connections and the unfinished intents alone. */
const remembered = ({ copy, intentCopy }: Copies): DatabaseSync => {
  const database = new DatabaseSync(':memory:')
  migrate(database, () => {
    restoreConnections(database, copy, noSalvage)
    restoreIntents(database, intentCopy, false)
  })
  return database
}
