import { useEffect, useState } from 'react'
import { rowHeight } from './heights.ts'
import type { GridSight } from './use-sight.ts'

/** A row that is drawn, or its place before it has come. */
export type DrawnRow<Row> = {
  readonly key: string
  readonly index: number
  readonly row: Row | undefined
}

/** What is drawn; `top` is the y of its first row in px. */
export type Slice<Row> = { readonly top: number; readonly rows: readonly DrawnRow<Row>[] }

type Held<Row> = {
  readonly rows: readonly Row[]
  readonly offset: number
  readonly idOf: (row: Row) => string
}

/** For so long the nearest rows that are held stand for those in sight, in ms: then there are bones. */
const patience = 120

/** The first row of as many as are in sight, the nearest ones that are held; `first` itself where there are too few. */
export const nearestHeld = (
  { rows, offset }: Pick<Held<unknown>, 'rows' | 'offset'>,
  { first, last }: Pick<GridSight, 'first' | 'last'>,
): number => {
  const latest = offset + rows.length - (last - first + 1)
  return latest < offset ? first : Math.max(offset, Math.min(first, latest))
}

export const sliceFrom = <Row>(
  { rows, offset, idOf }: Held<Row>,
  sight: GridSight,
  from: number,
): Slice<Row> => {
  const keys = new Set<string>()
  // Between two windows a row may have moved, and be in both: two elements of one key would never go away.
  const keyOf = (row: Row | undefined, index: number): string => {
    const key = row === undefined ? `absent-${index}` : idOf(row)
    const own = keys.has(key) ? `${key} ${index}` : key
    keys.add(own)
    return own
  }
  return {
    top: Math.max(0, sight.top + (from - sight.first) * rowHeight),
    rows: Array.from({ length: Math.max(0, sight.last - sight.first + 1) }, (_, step) => {
      const index = from + step
      const row = rows[index - offset]
      return { key: keyOf(row, index), index, row }
    }),
  }
}

/**
 * The rows in sight. While they have not come, the nearest that have: a list that is scrolled fast shows rows of where
 * it was a moment ago, as it is never looked at longer than that.
 */
export const useSlice = <Row>(held: Held<Row>, sight: GridSight): Slice<Row> => {
  const nearest = nearestHeld(held, sight)
  const missing = nearest !== sight.first
  const [late, setLate] = useState(false)
  const { rows } = held
  // biome-ignore lint/correctness/useExhaustiveDependencies: with every answer there is another moment to wait
  useEffect(() => {
    // Said again, it would draw the list again.
    if (late) setLate(false)
    if (!missing) return
    const timer = setTimeout(() => setLate(true), patience)
    return () => clearTimeout(timer)
  }, [missing, rows])
  return sliceFrom(held, sight, late ? sight.first : nearest)
}
