import type { DatabaseSync } from 'node:sqlite'
import type { KeysQuery } from '../../../shared/contract/keys.ts'
import { type KeyKind, keyKinds } from '../../../shared/domain/key.ts'
import { isInState } from './key-expiry.ts'
import { foldText } from './key-rows.ts'
import { allScopes, findScope, type ScopeRow, scopesOf } from './scopes.ts'

/** Rows of one scope and one kind, which each sortable column's index holds in order. */
export type Part = {
  readonly scope: number
  readonly environment: ScopeRow['environment']
  readonly kind: KeyKind
  /** Now, by the clock of the rows' service, in ms since 1970 UTC. */
  readonly time: number
}

export const dayMs = 86_400_000

/** Every part of `scope` and `kind` at `now`, which is by our clock; filters not heeded. */
export const partsOf = (
  database: DatabaseSync,
  { scope, kind }: Pick<KeysQuery, 'scope' | 'kind'>,
  now: number,
): readonly Part[] =>
  scopesIn(database, scope).flatMap(({ id, environment, clockOffset }) =>
    (kind === null ? keyKinds : [kind]).map(each => ({
      ...{ scope: id, environment, kind: each },
      time: now + clockOffset,
    })),
  )

const scopesIn = (database: DatabaseSync, scope: KeysQuery['scope']): readonly ScopeRow[] => {
  if (scope === null) return allScopes(database)
  const { connection, environment } = scope
  if (environment === null) return scopesOf(database, connection)
  const found = findScope(database, { connection, environment })
  return found ? [found] : []
}

/** SQL that is true of the rows of `part`. */
export const isIn = ({ scope, kind }: Pick<Part, 'scope' | 'kind'>): string =>
  `keys.scope = ${scope} AND keys.kind = '${kind}'`

/** The text of `search` as it is looked for. */
export const searchedText = (search: string): string => foldText(search).trim()

const expiryOf = (span: NonNullable<KeysQuery['expiry']>, time: number): string => {
  if (span === 'never') return 'keys.expiresAt IS NULL'
  const days = span === 'week' ? 7 : 30
  return `keys.expiresAt > ${time} AND keys.expiresAt <= ${time + days * dayMs}`
}

export const isNeverUsed = 'keys.usageCount = 0'

/** SQL for what filters leave of `part`: ?1 is the searched text, ?3 the owner; empty where it is all. */
export const filterOf = (query: KeysQuery, { time }: Part): string => {
  const { states, expiry, neverUsed, owner } = query
  const anyOf = states?.map(state => isInState(state, String(time))) ?? []
  return [
    ...(states === null ? [] : [`(${['FALSE', ...anyOf].join(' OR ')})`]),
    ...(expiry === undefined ? [] : [expiryOf(expiry, time)]),
    ...(neverUsed ? [isNeverUsed] : []),
    ...(owner === undefined ? [] : ['keys.createdBy = ?3']),
    // `instr` compares as it stands; in a LIKE pattern % and _ would have to be escaped.
    ...(searchedText(query.search) === '' ? [] : ['instr(keys.haystack, ?1) > 0']),
  ].join(' AND ')
}

/** Whether any of the rows is left out, and it is not by their environment. */
export const isFiltered = (query: KeysQuery): boolean =>
  query.states !== null ||
  query.expiry !== undefined ||
  query.neverUsed === true ||
  query.owner !== undefined ||
  searchedText(query.search) !== ''

/** Of these parts, those that the query's environment leaves. */
export const shownParts = (parts: readonly Part[], { environment }: KeysQuery): readonly Part[] =>
  environment === undefined ? parts : parts.filter(part => part.environment === environment)
