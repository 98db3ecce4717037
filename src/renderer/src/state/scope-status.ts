import type { SyncState } from '../../../shared/domain/sync.ts'
import type { ErrorInfo } from '../../../shared/error.ts'

export type Why = 'offline' | 'credential' | 'permission' | 'plan' | 'trouble'

/** How the list in sight stands to the service's, and so what can be done with it. */
export type ScopeStatus =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'syncing'; readonly count: number; readonly total: number | null }
  | { readonly kind: 'live'; readonly count: number }
  | { readonly kind: 'partial'; readonly count: number; readonly total: number | null }
  | {
      readonly kind: 'behind'
      readonly why: Why
      readonly error: ErrorInfo
      readonly asOf: number | null
      readonly waitsUntil: number | null
      readonly count: number
    }

export const scopeStatus = (sync: SyncState | null): ScopeStatus => {
  if (sync === null || sync.phase === 'idle') return { kind: 'unknown' }
  const { error, asOf, count, total, waitsUntil } = sync
  if (error) return { kind: 'behind', why: whyBehind(error), error, asOf, waitsUntil, count }
  if (sync.phase === 'syncing') return { kind: 'syncing', count, total }
  return sync.complete ? { kind: 'live', count } : { kind: 'partial', count, total }
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
  const count = statuses.reduce((sum, one) => sum + ('count' in one ? one.count : 0), 0)
  const furthest = order
    .map(kind => statuses.find(one => one.kind === kind))
    .find(found => found !== undefined)
  if (furthest === undefined || furthest.kind === 'unknown') return { kind: 'unknown' }
  return { ...furthest, count }
}

const order = [
  'unknown',
  'syncing',
  'behind',
  'partial',
  'live',
] as const satisfies readonly ScopeStatus['kind'][]
