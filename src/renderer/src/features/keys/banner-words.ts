import { assertNever } from '../../../../shared/app-error.ts'
import type { ScopeStatus } from '../../state/scope-status.ts'
import { countOf, formatCount } from '../../ui/count.ts'
import { errorText, type Words } from '../../ui/error-text.ts'
import { clockTime } from '../../ui/time.ts'

type Behind = Extract<ScopeStatus, { readonly kind: 'behind' }>

/** What stands above a list that is not the service's newest; null when it is. */
export const bannerWords = (status: ScopeStatus, now: number, zone?: string): Words | null => {
  switch (status.kind) {
    case 'unknown':
    case 'live':
    case 'syncing':
      return null
    case 'partial':
      return {
        title: 'This list is not complete',
        text: `${countOf(status.count, 'key')}${
          status.total === null ? '' : ` of ${formatCount(status.total)}`
        } are here. Refresh to read the rest.`,
      }
    case 'behind':
      return behindWords(status, now, zone)
    default:
      return assertNever(status)
  }
}

const behindWords = (status: Behind, now: number, zone?: string): Words => {
  const { title, text } = errorText(status.error)
  const shown =
    status.asOf === null
      ? 'The keys of this environment were never read on this computer.'
      : `Showing ${countOf(status.count, 'key')} as of ${clockTime(status.asOf, now, zone)}`
  if (status.why !== 'offline') {
    return { title, text: status.asOf === null ? `${text} ${shown}` : `${text} ${shown}.` }
  }
  const they = status.count === 1 ? 'it' : 'they'
  const readable = status.asOf === null ? shown : `${shown}; ${they} can be read but not changed.`
  return { title: 'Offline', text: `${readable} ${title}: ${text}` }
}
