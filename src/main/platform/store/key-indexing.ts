import type { DatabaseSync } from 'node:sqlite'
import { isInUse } from './failure.ts'
import { first, firstPrepared, prepared, transact } from './sql.ts'
import { addToTextIndex, emptyTextIndex, hasTextIndex, makeTextIndex } from './text-index.ts'

/*
 * Many new rows come in with the index of the default order alone, because nine indexes would have them wait three times
 * as long. The others are partial (`WHERE indexed = 1`): they and the text index are brought up afterwards, in slices. What
 * is not there yet is looked for row by row, so that a list is the same at every moment.
 */

/** Up to which row the keys are in the sort indexes, and in the text index. */
export type Indexing = {
  readonly sorted: number
  readonly searched: number
  /** While the sort indexes are made anew: up to which row the keys will be in them. */
  readonly flagged: number
}

export const indexingOf = (database: DatabaseSync): Indexing =>
  // There is one row, since the migration.
  prepared(database, 'SELECT sorted, searched, flagged FROM indexing').get() as Indexing

export const lastRow = (database: DatabaseSync): number =>
  firstPrepared<{ readonly row: number | null }>(database, 'SELECT max(row) AS row FROM keys')
    ?.row ?? 0

/** SQL for what `select` names of the rows for which `condition` holds, by a sort index as far as there is one. */
export const wherever = (database: DatabaseSync, select: string, condition: string): string => {
  const { sorted } = indexingOf(database)
  const indexed = `SELECT ${select} FROM keys WHERE keys.indexed = 1 AND ${condition}`
  const others = `SELECT ${select} FROM keys NOT INDEXED WHERE keys.row > ${sorted} AND ${condition}`
  if (sorted === 0) return others
  return sorted >= lastRow(database) ? indexed : `${indexed} UNION ALL ${others}`
}

/** For each transaction in which rows come or go: what was counted holds no longer. */
export const forgetCounts = (database: DatabaseSync): void =>
  void prepared(database, 'DELETE FROM partCounts').run()

/** After rows went: of the next to come, which may have their numbers, nothing is indexed. */
export const expectNumbersAgain = (database: DatabaseSync): void =>
  void prepared(
    database,
    `UPDATE indexing
     SET sorted = min(sorted, last), searched = min(searched, last), flagged = min(flagged, last)
     FROM (SELECT coalesce(max(row), 0) AS last FROM keys)
     WHERE sorted > last OR searched > last OR flagged > last`,
  ).run()

/** Whether a new row can go into every index at once: no other waits for it. */
export const isUpToDate = (database: DatabaseSync): boolean => {
  const { sorted, searched } = indexingOf(database)
  const last = lastRow(database)
  // Of rows that are all gone the indexes may not have been made.
  if (sorted === 0 && !sortIndexes.every(([name]) => hasIndex(database, name))) return false
  return sorted >= last && (searched >= last || !hasTextIndex(database))
}

/** The newest row has come in `indexed`: into the text index with it. */
export const addToIndexes = (database: DatabaseSync, row: number): void => {
  const { searched } = indexingOf(database)
  const isNext =
    searched >= row - 1 ||
    first(database, 'SELECT 1 FROM keys WHERE row > ? AND row < ? LIMIT 1', searched, row) === null
  const withText = isNext && hasTextIndex(database)
  if (withText) addToTextIndex(database, row - 1, row)
  prepared(database, 'UPDATE indexing SET sorted = ?1, searched = iif(?2, ?1, searched)').run(
    row,
    Number(withText),
  )
}

export const restartTextIndex = (database: DatabaseSync): void => {
  emptyTextIndex(database)
  prepared(database, 'UPDATE indexing SET searched = 0').run()
}

/** Makes the text index where there is none. What it does not know then, and what it knew before, it is told anew. */
export const openTextIndex = (database: DatabaseSync): void => {
  const wasThere = hasTextIndex(database)
  const isThere = makeTextIndex(database)
  const { searched } = indexingOf(database)
  if (isThere && wasThere && searched > 0) return
  if (isThere && first(database, 'SELECT rowid FROM search LIMIT 1')) emptyTextIndex(database)
  if (searched > 0) prepared(database, 'UPDATE indexing SET searched = 0').run()
}

const rowsAStep = 250
const rowsATransaction = 4000

export type Indexer = {
  /** Brings a little into the indexes, some milliseconds long. Answers whether there is more to do. */
  readonly step: () => boolean
  /** Commits what the steps have brought, before anything else is written. Where it throws, they are as if not made. */
  readonly settle: () => void
}

