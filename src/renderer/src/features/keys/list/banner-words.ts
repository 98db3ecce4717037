import { assertNever } from '../../../../../shared/app-error.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import type { ScopeStatus } from '../../../state/scope-status.ts'
import { countOf, formatCount } from '../../../ui/count.ts'
import type { Words } from '../../../ui/error-text.ts'
import { refusalWords } from '../../../ui/refusal-words.ts'
import { clockTime } from '../../../ui/time.ts'

type Behind = Extract<ScopeStatus, { readonly kind: 'behind' }>

/** What stands above a list that is not the service's newest; null when it is. */
export const bannerWords = (
  status: ScopeStatus,
  profile: Profile | null,
  now: number,
  zone?: string,
): Words | null => {
  switch (status.kind) {
    case 'unknown':
    case 'live':
    case 'syncing':
    // A person has stopped it and may go on: beside the title.
    case 'stopped':
      return null
    case 'partial':
      return partialWords(status)
    case 'behind':
      return behindWords(status, profile, now, zone)
    default:
      return assertNever(status)
  }
}

/** Where the rest could not be had, or the service may have more than it says. */
const partialWords = ({
  count,
  total,
}: Extract<ScopeStatus, { readonly kind: 'partial' }>): Words =>
  total === null || total <= count
    ? {
        title: `The service shows only ${countOf(count, 'key')}`,
        text: 'It may have more, which cannot be found or managed here. Look for a key that is missing at the service itself.',
      }
    : {
        title: 'This list is not complete',
        text: `${countOf(count, 'key')} of ${formatCount(total)} are here. Refresh to read the rest.`,
      }

const waitingWords = (until: string): Words => ({
  title: 'The service limits how often it is asked',
  text: `It asks to wait until ${until}. Claviger reads the list again then; whoever asks sooner may have to wait longer.`,
})

const behindWords = (
  status: Behind,
  profile: Profile | null,
  now: number,
  zone?: string,
): Words => {
  const { title, text } =
    status.waitsUntil === null
      ? refusalWords(status.error, profile)
      : waitingWords(clockTime(status.waitsUntil, now, zone))
  const shown = shownWords(status, now, zone)
  if (status.why === 'offline') {
    const readable = shown ? `${shown}; it can be read but not changed.` : neverRead
    return { title: 'Offline', text: `${readable} ${title}: ${text}` }
  }
  return { title, text: `${text} ${shown ? `${shown}.` : neverRead}` }
}

const neverRead = 'The keys of this environment were never read on this computer.'

/** What can be seen all the same, or null. No count: the environment's is of keys and systems, and the heading has the list's. */
const shownWords = (
  { asOf, complete, count }: Behind,
  now: number,
  zone: string | undefined,
): string | null => {
  if (asOf === null && count === 0) return null
  const what = complete ? 'this list' : 'the part of this list that was read'
  return asOf === null
    ? `Showing ${what} before that`
    : `Showing ${what}${complete ? '' : ','} as of ${clockTime(asOf, now, zone)}`
}
