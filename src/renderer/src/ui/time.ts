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

/** "3 hours ago", "in 2 days"; where room is short, "3h ago". Times in ms since 1970 UTC. */
export const relativeTime = (at: number, now: number, compact = false): string => {
  const distance = Math.abs(at - now)
  if (distance < 60 * second) return 'just now'
  const step = steps.find(({ below }) => distance < below) ?? steps[4]
  return (compact ? short : long).format(
    Math.sign(at - now) * Math.floor(distance / step.ms),
    step.unit,
  )
}

const formatter = (options: Intl.DateTimeFormatOptions, zone: string | undefined) =>
  new Intl.DateTimeFormat('en-GB', { ...options, ...(zone ? { timeZone: zone } : {}) })

/** "21 November 2026 at 09:41:07", in `zone` or the computer's own time zone. */
export const exactTime = (at: number, zone?: string): string =>
  formatter({ dateStyle: 'long', timeStyle: 'medium' }, zone).format(at)

/** "21 November 2026": names a day and tells two days apart. */
export const dayOf = (at: number, zone?: string): string =>
  formatter({ dateStyle: 'long' }, zone).format(at)

/** "09:41" */
export const timeOfDay = (at: number, zone?: string): string =>
  formatter({ hour: '2-digit', minute: '2-digit' }, zone).format(at)

/** "09:41" on the day of `now`, else "20 November 09:41". */
export const clockTime = (at: number, now: number, zone?: string): string => {
  const time = timeOfDay(at, zone)
  if (dayOf(at, zone) === dayOf(now, zone)) return time
  return `${formatter({ day: 'numeric', month: 'long' }, zone).format(at)} ${time}`
}

/** "Today", "Yesterday", else the day. */
export const dayName = (at: number, now: number, zone?: string): string => {
  const day = dayOf(at, zone)
  if (day === dayOf(now, zone)) return 'Today'
  return day === dayOf(now - 86_400 * second, zone) ? 'Yesterday' : day
}
