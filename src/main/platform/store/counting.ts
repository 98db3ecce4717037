/** Work that is done a slice at a time. */
type Slices = Iterator<undefined, unknown>

type Waiting = {
  readonly answer: (value: unknown) => void
  readonly fail: (cause: unknown) => void
}

type Job = {
  readonly name: string
  readonly start: () => Slices
  readonly waiting: Waiting[]
  /** Null before it began. */
  begun: { readonly slices: Slices; readonly generation: number } | null
}

/**
 * Counts one list at a time: the newest that was asked for. One that is asked for again is not counted twice, unless a
 * key changed since the count of it began; one after which another was asked for is answered null.
 */
export const createCounting = (generation: () => number) => {
  let jobs: readonly Job[] = []
  const end = (job: Job, tell: (one: Waiting) => void): void => {
    jobs = jobs.filter(one => one !== job)
    job.waiting.forEach(tell)
  }
  return {
    ask: (name: string, start: () => Slices, waiting: Waiting): void => {
      for (const job of jobs.filter(one => one.name !== name)) {
        job.begun?.slices.return?.()
        end(job, ({ answer }) => answer(null))
      }
      const same = jobs.find(({ begun }) => begun === null || begun.generation === generation())
      if (same) same.waiting.push(waiting)
      else jobs = [...jobs, { name, start, waiting: [waiting], begun: null }]
    },
    /** Runs one slice. Answers whether there was one. */
    step: (): boolean => {
      const [job] = jobs
      if (!job) return false
      try {
        job.begun ??= { slices: job.start(), generation: generation() }
        const { done, value } = job.begun.slices.next()
        if (done) end(job, ({ answer }) => answer(value))
      } catch (cause) {
        end(job, ({ fail }) => fail(cause))
      }
      return true
    },
    close: (): void => {
      for (const job of jobs) {
        job.begun?.slices.return?.()
        end(job, ({ answer }) => answer(null))
      }
    },
  }
}
