import type { DatabaseSync } from 'node:sqlite'
import type { KeyId, KeyRecord, Scope } from '../../../shared/domain/key.ts'
import { z } from '../../../shared/zod.ts'
import type { KeyChange } from '../../services/ports.ts'
import { endHandOffs } from './hand-offs.ts'
import { expectMany, flagUpTo, forgetCounts, isUpToDate, lastRow } from './key-indexing.ts'
import {
  deleteRecord,
  deleteRows,
  findRecord,
  recordColumns,
  recordWriter,
  renewTexts,
} from './key-rows.ts'
import type { Backend } from './operations.ts'
import { countKeys, ensureScope, findScope, putCacheState, type ScopeRow } from './scopes.ts'
import { all, first, prepared, transact } from './sql.ts'
import { bury, forgetTombstones, hasTombstones, pruneTombstones, unbury } from './tombstones.ts'

const instant = z.number().int()
const ReadProgress = z.object({
  cursors: z.array(z.string()),
  changes: z.string().nullable(),
  total: instant.nullable(),
  asOf: instant,
})

type Reads = Pick<Backend['keys'], 'begin' | 'progress' | 'page' | 'finish' | 'unseen' | 'apply'>

/** What the writes of a list are told to, and by which clock. */
export type Writing = {
  readonly now: () => number
  /** A row becomes another, comes or goes. */
  readonly onWrite: () => void
  /** Rows come or go. */
  readonly onCount: () => void
}

/**
 * Full reads and the change feed. Each full read has a number and each row the number of the read that last brought it,
 * so that rows which a complete read did not bring are known; an older read than the newest is over. The number after
 * a read's, which no read has, is of what was put here while it was made.
 */
export const keyReadsIn = (database: DatabaseSync, writing: Writing): Reads => ({
  begin: scope => transact(database, () => beginRead(database, scope)),
  progress: scope => progressOf(findScope(database, scope)),
  page: (scope, sync, rows, progress = null) =>
    transact(database, () => {
      const known = ensureScope(database, scope)
      if (known.sync !== sync) return { fresh: null, appeared: [], changed: [] }
      const brought = bringPage(database, writing, known, rows)
      prepared(database, 'UPDATE scopes SET brought = brought + ?, progress = ? WHERE id = ?').run(
        brought.fresh,
        progress && JSON.stringify(ReadProgress.parse(progress)),
        known.id,
      )
      return brought
    }),
  finish: (scope, sync, state) =>
    transact(database, () => {
      const known = ensureScope(database, scope)
      if (known.sync !== sync) return { vanished: [] }
      // What an incomplete read did not bring may be there all the same.
      const vanished = state.complete ? takeOlder(database, known, sync, writing.now()) : []
      putCacheState(database, known.id, state)
      endProgress(database, known.id)
      if (vanished.length > 0) {
        writing.onWrite()
        writing.onCount()
      }
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
      const known = ensureScope(database, scope)
      // The list that the feed goes on from was forgotten meanwhile.
      if (known.asOf === null) return { appeared: [], changed: [], vanished: [] }
      const before = recordsOf(database, known.id, changes)
      applyChanges(database, writing, known, changes)
      putCacheState(database, known.id, state)
      return compare(before, recordsOf(database, known.id, changes))
    }),
})

// A first page is small enough to be indexed at once; of many rows the rest waits.
const mostInline = 500

