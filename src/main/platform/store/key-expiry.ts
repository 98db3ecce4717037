import type { DatabaseSync } from 'node:sqlite'
import type { KeyState, Scope } from '../../../shared/domain/key.ts'
import { wherever } from './key-indexing.ts'
import { findScope } from './scopes.ts'
import { first } from './sql.ts'

/*
 * That a key has expired is derived whenever it is read: what is stored is its state apart from that, and the time. A
 * service may say `expired` of itself, and then needs no clock of ours. `time` is SQL for its clock, in ms since 1970 UTC.
 */

/** SQL for the clock of the service to which a row of `keys` belongs, at `now` by ours. */
export const timeOfRow = (now: number): string =>
  `${now} + (SELECT clockOffset FROM scopes WHERE scopes.id = keys.scope)`

const perishable = "keys.state IN ('active', 'suspended')"

/** SQL for the state that a row of `keys` has now. */
export const shownState = (time: string): string =>
  `CASE WHEN ${perishable} AND keys.expiresAt <= ${time} THEN 'expired' ELSE keys.state END`

/** SQL that is true of rows that are in `state` now; each form can be answered by the index of the state. */
export const isInState = (state: KeyState, time: string): string => {
  switch (state) {
    case 'expired':
      return `(keys.state = 'expired' OR ${perishable} AND keys.expiresAt <= ${time})`
    case 'active':
    case 'suspended':
      return `(keys.state = '${state}' AND (keys.expiresAt IS NULL OR keys.expiresAt > ${time}))`
    default:
      return `keys.state = '${state}'`
  }
}

/** When the next key of the scope expires, by this computer's clock; null when none will. */
export const nextExpiry = (database: DatabaseSync, scope: Scope, now: number): number | null => {
  const known = findScope(database, scope)
  if (!known) return null
  // A system with a key expires like any other. `+`: the index of the expiry is the one to walk.
  const next = (kind: string) =>
    wherever(
      database,
      'keys.expiresAt',
      `keys.scope = ?1 AND keys.kind = '${kind}' AND keys.expiresAt > ?2 AND +${perishable}`,
    )
  const soonest = (kind: string) =>
    `SELECT * FROM (SELECT expiresAt FROM (${next(kind)}) ORDER BY expiresAt LIMIT 1)`
  const { at } = first<{ readonly at: number | null }>(
    database,
    `SELECT min(expiresAt) AS at FROM (${soonest('key')} UNION ALL ${soonest('system')})`,
    known.id,
    now + known.clockOffset,
  ) ?? { at: null }
  return at === null ? null : at - known.clockOffset
}
