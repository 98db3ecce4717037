import type { DatabaseSync } from 'node:sqlite'
import type { KeyId, KeyRecord, Scope } from '../../../shared/domain/key.ts'
import type { KeyChange } from '../../services/ports.ts'
import { endHandOffs } from './hand-offs.ts'
import { deleteRecord, findRecord, recordColumns, recordWriter } from './key-rows.ts'
import type { Backend } from './operations.ts'
import { ensureScope, findScope, putCacheState } from './scopes.ts'
import { all, first, transact } from './sql.ts'

type Reads = Pick<Backend['keys'], 'begin' | 'progress' | 'page' | 'finish' | 'unseen' | 'apply'>

/**
 * Full reads and the change feed. Each full read has a number and each row the number of the read that last
 * brought it, so that rows which a complete read did not bring are known; an older read than the newest is over.
 * `onWrite` is told before each row that becomes another, comes or goes.
 */
export const keyReadsIn = (database: DatabaseSync, onWrite: () => void): Reads => ({
  begin: scope => transact(database, () => beginRead(database, scope)),
  progress: () => null,
  page: (scope, sync, rows) =>
    transact(database, () => {
      const { id, sync: newest, asOf } = ensureScope(database, scope)
      const before = new Map<KeyId, KeyRecord | null>()
      if (newest !== sync) return { fresh: null, appeared: [], changed: [] }
      const remember = (key: KeyId) => {
        onWrite()
        if (asOf !== null) before.set(key, findRecord(database, id, key))
      }
      rows.forEach(recordWriter(database, id, sync, remember))
      const after = new Map([...before.keys()].map(key => [key, findRecord(database, id, key)]))
      const { appeared, changed } = compare(before, after)
      return { fresh: rows.length, appeared, changed }
    }),
  finish: (scope, sync, state) =>
    transact(database, () => {
      const known = ensureScope(database, scope)
      if (known.sync !== sync) return { vanished: [] }
      putCacheState(database, known.id, state)
      // What an incomplete read did not bring may be there all the same.
      const vanished = state.complete ? takeOlder(database, known.id, sync) : []
      if (vanished.length > 0) onWrite()
      return { vanished }
    }),
  unseen: (scope, sync, limit) =>
    all<KeyRecord>(
      database,
      `SELECT ${recordColumns} FROM keys WHERE scope = ? AND sync < ? ORDER BY sync, row LIMIT ?`,
      findScope(database, scope)?.id ?? null,
      sync,
      limit,
    ),
  apply: (scope, changes, state) =>
    transact(database, () => {
      const { id, sync, asOf } = ensureScope(database, scope)
      // The list that the feed goes on from was forgotten meanwhile.
      if (asOf === null) return { appeared: [], changed: [], vanished: [] }
      const before = recordsOf(database, id, changes)
      const write = recordWriter(database, id, sync, onWrite)
      for (const change of changes) {
        if (change.kind === 'upsert') write(change.key)
        else {
          onWrite()
          deleteRecord(database, id, change.id)
        }
      }
      putCacheState(database, id, state)
      return compare(before, recordsOf(database, id, changes))
    }),
})

// Until it has ended the feed is not gone on with: what a read that was cut off brought, it would never take back.
const beginRead = (database: DatabaseSync, scope: Scope): number => {
  const { id } = ensureScope(database, scope)
  const begun = first<{ readonly sync: number }>(
    database,
    'UPDATE scopes SET sync = sync + 1, cursor = NULL WHERE id = ? RETURNING sync',
    id,
  )
  if (!begun) throw new Error('The scope was there a moment ago')
  return begun.sync
}

/** As if it had never been read. A read under way is over. */
export const forgetRead = (database: DatabaseSync, scope: Scope): void => {
  const known = findScope(database, scope)
  if (!known) return
  const sync = beginRead(database, scope)
  putCacheState(database, known.id, { asOf: null, complete: false, cursor: null, total: null })
  takeOlder(database, known.id, sync)
}

const takeOlder = (database: DatabaseSync, scope: number, sync: number): readonly KeyRecord[] => {
  const older = 'scope = ? AND sync < ?'
  const vanished = all<KeyRecord>(
    database,
    `SELECT ${recordColumns} FROM keys WHERE ${older} ORDER BY nameOrder, row`,
    scope,
    sync,
  )
  endHandOffs(database, scope, `SELECT id FROM keys WHERE ${older}`, scope, sync)
  database.prepare(`DELETE FROM keys WHERE ${older}`).run(scope, sync)
  return vanished
}

type Records = ReadonlyMap<KeyId, KeyRecord | null>

const recordsOf = (
  database: DatabaseSync,
  scope: number,
  changes: readonly KeyChange[],
): Records => {
  const ids = changes.map(change => (change.kind === 'upsert' ? change.key.id : change.id))
  return new Map(ids.map(id => [id, findRecord(database, scope, id)]))
}

/** What became of each record, in order; a key that came and went within the page is none of the three. */
export const compare = (before: Records, after: Records): ReturnType<Reads['apply']> => {
  const pairs = [...after].map(([id, now]) => ({ was: before.get(id) ?? null, now }))
  return {
    appeared: pairs.flatMap(({ was, now }) => (now && !was ? [now] : [])),
    changed: pairs.flatMap(({ was, now }) => (now && was && wasChanged(was, now) ? [now] : [])),
    vanished: pairs.flatMap(({ was, now }) => (was && !now ? [was] : [])),
  }
}

/** Whether somebody changed the key. That it was used is not a change, nor that its validator is another. */
const wasChanged = (was: KeyRecord, now: KeyRecord): boolean =>
  was.name !== now.name ||
  was.mask !== now.mask ||
  was.description !== now.description ||
  was.expiresAt !== now.expiresAt ||
  (was.state !== now.state && !hasExpired(was, now))

/** The time that was set has come, and nobody did anything. */
const hasExpired = (was: KeyRecord, now: KeyRecord): boolean =>
  now.state === 'expired' &&
  now.expiresAt !== null &&
  (was.state === 'active' || was.state === 'suspended')
