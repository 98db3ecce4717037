import { assertNever } from '../../../../shared/app-error.ts'
import type { ScopeStatus } from '../../state/scope-status.ts'
import { formatCount } from '../../ui/count.ts'
import { clockTime } from '../../ui/time.ts'

/** How fresh the list is, in a few words. */
export const syncText = (status: ScopeStatus, now: number, zone?: string): string => {
  switch (status.kind) {
    case 'unknown':
      return ''
    case 'live':
      return 'Live'
    case 'syncing':
      return status.total === null
        ? `Syncing ${formatCount(status.count)}`
        : `Syncing ${formatCount(status.count)} of ${formatCount(status.total)}`
    case 'partial':
      return 'Incomplete'
    case 'behind':
      return behindText(status, now, zone)
    default:
      return assertNever(status)
  }
}

const behindWords = {
  offline: 'offline',
  credential: 'credential refused',
  permission: 'no permission',
  trouble: 'not updated',
} as const

const behindText = (
  { asOf, why, error }: Extract<ScopeStatus, { readonly kind: 'behind' }>,
  now: number,
  zone?: string,
): string => {
  const read = asOf === null ? 'Never read' : `As of ${clockTime(asOf, now, zone)}`
  return `${read}, ${error.code === 'no-credential' ? 'no credential' : behindWords[why]}`
}
