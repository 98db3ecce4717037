import type { DatabaseSync } from 'node:sqlite'
import type { KeyRow } from '../../../shared/contract/keys.ts'
import type { KeyRecord, KeyTarget } from '../../../shared/domain/key.ts'
import { nextExpiry, timeOfRow } from './key-expiry.ts'
import { keyReadsIn } from './key-reads.ts'
import { deleteRecord, orderOf, recordWriter, shownColumns } from './key-rows.ts'
import { keysWindow } from './key-window.ts'
import type { Backend } from './operations.ts'
import { cacheState, ensureScope, findScope } from './scopes.ts'
import { all, first, transact } from './sql.ts'

export const keysIn = (database: DatabaseSync, now: () => number): Backend['keys'] => ({
  window: query => keysWindow(database, query, now()),
  get: target => findRow(database, target, now()),
  sameName: (scope, folded, kind, except) =>
    first<{ readonly count: number }>(
      database,
      `SELECT count(*) AS count FROM keys
       WHERE scope = ? AND kind = ? AND nameOrder = ? AND nameFolded = ? AND id IS NOT ?`,
      findScope(database, scope)?.id ?? null,
      kind,
      orderOf(folded),
      folded,
      except,
    )?.count ?? 0,
  namesakes: (scope, folded) =>
    all<KeyRecord>(
      database,
      `SELECT ${shownColumns(timeOfRow(now()))} FROM keys JOIN scopes ON scopes.id = keys.scope
       WHERE keys.scope = ? AND kind IN ('key', 'system') AND nameOrder = ? AND nameFolded = ?`,
      findScope(database, scope)?.id ?? null,
      orderOf(folded),
      folded,
    ),
  nextExpiry: scope => nextExpiry(database, scope, now()),
  put: (scope, key) =>
    transact(database, () => {
      // It counts as brought by the read under way, which may have passed its place already.
      const { id, sync } = ensureScope(database, scope)
      recordWriter(database, id, sync)(key)
    }),
  delete: target => {
    const scope = findScope(database, target)
    if (scope) transact(database, () => deleteRecord(database, scope.id, target.key))
  },
  state: scope => cacheState(database, scope),
  // SQLite's own count of the rows that this connection has written.
  revision: () =>
    first<{ readonly changes: number }>(database, 'SELECT total_changes() AS changes')?.changes ??
    0,
  inBoth: ({ connection, environment }) =>
    first(
      database,
      `SELECT 1 FROM scopes AS here JOIN scopes AS there USING (connection)
       JOIN keys ON keys.scope = here.id JOIN keys AS same ON same.scope = there.id AND same.id = keys.id
       WHERE here.connection = ? AND here.environment = ? AND there.id IS NOT here.id LIMIT 1`,
      connection,
      environment,
    ) !== null,
  ...keyReadsIn(database),
})

const findRow = (database: DatabaseSync, target: KeyTarget, now: number): KeyRow | null =>
  first<KeyRow>(
    database,
    `SELECT scopes.connection, scopes.environment, ${shownColumns(timeOfRow(now))}
     FROM keys JOIN scopes ON scopes.id = keys.scope
     WHERE keys.scope = ? AND keys.id = ?`,
    findScope(database, target)?.id ?? null,
    target.key,
  )
