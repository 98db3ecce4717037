/** Rows by their place in the whole list: `first` and `last` are both meant. */
export type Sight = { readonly first: number; readonly last: number }

/** What is asked for at once. */
export type Span = { readonly offset: number; readonly limit: number }

/** Rows in a row, the first of them number `offset` of `total`. */
export type Run<Row> = {
  readonly rows: readonly Row[]
  readonly offset: number
  readonly total: number
}

/** Rows asked for at once; the route allows no more. */
const most = 200
/** Rows beyond what is in sight that are there before they are looked for. */
const margin = 60
/** Steps ahead that are asked for while the list is scrolled: an answer takes about one frame. */
const stepsAhead = 4
/** Rows that are kept: a short way back needs no question, and memory does not grow. */
const kept = 600
/** Rows by which a wheel or a finger moves a list in one frame; who moves further has jumped. */
const fastest = 400

const between = (least: number, value: number, largest: number): number =>
  Math.max(least, Math.min(value, largest))

/** The rows in sight alone: what a person waits for. */
export const spanInSight = ({ first, last }: Sight): Span => ({
  offset: first,
  limit: between(1, last - first + 1, most),
})

/** A window around what is in sight, so that a short scroll either way needs no question. */
export const spanAround = ({ first, last }: Sight): Span => ({
  offset: Math.max(0, Math.floor((first + last + 1 - most) / 2)),
  limit: most,
})

/** Whether the rows in sight, as far as they exist, are held. */
export const covers = <Row>(run: Run<Row>, { first, last }: Sight): boolean =>
  run.offset <= first && run.offset + run.rows.length > Math.min(last, run.total - 1)

/**
 * What to ask for next, or null. The list is scrolled by `step` rows a frame, upwards where that is negative: what is
 * asked for is what will be in sight when the answer comes.
 */
export const nextSpan = <Row>(run: Run<Row>, sight: Sight, step: number): Span | null => {
  const speed = Math.abs(step) > fastest ? 0 : step
  const end = run.offset + run.rows.length
  const last = Math.min(sight.last, run.total - 1)
  const length = sight.last - sight.first + 1
  const soon = between(0, sight.first + speed, Math.max(0, run.total - length))
  const joins = soon <= end && soon + length >= run.offset
  if (!covers(run, sight) && !joins) {
    const limit = Math.min(most, 2 * length + Math.abs(speed))
    return { offset: Math.max(0, soon - Math.floor((limit - length) / 2)), limit }
  }
  const reach = Math.max(margin, Math.abs(speed) * stepsAhead)
  if (end <= last || (speed >= 0 && end < Math.min(run.total, last + 1 + reach))) {
    return { offset: end, limit: Math.min(most, run.total - end) }
  }
  if (run.offset > sight.first || (speed <= 0 && run.offset > Math.max(0, sight.first - reach))) {
    const offset = Math.max(0, run.offset - most)
    return { offset, limit: run.offset - offset }
  }
  return null
}

/** What is held after an answer: both, where they meet and are of one list. */
export const joined = <Row>(held: Run<Row>, answer: Run<Row>, sight: Sight): Run<Row> => {
  const heldEnd = held.offset + held.rows.length
  const answerEnd = answer.offset + answer.rows.length
  const meet = answer.offset <= heldEnd && answerEnd >= held.offset
  if (!meet || held.total !== answer.total || held.rows.length === 0) return answer
  const rows = [
    ...held.rows.slice(0, Math.max(0, answer.offset - held.offset)),
    ...answer.rows,
    ...held.rows.slice(Math.max(0, answerEnd - held.offset)),
  ]
  return trimmed({ rows, offset: Math.min(held.offset, answer.offset), total: answer.total }, sight)
}

const trimmed = <Row>(run: Run<Row>, { first, last }: Sight): Run<Row> => {
  if (run.rows.length <= kept) return run
  const middle = Math.floor((first + last - kept) / 2)
  const from = between(0, middle - run.offset, run.rows.length - kept)
  return { ...run, offset: run.offset + from, rows: run.rows.slice(from, from + kept) }
}
