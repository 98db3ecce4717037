import { type Clock, systemClock } from '../../src/main/base/clock.ts'

/** The real clock, and how many of its timers are still to come. */
export const countTimers = () => {
  const timers = new Set<object>()
  const clock: Clock = {
    now: systemClock.now,
    after: (milliseconds, run) => {
      const timer = {}
      timers.add(timer)
      const cancel = systemClock.after(milliseconds, () => {
        timers.delete(timer)
        run()
      })
      return () => {
        timers.delete(timer)
        cancel()
      }
    },
  }
  return { clock, pending: () => timers.size }
}
