import { countOf } from './count.ts'

const minute = 60_000
const hour = 60 * minute

/** Nobody notices less, and an answer takes a moment to come. */
export const clockSlackMs = minute

/**
 * How far this computer's clock is from a service's, as a sentence; null where that makes no difference. `offset` is the
 * service's clock minus this computer's, in ms.
 */
export const clockText = (offset: number): string | null => {
  const distance = Math.abs(offset)
  if (distance <= clockSlackMs) return null
  return `This computer’s clock is ${lengthOf(distance)} ${offset < 0 ? 'ahead of' : 'behind'} the service’s.`
}

/** What follows from it. Whether a key has expired is judged by the service's clock. */
export const clockAdvice = 'Until it is set right, ages and expiries look wrong by as much.'

const lengthOf = (ms: number): string => {
  if (ms < 90 * minute) return countOf(Math.round(ms / minute), 'minute')
  return ms < 48 * hour
    ? countOf(Math.round(ms / hour), 'hour')
    : countOf(Math.round(ms / (24 * hour)), 'day')
}
