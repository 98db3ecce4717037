import { countOf } from './count.ts'

const long = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const short = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'narrow' })
const second = 1000
const steps = [
  { unit: 'minute', ms: 60 * second, below: 60 * 60 * second },
  { unit: 'hour', ms: 3600 * second, below: 24 * 3600 * second },
  { unit: 'day', ms: 86_400 * second, below: 30 * 86_400 * second },
  { unit: 'month', ms: 30.44 * 86_400 * second, below: 365 * 86_400 * second },
  { unit: 'year', ms: 365.25 * 86_400 * second, below: Number.POSITIVE_INFINITY },
] as const

// Keys are given 90 days, and "in 2 months" would be said of them.
const daysAhead = 100 * 86_400 * second

/** "3 hours ago", "in 2 days"; where room is short, "3h ago". Times in ms since 1970 UTC. */
export const relativeTime = (at: number, now: number, compact = false): string => {
  const distance = Math.abs(at - now)
  if (distance < 60 * second) return 'just now'
  // "30 days" from now is said in words a moment later, when it is a little less, or by a clock that is a little behind.
  const slack = at > now ? 60 * second : 0
  const until = (step: (typeof steps)[number]) =>
    step.unit === 'day' && at > now ? daysAhead : step.below
  const step = steps.find(one => distance < until(one) + slack) ?? steps[4]
  const count = Math.floor((distance + slack) / step.ms)
  // Months are longer than 30 days: "this month" would be said of what is a month away.
  return (compact ? short : long).format(Math.sign(at - now) * Math.max(1, count), step.unit)
}

const styles = {
  exact: { dateStyle: 'long', timeStyle: 'medium' },
  day: { dateStyle: 'long' },
  dayOfYear: { day: 'numeric', month: 'long' },
  time: { hour: '2-digit', minute: '2-digit' },
  second: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

const formatters = new Map<string, Intl.DateTimeFormat>()
let keptSince = 0

// To make one takes a hundred times as long as to use it, and a page shows hundreds of times. None is kept for ever:
// it stays in the time zone in which it was made, and the computer may travel.
const formatterOf = (style: keyof typeof styles, zone: string | undefined) => {
  if (Math.abs(Date.now() - keptSince) > 30 * second) {
    formatters.clear()
    keptSince = Date.now()
  }
  const name = `${style} ${zone ?? ''}`
  const made =
    formatters.get(name) ??
    new Intl.DateTimeFormat('en-GB', { ...styles[style], ...(zone ? { timeZone: zone } : {}) })
  formatters.set(name, made)
  return made
}

/** "21 November 2026 at 09:41:07", in `zone` or the computer's own time zone. */
export const exactTime = (at: number, zone?: string): string =>
  formatterOf('exact', zone).format(at)

/** "21 November 2026": names a day and tells two days apart. */
export const dayOf = (at: number, zone?: string): string => formatterOf('day', zone).format(at)

/** "09:41" */
export const timeOfDay = (at: number, zone?: string): string => formatterOf('time', zone).format(at)

/** "09:41:07" */
export const timeToSecond = (at: number, zone?: string): string =>
  formatterOf('second', zone).format(at)

/** "09:41" on the day of `now`, else "20 November 09:41". */
export const clockTime = (at: number, now: number, zone?: string): string => {
  const time = timeOfDay(at, zone)
  if (dayOf(at, zone) === dayOf(now, zone)) return time
  return `${formatterOf('dayOfYear', zone).format(at)} ${time}`
}

/** "Today", "Yesterday", else the day. */
export const dayName = (at: number, now: number, zone?: string): string => {
  const day = dayOf(at, zone)
  if (day === dayOf(now, zone)) return 'Today'
  return day === dayOf(now - 86_400 * second, zone) ? 'Yesterday' : day
}

const spans = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'minute', seconds: 60 },
  { unit: 'second', seconds: 1 },
] as const

/** "7 days", "36 hours": a length of time in the largest unit that divides it. */
export const spanText = (length: number): string => {
  const span = spans.find(({ seconds }) => length % seconds === 0) ?? spans[3]
  return countOf(length / span.seconds, span.unit)
}
