import type { DatabaseSync } from 'node:sqlite'
import { first, prepared } from './sql.ts'
import { addToTextIndex, emptyTextIndex, hasTextIndex, makeTextIndex } from './text-index.ts'

/*
 * Many new rows come in with the index of the default order alone, because nine indexes would have them wait three times
 * as long. The others are partial (`WHERE indexed = 1`): they and the text index are brought up afterwards, in slices. What
 * is not there yet is looked for row by row, so that a list is the same at every moment.
 */

/** Up to which row the keys are in the sort indexes, and in the text index. */
export type Indexing = { readonly sorted: number; readonly searched: number }

export const indexingOf = (database: DatabaseSync): Indexing =>
  // There is one row, since the migration.
  prepared(database, 'SELECT sorted, searched FROM indexing').get() as Indexing

export const lastRow = (database: DatabaseSync): number =>
  first<{ readonly row: number | null }>(database, 'SELECT max(row) AS row FROM keys')?.row ?? 0

/** For each transaction in which rows come or go: what was counted holds no longer. */
export const forgetCounts = (database: DatabaseSync): void =>
  void prepared(database, 'DELETE FROM partCounts').run()

/** For each in which rows come. Of new rows, whose numbers may be those of rows that went, nothing is indexed. */
export const expectNewRows = (database: DatabaseSync): void => {
  forgetCounts(database)
  prepared(
    database,
    `UPDATE indexing SET sorted = min(sorted, last), searched = min(searched, last)
     FROM (SELECT coalesce(max(row), 0) AS last FROM keys)
     WHERE sorted > last OR searched > last`,
  ).run()
}

/** Whether a new row can go into every index at once: no other waits for it. */
export const isUpToDate = (database: DatabaseSync): boolean => {
  const { sorted, searched } = indexingOf(database)
  const last = lastRow(database)
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
  /** Commits what the steps have brought: before anything else is written. */
  readonly settle: () => void
}

export const indexerOf = (database: DatabaseSync): Indexer => {
  const withText = hasTextIndex(database)
  let rows = 0
  const settle = (): void => {
    if (rows === 0) return
    rows = 0
    if (database.isTransaction) database.exec('COMMIT')
  }
  const bring = (): boolean => {
    const { sorted, searched } = indexingOf(database)
    // The text first: without it a search walks, which costs more than to sort.
    const isText = withText && searched < lastRow(database)
    const from = isText ? searched : sorted
    const upTo = endOfStep(database, from)
    if (upTo === null) return false
    if (rows === 0) database.exec('BEGIN IMMEDIATE')
    rows += rowsAStep
    if (isText) addToTextIndex(database, from, upTo)
    else
      prepared(database, 'UPDATE keys SET indexed = 1 WHERE row > ? AND row <= ?').run(from, upTo)
    prepared(database, `UPDATE indexing SET ${isText ? 'searched' : 'sorted'} = ?`).run(upTo)
    return true
  }
  return {
    settle,
    step: () => {
      try {
        const more = bring()
        if (!more || rows >= rowsATransaction) settle()
        return more
      } catch (cause) {
        rows = 0
        if (database.isTransaction) database.exec('ROLLBACK')
        throw cause
      }
    },
  }
}

const endOfStep = (database: DatabaseSync, after: number): number | null => {
  const { row } = prepared(
    database,
    'SELECT max(row) AS row FROM (SELECT row FROM keys WHERE row > ? ORDER BY row LIMIT ?)',
  ).get(after, rowsAStep) as { readonly row: number | null }
  return row
}
