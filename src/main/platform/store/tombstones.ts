import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { GoneKey, KeysWindow } from '../../../shared/contract/keys.ts'
import type { Scope } from '../../../shared/domain/key.ts'
import { foldText, recordNames, shownColumns } from './key-rows.ts'
import { findScope, scopesOf } from './scopes.ts'
import { all, first, prepared } from './sql.ts'

/*
 * Keys that reads of the list no longer found, as they were when they were last seen there. What was deleted here leaves
 * none, nor does what a list held that was never whole.
 */

const mostOfScope = 10_000
const keptMs = 90 * 86_400_000

const columns = ['id', ...recordNames, 'haystack'].map(name => `"${name}"`).join(', ')

/** Remembers the keys that `condition`, SQL, is true of, before they are deleted. */
export const bury = (
  database: DatabaseSync,
  scope: { readonly id: number; readonly asOf: number | null },
  now: number,
  condition: string,
  ...values: readonly SQLInputValue[]
): void => {
  if (scope.asOf === null) return
  database
    .prepare(
      `INSERT OR REPLACE INTO tombstones (scope, seenAt, goneAt, ${columns})
       SELECT scope, ${scope.asOf}, ${now}, ${columns} FROM keys WHERE ${condition} LIMIT ${mostOfScope}`,
    )
    .run(...values)
}

/** The oldest go. */
export const pruneTombstones = (database: DatabaseSync, scope: number, now: number): void =>
  void prepared(
    database,
    `DELETE FROM tombstones WHERE scope = ?1 AND (goneAt < ?2 OR row <= (
       SELECT row FROM tombstones WHERE scope = ?1 ORDER BY goneAt DESC, row DESC LIMIT 1 OFFSET ${mostOfScope}
     ))`,
  ).run(scope, now - keptMs)

/** Forgets a key that has come back. */
export const unbury = (database: DatabaseSync, scope: number, key: string): void =>
  void prepared(database, 'DELETE FROM tombstones WHERE scope = ? AND id = ?').run(scope, key)

export const hasTombstones = (database: DatabaseSync, scope: number): boolean =>
  first(database, 'SELECT 1 FROM tombstones WHERE scope = ? LIMIT 1', scope) !== null

export const forgetTombstones = (database: DatabaseSync, scope: number): void =>
  void prepared(database, 'DELETE FROM tombstones WHERE scope = ?').run(scope)

type GoneQuery = Pick<KeysWindow, 'scope' | 'kind' | 'search' | 'offset' | 'limit'>

/** Newest first. */
export const goneKeys = (
  database: DatabaseSync,
  { scope, kind, search, offset, limit }: GoneQuery,
  now: number,
): { readonly rows: readonly GoneKey[]; readonly total: number } => {
  const text = foldText(search).trim()
  const found = text === '' ? 'TRUE OR ?1' : 'instr(keys.haystack, ?1) > 0'
  const ofKind = kind === null ? 'TRUE' : `keys.kind = '${kind}'`
  const where = `FROM tombstones AS keys
    WHERE ${placeOf(database, scope)} AND ${ofKind} AND keys.goneAt >= ${now - keptMs} AND (${found})`
  const then = 'keys.seenAt + (SELECT clockOffset FROM scopes WHERE scopes.id = keys.scope)'
  const rows = all<GoneKey>(
    database,
    `WITH page AS MATERIALIZED (
       SELECT row ${where} ORDER BY keys.goneAt DESC, keys.row DESC LIMIT ?2 OFFSET ?3
     )
     SELECT scopes.connection, scopes.environment, ${shownColumns(then)}, keys.seenAt, keys.goneAt
     FROM page JOIN tombstones AS keys ON keys.row = page.row JOIN scopes ON scopes.id = keys.scope
     ORDER BY keys.goneAt DESC, keys.row DESC`,
    ...[text, limit, offset],
  )
  const counted = first<{ readonly total: number }>(
    database,
    `SELECT count(*) AS total ${where}`,
    text,
  )
  return { rows, total: counted?.total ?? 0 }
}

const placeOf = (database: DatabaseSync, scope: KeysWindow['scope']): string => {
  if (scope === null) return 'TRUE'
  const { connection, environment } = scope
  const found =
    environment === null
      ? scopesOf(database, connection)
      : [findScope(database, { connection, environment } satisfies Scope)]
  return `keys.scope IN (${found.flatMap(one => (one ? [one.id] : [])).join(', ')})`
}
