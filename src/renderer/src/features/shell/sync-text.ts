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
      return syncingText(status)
    case 'partial':
      return 'Incomplete'
    case 'behind':
      return behindText(status, now, zone)
    default:
      return assertNever(status)
  }
}

const syncingText = ({
  count,
  total,
}: Extract<ScopeStatus, { readonly kind: 'syncing' }>): string => {
  if (total !== null) return `Syncing ${formatCount(count)} of ${formatCount(total)}`
  return count === 0 ? 'Syncing' : `Syncing ${formatCount(count)}`
}

const behindWords = {
  offline: 'offline',
  credential: 'credential refused',
  permission: 'no permission',
  plan: 'upgrade required',
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
