/** What a figure must be, of its ratio where it has one, else of its value. */
export type Limit = { readonly most: number } | { readonly least: number }

/** One measured thing at one size. */
export type Figure = {
  /** As in the table of `docs/performance.md`: `keystrokeMs`. */
  readonly field: string
  /** Number of rows it was measured at (`1k`, `1M`), or another condition in a few words. */
  readonly at: string
  /** Median of `of5`. */
  readonly value: number
  /** `ms`, `MB`, `frames`, `requests/s`, ... */
  readonly unit: string
  /** What each repetition measured, in order; at least five unless it was a quick run. */
  readonly of5: readonly number[]
  readonly limit?: Limit
  /** The floor or peer of the same run; the ratio is `value / ratioTo.value`. */
  readonly ratioTo?: { readonly name: string; readonly value: number }
  /** How it was measured, or why it misses its mark. */
  readonly note?: string
}

/** The middle one; the mean of the middle two of an even number. NaN of none. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const upper = sorted[Math.floor(middle)] ?? Number.NaN
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? Number.NaN)) / 2 : upper
}

/** Nearest rank: the smallest value that at least `share` (0 to 1) of the values do not exceed. NaN of none. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

type Rest = Pick<Figure, 'limit' | 'ratioTo' | 'note'>

export const figure = (
  field: string,
  at: string,
  unit: string,
  of5: readonly number[],
  rest: Rest = {},
): Figure => ({ field, at, value: median(of5), unit, of5, ...rest })

/** Value by the floor's; the value itself where there is no floor. */
export const judged = ({ value, ratioTo }: Figure): number =>
  ratioTo ? value / ratioTo.value : value

/** Null where nothing is demanded. A figure that is not a number misses. */
export const isMet = (one: Figure): boolean | null => {
  if (!one.limit) return null
  return 'most' in one.limit ? judged(one) <= one.limit.most : judged(one) >= one.limit.least
}
