/** `now` is the wall clock in ms since 1970 UTC; `after` runs once, by a monotonic timer, and returns the undo. */
export type Clock = {
  readonly now: () => number
  readonly after: (milliseconds: number, run: () => void) => () => void
}

// Node fires a timer beyond 2^31 - 1 ms at once.
const longestTimer = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, Math.min(Math.max(milliseconds, 0), longestTimer))
    return () => clearTimeout(timer)
  },
}
