/** One life of the application's process, as its ports have it. */
export type Life = {
  /** Passes one call of a port; of a life that has ended nothing goes in, and nothing comes out. */
  readonly through: <T>(work: () => Promise<T>) => Promise<T>
  readonly isOver: () => boolean
  /** Ends it after so many more events: a call of a port is one, its answer another. */
  readonly endAfter: (events: number) => void
  readonly spare: () => void
  readonly end: () => void
  readonly over: Promise<void>
}

/**
 * What kill -9 does, seen from outside: from one event on, nothing is sent, written or heard any more, and no cleaning
 * up runs. What was handed to a disk or a wire before may still get there.
 */
export const createLife = (): Life => {
  const { promise: over, resolve } = Promise.withResolvers<void>()
  const nothing = new Promise<never>(() => undefined)
  let left = Number.POSITIVE_INFINITY
  let ended = false
  const end = (): void => {
    ended = true
    resolve()
  }
  const goesOn = (): boolean => {
    left -= 1
    if (left < 0) end()
    return !ended
  }
  return {
    through: async work => {
      if (!goesOn()) return nothing
      const outcome = await Promise.allSettled([work()])
      if (!goesOn()) return nothing
      const [settled] = outcome
      if (settled.status === 'rejected') throw settled.reason
      return settled.value
    },
    isOver: () => ended,
    endAfter: events => {
      left = events
    },
    spare: () => {
      left = Number.POSITIVE_INFINITY
    },
    ...{ end, over },
  }
}

/** The port as that life has it: each of its functions, also in objects of its own, goes through the life. */
export const mortal = <T extends object>(port: T, life: Life): T =>
  new Proxy(port, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name)
      if (typeof value === 'function')
        return (...input: readonly unknown[]) =>
          life.through(async () => Reflect.apply(value, target, input))
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? mortal(value, life)
        : value
    },
  })
