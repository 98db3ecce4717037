/** Which row has which element: the element's number by the row's key. */
export type Seats = ReadonlyMap<string, number>

/**
 * A row keeps its element for as long as it is there, wherever it moves; a new one takes that of a row that is gone,
 * which is cheaper than to make one. The elements `held`, which have the focus or were pressed, are nobody else's: an
 * Enter or the end of a click would mean another key.
 */
export const seatRows = (
  before: Seats,
  keys: readonly string[],
  held: readonly number[],
): Seats => {
  const staying = new Set(keys.map(key => before.get(key)))
  const freed = [...before.values()].filter(seat => !staying.has(seat) && !held.includes(seat))
  const fresh = numbersFrom(1 + Math.max(-1, ...held, ...before.values()))
  const next = [...freed.sort((a, b) => a - b), ...fresh(keys.length)]
  let taken = 0
  return new Map(keys.map(key => [key, before.get(key) ?? next[taken++] ?? 0]))
}

const numbersFrom =
  (first: number) =>
  (count: number): readonly number[] =>
    Array.from({ length: count }, (_, step) => first + step)
