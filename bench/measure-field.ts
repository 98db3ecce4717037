import type { Bench, Measure } from './bench.ts'
import type { FieldResult } from './results.ts'

/** A page that never answers must not keep the others from being measured. */
const patienceMs = 12 * 60_000

const inTime = async <Result>(work: Promise<Result>): Promise<Result> => {
  const late = Promise.withResolvers<never>()
  const minutes = patienceMs / 60_000
  const timer = setTimeout(() => late.reject(new Error(`Not done in ${minutes} min`)), patienceMs)
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer))
}

/** Never throws: what goes wrong in a field is its result, and the next one is measured. */
export const measureField = async (
  bench: Bench,
  field: string,
  load: () => Promise<Measure>,
): Promise<FieldResult> => {
  const startedAt = performance.now()
  const measuredAt = new Date().toISOString()
  bench.log(`${field} …`)
  const done = (rest: Pick<FieldResult, 'figures' | 'error'>): FieldResult => {
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10
    bench.log(
      `${field} ${rest.error === null ? 'took' : `failed: ${rest.error}\n  after`} ${seconds} s`,
    )
    return { field, measuredAt, seconds, ...rest }
  }
  try {
    return done({ figures: await inTime((await load())(bench)), error: null })
  } catch (cause) {
    return done({
      figures: [],
      error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
    })
  }
}
