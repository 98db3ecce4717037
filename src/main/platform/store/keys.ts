import type { DatabaseSync } from 'node:sqlite'
import type { KeyRow } from '../../../shared/contract/keys.ts'
import { type KeyRecord, type KeyTarget, keyKinds, type Scope } from '../../../shared/domain/key.ts'
import { keyCounts } from './key-counts.ts'
import { nextExpiry, timeOfRow } from './key-expiry.ts'
import { forgetCounts, isUpToDate, wherever } from './key-indexing.ts'
import { keyOwners } from './key-owners.ts'
import { keyReadsIn } from './key-reads.ts'
import { deleteRecord, orderOf, putRecord, shownColumns } from './key-rows.ts'
import { keysWindow } from './key-window.ts'
import type { Lists } from './lists.ts'
import type { Backend } from './operations.ts'
import { cacheState, ensureScope, findScope } from './scopes.ts'
import { all, first, transact } from './sql.ts'
import { bury, goneKeys, unbury } from './tombstones.ts'

export const keysIn = (
  database: DatabaseSync,
  now: () => number,
  lists: Lists,
): Backend['keys'] => ({
  window: query => keysWindow(lists, query, now()),
  counts: query => keyCounts(lists, query, now()),
  owners: query => keyOwners(lists, query, now()),
  gone: query => goneKeys(database, query, now()),
  revision: lists.revision,
  get: target => findRow(database, target, now()),
  sameName: (scope, folded, kind, except) =>
    namesakes(lists, scope, folded, now()).filter(key => key.kind === kind && key.id !== except)
      .length,
  namesakes: (scope, folded) => namesakes(lists, scope, folded, now()),
  nextExpiry: scope => nextExpiry(database, scope, now()),
  put: (scope, key) => transact(database, () => putKey(lists, scope, key)),
  delete: (target, elsewhere = false) => {
    const scope = findScope(database, target)
    if (!scope) return
    lists.changed(true)
    transact(database, () => {
      if (elsewhere) bury(database, scope, now(), 'scope = ? AND id = ?', scope.id, target.key)
      deleteRecord(database, scope.id, target.key)
    })
  },
  // That a read brought a row as it was is written too, and is no other list.
  state: scope => cacheState(database, scope, id => countOfScope(lists, id)),
  inBoth: ({ connection, environment }) =>
    first(
      database,
      `SELECT 1 FROM scopes AS here JOIN scopes AS there USING (connection)
       JOIN keys ON keys.scope = here.id JOIN keys AS same ON same.scope = there.id AND same.id = keys.id
       WHERE here.connection = ? AND here.environment = ? AND there.id IS NOT here.id LIMIT 1`,
      connection,
      environment,
    ) !== null,
  ...keyReadsIn(database, {
    now,
    onWrite: () => lists.changed(false),
    onCount: () => lists.changed(true),
  }),
})

const namesakes = (
  { database }: Lists,
  scope: Scope,
  folded: string,
  now: number,
): readonly KeyRecord[] => {
  const condition = `keys.scope = ?1 AND keys.kind IN ('key', 'system') AND keys.nameOrder = ?2`
  return all<KeyRecord>(
    database,
    `SELECT ${shownColumns(timeOfRow(now))}
     FROM (${wherever(database, 'keys.row', condition)}) AS found CROSS JOIN keys ON keys.row = found.row
     WHERE keys.nameFolded = ?3`,
    findScope(database, scope)?.id ?? null,
    orderOf(folded),
    folded,
  )
}

const putKey = (lists: Lists, scope: Scope, key: KeyRecord): void => {
  const { database } = lists
  const known = ensureScope(database, scope)
  forgetCounts(database)
  putRecord(database, known, key, {
    inline: isUpToDate(database),
    onChange: () => lists.changed(false),
    onNew: id => {
      lists.changed(true)
      unbury(database, known.id, id)
    },
  })
}

const countOfScope = (lists: Lists, scope: number): number =>
  keyKinds.reduce((sum, kind) => sum + lists.countOf({ scope, kind }), 0)

const findRow = (database: DatabaseSync, target: KeyTarget, now: number): KeyRow | null =>
  first<KeyRow>(
    database,
    `SELECT scopes.connection, scopes.environment, ${shownColumns(timeOfRow(now))}
     FROM keys JOIN scopes ON scopes.id = keys.scope
     WHERE keys.scope = ? AND keys.id = ?`,
    findScope(database, target)?.id ?? null,
    target.key,
  )