const bringPage = (
  database: DatabaseSync,
  { onWrite, onCount }: Writing,
  { id, sync, asOf }: ScopeRow,
  rows: readonly KeyRecord[],
): ReturnType<Reads['page']> & { readonly fresh: number } => {
  const before = new Map<KeyId, KeyRecord | null>()
  const remember = (key: KeyId) => {
    onWrite()
    if (asOf !== null) before.set(key, findRecord(database, id, key))
  }
  forgetCounts(database)
  const mayReturn = hasTombstones(database, id)
  const inline =
    rows.length <= mostInline && !(asOf === null && hasMore(database, id)) && isUpToDate(database)
  const flagged = !inline && expectMany(database)
  const texts: number[] = []
  const write = recordWriter(database, {
    onText: row => void texts.push(row),
    ...{ scope: id, sync, mostlyNew: asOf === null, inline, flagged: inline || flagged },
    onChange: remember,
    onNew: key => {
      onWrite()
      onCount()
      if (mayReturn) unbury(database, id, key)
    },
  })
  const fresh = rows.reduce((sum, row) => sum + Number(write(row)), 0)
  renewTexts(database, texts)
  if (flagged) flagUpTo(database, lastRow(database))
  const after = new Map([...before.keys()].map(key => [key, findRecord(database, id, key)]))
  const { appeared, changed } = compare(before, after)
  return { fresh, appeared, changed }
}

const hasMore = (database: DatabaseSync, scope: number): boolean =>
  first(database, `SELECT 1 FROM keys WHERE scope = ? LIMIT 1 OFFSET ${mostInline}`, scope) !== null

const applyChanges = (
  database: DatabaseSync,
  { now, onWrite, onCount }: Writing,
  known: ScopeRow,
  changes: readonly KeyChange[],
): void => {
  forgetCounts(database)
  const texts: number[] = []
  const write = recordWriter(database, {
    onText: row => void texts.push(row),
    ...{ scope: known.id, sync: known.sync, mostlyNew: false },
    inline: changes.length <= mostInline && isUpToDate(database),
    onChange: onWrite,
    onNew: key => {
      onCount()
      unbury(database, known.id, key)
    },
  })
  for (const change of changes) {
    if (change.kind === 'upsert') write(change.key)
    else {
      onWrite()
      onCount()
      bury(database, known, now(), 'scope = ? AND id = ?', known.id, change.id)
      deleteRecord(database, known.id, change.id)
    }
  }
  renewTexts(database, texts)
  pruneTombstones(database, known.id, now())
}

const progressOf = (known: ScopeRow | null): ReturnType<Reads['progress']> => {
  if (!known?.progress) return null
  const { data } = ReadProgress.safeParse(JSON.parse(known.progress))
  return data ? { sync: known.sync, progress: { ...data, read: known.brought } } : null
}

const endProgress = (database: DatabaseSync, scope: number): void =>
  void prepared(database, 'UPDATE scopes SET progress = NULL, brought = 0 WHERE id = ?').run(scope)

// Until it has ended the feed is not gone on with: what a read that was cut off brought, it would never take back.
const beginRead = (database: DatabaseSync, scope: Scope): number => {
  const { id } = ensureScope(database, scope)
  const begun = first<{ readonly sync: number }>(
    database,
    `UPDATE scopes SET sync = sync + 2, cursor = NULL, progress = NULL, brought = 0 WHERE id = ?
     RETURNING sync`,
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
  forgetTombstones(database, known.id)
  endHandOffs(database, known.id, `SELECT id FROM keys WHERE ${older}`, known.id, sync)
  deleteRows(database, older, known.id, sync)
}

const older = 'scope = ? AND sync < ?'

const takeOlder = (
  database: DatabaseSync,
  known: ScopeRow,
  sync: number,
  now: number,
): readonly KeyRecord[] => {
  const scope = known.id
  // To look for what is not there would take as long as to walk the whole list.
  if (countKeys(database, scope) === known.brought) return []
  const vanished = all<KeyRecord>(
    database,
    `SELECT ${recordColumns} FROM keys WHERE ${older} ORDER BY nameOrder, row`,
    scope,
    sync,
  )
  endHandOffs(database, scope, `SELECT id FROM keys WHERE ${older}`, scope, sync)
  if (vanished.length === 0) return []
  bury(database, known, now, older, scope, sync)
  pruneTombstones(database, scope, now)
  deleteRows(database, older, scope, sync)
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
