import { setImmediate } from 'node:timers/promises'
import { AppError } from '../../shared/error.ts'
import { z } from '../../shared/zod.ts'

/** The body in this shape, or a `bad-response`: `time-unit` where a time is in another unit than is documented. */
export const parse = <T extends z.ZodType>(shape: T, body: unknown): z.output<T> => {
  const parsed = shape.safeParse(body)
  if (parsed.success) return parsed.data
  const isWrongUnit = parsed.error.issues.some(({ message }) => message === wrongUnit)
  throw new AppError({ code: 'bad-response', reason: isWrongUnit ? 'time-unit' : 'shape' })
}

const sliceLength = 1000
const fewRows = 100

let latestTurn: Promise<void> = Promise.resolve()
/** Answers that come at the same time would be made something of in one turn of the process, which is held up so long. */
const ownTurn = (): Promise<void> => {
  latestTurn = latestTurn.then(() => setImmediate())
  return latestTurn
}

/** What `make` makes of each row, in slices: all of a list as long as an answer may be would hold the process up. */
export const eachRow = async <Row, T>(
  rows: readonly Row[],
  make: (row: Row) => T,
): Promise<readonly T[]> => {
  const made: T[] = []
  if (rows.length > fewRows) await ownTurn()
  for (const row of rows) {
    if (made.length > 0 && made.length % sliceLength === 0) await setImmediate()
    made.push(make(row))
  }
  return made
}

const wrongUnit = 'time-unit'
// No key is older than this software, nor made for the next century: outside, the unit is another.
const earliest = Date.UTC(2000, 0, 1)
const latest = Date.UTC(2200, 0, 1)

const isTime = (time: number, msPerUnit: number): boolean =>
  time * msPerUnit >= earliest && time * msPerUnit < latest

const inUnit = (msPerUnit: number) =>
  z
    .number()
    .refine(time => isTime(time, msPerUnit), wrongUnit)
    .transform(time => Math.round(time * msPerUnit))

const isTimeInNumbers = (said: unknown): boolean =>
  typeof said === 'number' && (isTime(said, 1) || isTime(said, 1000))

/** Times in ms since 1970 UTC, from each of the three ways in which services write them. RFC 3339: */
export const instant = z.iso
  .datetime({
    offset: true,
    error: ({ input }) => (isTimeInNumbers(input) ? wrongUnit : undefined),
  })
  .transform(text => Date.parse(text))
/** A number of ms since 1970 UTC. */
export const msInstant = inUnit(1)
/** A number of seconds since 1970 UTC. */
export const secondInstant = inUnit(1000)

/** What `said` stands for by `words`; null for a word that this version does not know. */
export const knownIn = <T>(words: Readonly<Record<string, T>>, said: string): T | null =>
  Object.hasOwn(words, said) ? (words[said] ?? null) : null
