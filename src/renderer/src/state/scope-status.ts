import type { SyncState } from '../../../shared/domain/sync.ts'
import type { ErrorInfo } from '../../../shared/error.ts'

export type Why = 'offline' | 'credential' | 'permission' | 'plan' | 'trouble'

/** How the list in sight stands to the service's, and so what can be done with it. */
export type ScopeStatus =
  | { readonly kind: 'unknown' }
  /** `asOf`: when all of what is here was known to be all there is; null where it never was. */
  | (Reading & { readonly kind: 'syncing' | 'stopped'; readonly asOf: number | null })
  | { readonly kind: 'live'; readonly count: number; readonly asOf: number | null }
  | (Reading & { readonly kind: 'partial' })
  | {
      readonly kind: 'behind'
      readonly why: Why
      readonly error: ErrorInfo
      readonly asOf: number | null
      /** Whether what is here was all there was, then. */
      readonly complete: boolean
      readonly waitsUntil: number | null
      readonly count: number
    }

/** Keys that are here, and that the service has where it said. */
type Reading = { readonly count: number; readonly total: number | null }

export const scopeStatus = (sync: SyncState | null): ScopeStatus => {
  if (sync === null || sync.phase === 'idle') return { kind: 'unknown' }
  const { error, phase, complete, asOf, count, total, waitsUntil } = sync
  if (error)
    return { kind: 'behind', why: whyBehind(error), error, asOf, complete, waitsUntil, count }
  if (phase === 'syncing' || phase === 'stopped') {
    return { kind: phase, count, total, asOf: complete ? asOf : null }
  }
  return complete ? { kind: 'live', count, asOf } : { kind: 'partial', count, total }
}

/** How far the first read is, from 0 to 1; null where none is under way, or nobody knows. */
export const readShare = (status: ScopeStatus): number | null => {
  if (status.kind !== 'syncing' || status.asOf !== null) return null
  const { count, total } = status
  return total === null || total === 0 ? null : Math.min(1, count / total)
}

const offline: readonly ErrorInfo['code'][] = [
  'unreachable',
  'tls',
  'proxy',
  'timeout',
  'interrupted',
  'redirected',
  'bad-response',
  'built-in-service',
]
const credential: readonly ErrorInfo['code'][] = [
  'unauthorized',
  'credential-unfit',
  'no-credential',
]

/** What a list that could not be read says of what else can be done. */
export const whyBehind = ({ code }: ErrorInfo): Why => {
  if (offline.includes(code)) return 'offline'
  if (credential.includes(code)) return 'credential'
  if (code === 'forbidden') return 'permission'
  return code === 'plan-required' ? 'plan' : 'trouble'
}

/**
 * How a list stands that is made of several: as the one of them that is furthest from being known. Those without a
 * credential are no part of it, while another has one.
 */
export const joinedStatus = (syncs: readonly (SyncState | null)[]): ScopeStatus => {
  const given = syncs.filter(sync => sync?.error?.code !== 'no-credential')
  const statuses = (given.length === 0 ? syncs : given).map(scopeStatus)
  const furthest = order
    .map(kind => statuses.find(one => one.kind === kind))
    .find(found => found !== undefined)
  if (furthest === undefined || furthest.kind === 'unknown') return { kind: 'unknown' }
  const count = statuses.reduce((sum, one) => sum + ('count' in one ? one.count : 0), 0)
  const joined = { ...furthest, count }
  if (joined.kind === 'behind') return { ...joined, complete: statuses.every(isWhole) }
  if ('total' in joined) return { ...joined, ...oldest(joined, statuses), total: sumOf(statuses) }
  return { ...joined, ...oldest(joined, statuses) }
}

/** A part that is whole has as many as are here. Null where one part does not tell. */
const sumOf = (statuses: readonly ScopeStatus[]): number | null =>
  statuses.reduce<number | null>((sum, one) => {
    const total = 'total' in one ? one.total : 'count' in one ? one.count : null
    return sum === null || total === null ? null : sum + total
  }, 0)

const isWhole = (status: ScopeStatus): boolean =>
  status.kind === 'behind' ? status.complete : 'asOf' in status && status.asOf !== null

/** As of when all of it was known. */
const oldest = (joined: ScopeStatus, statuses: readonly ScopeStatus[]) => {
  if (!('asOf' in joined)) return {}
  const times = statuses.map(one => ('asOf' in one ? one.asOf : null))
  const known = times.filter(time => time !== null)
  return { asOf: known.length < times.length ? null : Math.min(...known) }
}

const order = [
  'unknown',
  'syncing',
  'behind',
  'stopped',
  'partial',
  'live',
] as const satisfies readonly ScopeStatus['kind'][]
