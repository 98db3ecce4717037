import { assertNever } from '../../../../shared/app-error.ts'
import { readShare, type ScopeStatus } from '../../state/scope-status.ts'
import { clockTime } from '../../ui/time.ts'

/** How fresh the list is, in a few words. */
export const syncText = (status: ScopeStatus, now: number, zone?: string): string => {
  switch (status.kind) {
    case 'unknown':
      return ''
    case 'live':
      return 'Live'
    case 'syncing':
      return 'Syncing'
    case 'stopped':
      return 'Stopped'
    case 'partial':
      return 'Incomplete'
    case 'behind':
      return behindText(status, now, zone)
    default:
      return assertNever(status)
  }
}

/** How far the first read is: "40%"; empty where none is under way, or nobody knows. */
export const progressText = (status: ScopeStatus): string => {
  const share = readShare(status)
  return share === null ? '' : `${Math.floor(share * 100)}%`
}

const behindWords = {
  offline: 'offline',
  credential: 'credential refused',
  permission: 'no permission',
  plan: 'upgrade required',
  trouble: 'not updated',
} as const

const behindText = (
  { asOf, count, why, error }: Extract<ScopeStatus, { readonly kind: 'behind' }>,
  now: number,
  zone?: string,
): string => {
  const unread = count === 0 ? 'Never read' : 'Incomplete'
  const read = asOf === null ? unread : `As of ${clockTime(asOf, now, zone)}`
  return `${read}, ${error.code === 'no-credential' ? 'no credential' : behindWords[why]}`
}
