import type { DatabaseSync } from 'node:sqlite'
import type { KeyRow } from '../../../shared/contract/keys.ts'
import type { KeyTarget } from '../../../shared/domain/key.ts'
import { keyReadsIn } from './key-reads.ts'
import { deleteRecord, findRecord, orderOf, recordWriter } from './key-rows.ts'
import { keysWindow } from './key-window.ts'
import type { Backend } from './operations.ts'
import { cacheState, ensureScope, findScope } from './scopes.ts'
import { first, transact } from './sql.ts'

export const keysIn = (database: DatabaseSync): Backend['keys'] => ({
  window: query => keysWindow(database, query),
  get: target => findRow(database, target),
  sameName: (scope, folded) =>
    first<{ readonly count: number }>(
      database,
      'SELECT count(*) AS count FROM keys WHERE scope = ? AND nameOrder = ? AND nameFolded = ?',
      findScope(database, scope)?.id ?? null,
      orderOf(folded),
      folded,
    )?.count ?? 0,
  put: (scope, key) =>
    transact(database, () => {
      // It counts as brought by the read under way, which may have passed its place already.
      const { id, sync } = ensureScope(database, scope)
      recordWriter(database, id, sync)(key)
    }),
  delete: target => {
    const scope = findScope(database, target)
    if (scope) deleteRecord(database, scope.id, target.key)
  },
  state: scope => cacheState(database, scope),
  ...keyReadsIn(database),
})

const findRow = (database: DatabaseSync, target: KeyTarget): KeyRow | null => {
  const scope = findScope(database, target)
  const record = scope && findRecord(database, scope.id, target.key)
  const { connection, environment } = target
  return record ? { ...record, connection, environment } : null
}