export const indexerOf = (database: DatabaseSync): Indexer => {
  const withText = hasTextIndex(database)
  let rows = 0
  const undoing = <T>(work: () => T): T => {
    try {
      return work()
    } catch (cause) {
      rows = 0
      if (database.isTransaction) database.exec('ROLLBACK')
      throw cause
    }
  }
  const settle = (): void => {
    if (rows === 0) return
    rows = 0
    if (database.isTransaction) database.exec('COMMIT')
  }
  const bring = (from: number, column: 'searched' | 'sorted' | 'flagged'): boolean => {
    const upTo = endOfStep(database, from)
    if (upTo === null) return false
    if (rows === 0) database.exec('BEGIN IMMEDIATE')
    rows += rowsAStep
    if (column === 'searched') addToTextIndex(database, from, upTo)
    else prepared(database, flag).run(from, upTo)
    prepared(database, `UPDATE indexing SET ${column} = ?`).run(upTo)
    return true
  }
  const next = (): boolean => {
    const { sorted, searched, flagged } = indexingOf(database)
    const last = lastRow(database)
    // The text first: without it a search walks, which costs more than to sort.
    if (withText && searched < last) return bring(searched, 'searched')
    if (sorted >= last) return false
    if (sorted > 0 && isFew(last - sorted, sorted)) return bring(sorted, 'sorted')
    if (sorted === 0 && flagged < last && isWithoutIndexes(database))
      return bring(flagged, 'flagged')
    // Of the few that came since, each is added afterwards: nothing begins anew for every page of a slow read.
    if (sorted === 0 && flagged > 0 && isFew(last - flagged, flagged)) return makeNext()
    settle()
    transact(database, () => dropSortIndexes(database, sorted))
    return true
  }
  const makeNext = (): boolean => {
    settle()
    return transact(database, () => makeSortIndex(database))
  }
  return {
    settle: () => undoing(settle),
    step: () =>
      undoing(() => {
        const more = next()
        if (!more || rows >= rowsATransaction) settle()
        return more
      }),
  }
}

const flag = 'UPDATE keys SET indexed = 1 WHERE row > ? AND row <= ? AND indexed = 0'

// To add a row to eight indexes dirties eight pages, each somewhere else: of many rows it costs far less to make the
// indexes anew, each in one statement.
const mostAdded = 5000

const isFew = (waiting: number, there: number): boolean => waiting <= Math.max(mostAdded, there / 2)

const sortIndexes = [
  ['keysByName', 'nameOrder'],
  ['keysByState', 'state, expiresAt'],
  ['keysByCreatedBy', 'createdBy'],
  ['keysByUpdatedAt', 'updatedAt'],
  ['keysByMask', 'mask'],
  ['keysByLastUsedAt', 'lastUsedAt'],
  ['keysByUsageCount', 'usageCount'],
  ['keysByExpiresAt', 'expiresAt'],
] as const

const hasIndex = (database: DatabaseSync, name: string): boolean =>
  prepared(database, "SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?").get(name) !==
  undefined

const isWithoutIndexes = (database: DatabaseSync): boolean =>
  sortIndexes.every(([name]) => !hasIndex(database, name))

const dropSortIndexes = (database: DatabaseSync, flagged: number): void => {
  for (const [name] of sortIndexes) database.exec(`DROP INDEX IF EXISTS ${name}`)
  prepared(database, 'UPDATE indexing SET sorted = 0, flagged = ?').run(flagged)
}

/** One of them; after the last, whatever was flagged is sorted. */
const makeSortIndex = (database: DatabaseSync): boolean => {
  const missing = sortIndexes.find(([name]) => !hasIndex(database, name))
  if (missing) {
    const [name, columns] = missing
    database.exec(`CREATE INDEX ${name} ON keys (scope, kind, ${columns}) WHERE indexed = 1`)
    return true
  }
  prepared(database, 'UPDATE indexing SET sorted = flagged, flagged = 0').run()
  return true
}

/** For rows of which many will come: into no sort index, where none holds any. Answers whether they are to be flagged. */
export const expectMany = (database: DatabaseSync): boolean => {
  const { sorted, flagged } = indexingOf(database)
  if (sorted > 0 || flagged < lastRow(database)) return false
  try {
    if (flagged === 0) dropSortIndexes(database, 0)
  } catch (cause) {
    // A list that is being counted is walked by them.
    if (!isInUse(cause)) throw cause
  }
  return isWithoutIndexes(database)
}

/** They have come. */
export const flagUpTo = (database: DatabaseSync, row: number): void =>
  void prepared(database, 'UPDATE indexing SET flagged = ?').run(row)

const endOfStep = (database: DatabaseSync, after: number): number | null => {
  const { row } = prepared(
    database,
    'SELECT max(row) AS row FROM (SELECT row FROM keys WHERE row > ? ORDER BY row LIMIT ?)',
  ).get(after, rowsAStep) as { readonly row: number | null }
  return row
}
