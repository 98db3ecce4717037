import type { DatabaseSync } from 'node:sqlite'
import type { KeyRow } from '../../../shared/contract/keys.ts'
import type { KeyRecord, KeyTarget } from '../../../shared/domain/key.ts'
import { nextExpiry, timeOfRow } from './key-expiry.ts'
import { keyReadsIn } from './key-reads.ts'
import { deleteRecord, orderOf, recordWriter, shownColumns } from './key-rows.ts'
import { keyCounts, keysWindow } from './key-window.ts'
import type { Backend } from './operations.ts'
import { cacheState, ensureScope, findScope } from './scopes.ts'
import { all, first, transact } from './sql.ts'

export const keysIn = (database: DatabaseSync, now: () => number): Backend['keys'] => {
  let written = 0
  // That a read brought a row as it was is written too, and is no other list.
  const note = () => void written++
  return { ...operationsIn(database, now, note), revision: () => written }
}

type Operations = Omit<Backend['keys'], 'revision'>

const operationsIn = (
  database: DatabaseSync,
  now: () => number,
  onWrite: () => void,
): Operations => ({
  window: query => keysWindow(database, query, now()),
  counts: query => keyCounts(database, query, now()),
  owners: () => [],
  gone: () => ({ rows: [], total: 0 }),
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
      recordWriter(database, id, sync, onWrite)(key)
    }),
  delete: target => {
    const scope = findScope(database, target)
    if (!scope) return
    onWrite()
    transact(database, () => deleteRecord(database, scope.id, target.key))
  },
  state: scope => cacheState(database, scope),
  inBoth: ({ connection, environment }) =>
    first(
      database,
      `SELECT 1 FROM scopes AS here JOIN scopes AS there USING (connection)
       JOIN keys ON keys.scope = here.id JOIN keys AS same ON same.scope = there.id AND same.id = keys.id
       WHERE here.connection = ? AND here.environment = ? AND there.id IS NOT here.id LIMIT 1`,
      connection,
      environment,
    ) !== null,
  ...keyReadsIn(database, onWrite),
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
