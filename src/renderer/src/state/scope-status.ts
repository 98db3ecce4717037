import type { SyncState } from '../../../shared/domain/sync.ts'
import type { ErrorInfo } from '../../../shared/error.ts'

/** How the list in sight stands to the service's, and so what can be done with it. */
export type ScopeStatus =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'syncing'; readonly count: number; readonly total: number | null }
  | { readonly kind: 'live'; readonly count: number }
  | { readonly kind: 'partial'; readonly count: number; readonly total: number | null }
  | {
      readonly kind: 'behind'
      readonly why: 'offline' | 'credential' | 'permission' | 'trouble'
      readonly error: ErrorInfo
      readonly asOf: number | null
      readonly count: number
    }

export const scopeStatus = (sync: SyncState | null): ScopeStatus => {
  if (sync === null || sync.phase === 'idle') return { kind: 'unknown' }
  const { error, asOf, count, total } = sync
  if (error) return { kind: 'behind', why: behindBecause(error), error, asOf, count }
  if (sync.phase === 'syncing') return { kind: 'syncing', count, total }
  return sync.complete ? { kind: 'live', count } : { kind: 'partial', count, total }
}

const offline: readonly ErrorInfo['code'][] = [
  'unreachable',
  'tls',
  'timeout',
  'interrupted',
  'redirected',
  'bad-response',
  'built-in-service',
]
const credential: readonly ErrorInfo['code'][] = ['unauthorized', 'no-credential']

const behindBecause = ({
  code,
}: ErrorInfo): 'offline' | 'credential' | 'permission' | 'trouble' => {
  if (offline.includes(code)) return 'offline'
  if (credential.includes(code)) return 'credential'
  return code === 'forbidden' ? 'permission' : 'trouble'
}
