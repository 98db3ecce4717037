/** A source of numbers that draws the same ones for the same seed. */
export type Chance = {
  /** From 0 to below 1. */
  readonly unit: () => number
  /** A whole number from 0 to below `end`. */
  readonly below: (end: number) => number
  readonly of: <Item>(items: readonly Item[]) => Item
}

/** Mulberry32 (Tommy Ettinger, public domain). */
export const chance = (seed: number): Chance => {
  let state = seed >>> 0
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number) => Math.floor(unit() * end)
  return {
    unit,
    below,
    of: items => {
      const drawn = items[below(items.length)]
      if (drawn === undefined) throw new Error('Nothing to draw from')
      return drawn
    },
  }
}
