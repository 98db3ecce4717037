import type { DatabaseSync } from 'node:sqlite'
import type { Environment } from '../../../shared/domain/environment.ts'
import type { Scope } from '../../../shared/domain/key.ts'
import { Profile } from '../../../shared/domain/profile.ts'
import { AppError } from '../../../shared/error.ts'
import type { CacheState, ReadState } from '../../services/ports.ts'
import type { Backend } from './operations.ts'
import { all, first } from './sql.ts'

export type ScopeRow = {
  readonly id: number
  readonly environment: Environment
  readonly asOf: number | null
  readonly complete: number
  readonly cursor: string | null
  readonly total: number | null
  /** Number of the newest full read that began. */
  readonly sync: number
  readonly profile: string | null
  /** JSON: how far the newest full read has come, while it is made. */
  readonly progress: string | null
  /** How many keys it has brought. */
  readonly brought: number
  /** The service's clock minus this computer's, in ms. */
  readonly clockOffset: number
}

/** The scopes of a connection that were ever read. */
export const scopesOf = (database: DatabaseSync, connection: string): readonly ScopeRow[] =>
  all<ScopeRow>(database, 'SELECT * FROM scopes WHERE connection = ?', connection)

/** Of every connection. */
export const allScopes = (database: DatabaseSync): readonly ScopeRow[] =>
  all<ScopeRow>(database, 'SELECT * FROM scopes ORDER BY id')

export const findScope = (database: DatabaseSync, scope: Scope): ScopeRow | null =>
  first<ScopeRow>(
    database,
    'SELECT * FROM scopes WHERE connection = ? AND environment = ?',
    scope.connection,
    scope.environment,
  )

/**
 * The scope's row, made when there is none. Throws `AppError` `not-found` when the connection is not stored, so
 * that a late answer cannot bring a removed connection's keys back.
 */
export const ensureScope = (database: DatabaseSync, scope: Scope): ScopeRow => {
  const known = findScope(database, scope)
  if (known) return known
  database
    .prepare(
      'INSERT INTO scopes (connection, environment) SELECT id, ? FROM connections WHERE id = ?',
    )
    .run(scope.environment, scope.connection)
  const made = findScope(database, scope)
  if (!made) throw new AppError({ code: 'not-found', what: 'connection' })
  return made
}

export const countKeys = (database: DatabaseSync, scope: number): number =>
  first<{ readonly count: number }>(
    database,
    'SELECT count(*) AS count FROM keys WHERE scope = ?',
    scope,
  )?.count ?? 0

export const cacheState = (
  database: DatabaseSync,
  scope: Scope,
  countOf: (scope: number) => number,
): CacheState => {
  const row = findScope(database, scope)
  if (!row) {
    return { asOf: null, complete: false, cursor: null, count: 0, total: null, clockOffset: 0 }
  }
  const { id, complete } = row
  const { asOf, cursor, total, clockOffset } = row
  return {
    ...{ asOf, cursor, total, clockOffset },
    complete: complete === 1,
    count: countOf(id),
  }
}

export const putCacheState = (
  database: DatabaseSync,
  scope: number,
  { asOf, complete, cursor, total }: ReadState,
): void => {
  database
    .prepare('UPDATE scopes SET asOf = ?, complete = ?, cursor = ?, total = ? WHERE id = ?')
    .run(asOf, Number(complete), cursor, total, scope)
}

const jitterMs = 2000

export const profilesIn = (database: DatabaseSync, now: () => number): Backend['profiles'] => ({
  // A profile of another version's shape is as good as none: the service is asked again.
  get: scope => {
    const text = findScope(database, scope)?.profile ?? null
    return text === null ? null : (Profile.safeParse(JSON.parse(text)).data ?? null)
  },
  // Parsed, so that no member that the domain does not name reaches the file.
  put: (scope, profile) => {
    const parsed = Profile.parse(profile)
    const { id, clockOffset } = ensureScope(database, scope)
    // A service that does not tell its time is taken to have ours.
    const told = parsed.serverTime === null ? 0 : parsed.serverTime - now()
    // How long an answer takes differs each time: a clock that is the same must not go to and fro.
    const offset = Math.abs(told - clockOffset) < jitterMs ? clockOffset : told
    database
      .prepare('UPDATE scopes SET profile = ?, clockOffset = ? WHERE id = ?')
      .run(JSON.stringify(parsed), offset, id)
  },
})
