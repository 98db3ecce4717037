import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { all, first, prepared } from './sql.ts'

/*
 * The trigrams of every haystack (https://www.sqlite.org/fts5.html#the_trigram_tokenizer), which say in which rows a text
 * may be. They are `detail=none`, so that of a text of more than three characters they give candidates: whether it is
 * there `instr` over the haystack says, always. Where SQLite has no FTS5, every search walks.
 */

/** Makes the index where there is none. Answers false where this SQLite cannot. */
export const makeTextIndex = (database: DatabaseSync): boolean => {
  try {
    database.exec(`CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(
      haystack, content='', contentless_delete=1, detail=none, tokenize='trigram case_sensitive 1')`)
    database.exec('SELECT rowid FROM search LIMIT 0')
    return true
  } catch (cause) {
    if (cause instanceof Error && /no such module|unknown tokenizer/.test(cause.message))
      return false
    throw cause
  }
}

/** Whether it is there and can be asked. */
export const hasTextIndex = (database: DatabaseSync): boolean => {
  try {
    database.exec('SELECT rowid FROM search LIMIT 0')
    return true
  } catch {
    return false
  }
}

export const emptyTextIndex = (database: DatabaseSync): void =>
  database.exec("INSERT INTO search (search) VALUES ('delete-all')")

// A trigram begins at each character, the last two among them: the terms that begin with a short text are all there.
const padded = 'haystack || char(10, 10)'

/** Adds the rows that come after `after` up to `upTo`. */
export const addToTextIndex = (database: DatabaseSync, after: number, upTo: number): void =>
  void prepared(
    database,
    `INSERT INTO search (rowid, haystack) SELECT row, ${padded} FROM keys WHERE row > ? AND row <= ?`,
  ).run(after, upTo)

export const dropFromTextIndex = (database: DatabaseSync, row: number): void =>
  void prepared(database, 'DELETE FROM search WHERE rowid = ?').run(row)

/** SQL for the numbers of rows in which a text may be, and what it is to be given. */
export type Candidates = { readonly sql: string; readonly value: SQLInputValue }

/**
 * The rows of the text index in which `search` may be, if they are no more than `most`; null where there are more, or
 * where that cannot be said cheaply.
 */
export const candidatesOf = (
  database: DatabaseSync,
  search: string,
  most: number,
): Candidates | null => {
  const value = matchOf(database, search.toWellFormed(), most)
  if (value === null) return null
  const sql = 'SELECT rowid AS row FROM search WHERE search MATCH ?2'
  if (value === '') return { sql: `${sql} AND FALSE`, value: '""' }
  const { count } = first<{ readonly count: number }>(
    database,
    'SELECT count(*) AS count FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)',
    value,
    most + 1,
  ) ?? { count: 0 }
  return count > most ? null : { sql, value }
}

const quoted = (term: string): string => `"${term.replaceAll('"', '""')}"`

/** An expression for FTS5: empty where nothing can match, null where it would not pay. */
const matchOf = (database: DatabaseSync, search: string, most: number): string | null => {
  const characters = [...search]
  if (characters.length < 3) return termsOf(database, search, most)
  const trigrams = characters
    .slice(2)
    .map((last, at) => `${characters[at]}${characters[at + 1]}${last}`)
  return [...new Set(trigrams)].map(quoted).join(' AND ')
}

const mostTerms = 400

/** Of a text that is shorter than a trigram: any of those that begin with it. */
const termsOf = (database: DatabaseSync, search: string, most: number): string | null => {
  if (!makeTerms(database)) return null
  const terms = all<{ readonly term: string; readonly doc: number }>(
    database,
    // No byte of UTF-8 is as great as that of the end.
    "SELECT term, doc FROM temp.searchTerms WHERE term >= ?1 AND term < ?1 || CAST(x'ff' AS TEXT) LIMIT ?2",
    search,
    mostTerms + 1,
  )
  const rows = terms.reduce((sum, { doc }) => sum + doc, 0)
  if (terms.length > mostTerms || rows > 4 * most) return null
  return terms.map(({ term }) => quoted(term)).join(' OR ')
}

/**
 * The table of terms, for this connection alone. Answers false where it may not be made. Made within what the indexer has
 * not committed yet, it goes with that where that is taken back.
 */
const makeTerms = (database: DatabaseSync): boolean => {
  try {
    database.exec(
      'CREATE VIRTUAL TABLE IF NOT EXISTS temp.searchTerms USING fts5vocab(main, search, row)',
    )
    return true
  } catch {
    return false
  }
}
