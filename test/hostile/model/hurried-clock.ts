import type { Clock } from '../../../src/main/base/clock.ts'
import { fakeClock } from '../../fakes.ts'

// Between two tries of one request; what is longer is a rhythm, or a person's patience.
const longestPauseMs = 4000

/** A clock of which the short waits take a hundredth, and the long ones until `advance`. */
export const hurriedClock = (skewMs = 0) => {
  const slow = fakeClock(Date.now() + skewMs)
  const clock: Clock = {
    now: slow.now,
    after: (milliseconds, run) => {
      if (milliseconds > longestPauseMs) return slow.after(milliseconds, run)
      const timer = setTimeout(run, milliseconds / 100)
      return () => clearTimeout(timer)
    },
  }
  return { ...clock, advance: slow.advance }
}

export type HurriedClock = ReturnType<typeof hurriedClock>
