/** A monotonic time in ms that stands still while it is paused. */
export type WaitingTime = {
  readonly now: () => number
  readonly pause: () => void
  readonly resume: () => void
}

/** How long calls have waited for the keychain itself: the start of its helper, which a busy machine delays, is not counted. */
export const createWaitingTime = (): WaitingTime => {
  let paused = 0
  let since: number | null = null
  return {
    now: () => (since ?? performance.now()) - paused,
    pause: () => {
      since ??= performance.now()
    },
    resume: () => {
      if (since !== null) paused += performance.now() - since
      since = null
    },
  }
}
