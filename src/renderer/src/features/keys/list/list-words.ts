import { assertNever } from '../../../../../shared/app-error.ts'
import type { KeysView } from '../../../state/keys-window.ts'
import type { ScopeStatus } from '../../../state/scope-status.ts'
import { countOf, formatCount, matchCount } from '../../../ui/count.ts'
import { clockTime } from '../../../ui/time.ts'

/** What stands beside the title of a list. `told` is read out when it changes, `shown` is not: it changes all the time. */
export type ListWords = { readonly told: string; readonly shown: string }

type Numbers = Pick<KeysView, 'total' | 'counted' | 'unfiltered'>
type Given = {
  readonly numbers: Numbers
  readonly filtered: boolean
  /** What is listed: "key". */
  readonly one: string
  readonly status: ScopeStatus
  readonly now: number
  readonly zone?: string
}

/** How many are listed, and whether these are all there are. */
export const listWords = ({ numbers, filtered, one, status, now, zone }: Given): ListWords => {
  const { total, counted, unfiltered } = numbers
  const reading = status.kind === 'syncing' && status.asOf === null
  const whole = wholeWords(status, now, zone)
  if (filtered) {
    const match = matchCount(total, unfiltered, one, counted)
    // Of what is still coming, the numbers change with every page of it.
    if (reading) return { told: '', shown: `${match} so far` }
    return { told: match, shown: '' }
  }
  if (unfiltered === 0) return { told: '', shown: whole.all ? '' : whole.text }
  if (!whole.all) return reading ? { told: '', shown: whole.text } : { told: whole.text, shown: '' }
  const all = countOf(unfiltered, one)
  if (whole.text === '') return { told: all, shown: '' }
  return { told: unfiltered === 1 ? all : `All ${all}`, shown: `, ${whole.text}` }
}

/** `all`: what is here is all there is, and `text` says as of when; else `text` says how much of it is here. */
type Whole = { readonly all: boolean; readonly text: string }

const wholeWords = (status: ScopeStatus, now: number, zone?: string): Whole => {
  const asOf = (at: number | null): Whole => ({
    all: true,
    text: at === null ? '' : `as of ${clockTime(at, now, zone)}`,
  })
  switch (status.kind) {
    case 'unknown':
      return { all: true, text: '' }
    // The banner above the list says how old it is, and why.
    case 'behind':
      return isPart(status)
        ? { all: false, text: `Only ${formatCount(status.count)} are here` }
        : { all: true, text: '' }
    case 'live':
      return asOf(status.asOf)
    case 'syncing':
      return status.asOf === null ? { all: false, text: soFar(status) } : asOf(status.asOf)
    case 'stopped':
      return status.asOf === null
        ? { all: false, text: `Stopped at ${ofTotal(status)}` }
        : asOf(status.asOf)
    case 'partial':
      return { all: false, text: partial(status) }
    default:
      return assertNever(status)
  }
}

/** Of a list that could not be read to its end, and has something. */
const isPart = ({ complete, count }: Extract<ScopeStatus, { readonly kind: 'behind' }>): boolean =>
  !complete && count > 0

type Read = { readonly count: number; readonly total: number | null }

/** "40,000 of 100,000"; the first alone where the service does not say how many it has. */
const ofTotal = ({ count, total }: Read): string =>
  total === null || total < count
    ? formatCount(count)
    : `${formatCount(count)} of ${formatCount(total)}`

const soFar = (read: Read): string =>
  read.count === 0 && read.total === null ? '' : `${ofTotal(read)} so far`

const partial = ({ count, total }: Read): string =>
  total === null || total <= count
    ? `The service shows only its first ${formatCount(count)}`
    : ofTotal({ count, total })

/** Where a key that is looked for may be missing: what is here of all, as a sentence. Null where all of it is. */
export const incompleteWords = (status: ScopeStatus): string | null => {
  switch (status.kind) {
    case 'syncing':
    case 'stopped':
      return status.asOf === null ? `Only ${ofTotal(status)} are here so far.` : null
    case 'partial':
      return `Only ${ofTotal(status)} are here.`
    case 'behind':
      return isPart(status) ? `Only ${formatCount(status.count)} are here.` : null
    case 'unknown':
    case 'live':
      return null
    default:
      return assertNever(status)
  }
}
