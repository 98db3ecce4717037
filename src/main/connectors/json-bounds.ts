import { setImmediate } from 'node:timers/promises'

// Measured with Node 24: of 5 MiB, JSON.parse takes 20 ms for a list of keys, but 2 s for nothing but brackets, and
// 1 s when every name of a member is another. So what is parsed is looked through before, in slices.
const deepest = 32
const mostRows = 50_000
const mostNames = 10_000
const sliceLength = 262_144

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const colon = 0x3a
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]

type Place = {
  /** Elements so far of each list that is open, the outermost first; of an object, its members. */
  readonly counts: number[]
  readonly names: Set<string>
  /** Where the string began that is open, or the last that ended, whose end is `ended`. */
  begun: number
  ended: number
  isString: boolean
}

/** False as soon as the text holds more than it may. Looks at `text` from `from` to `to`, and answers where it stopped. */
const lookThrough = (text: string, from: number, to: number, place: Place): number | null => {
  const { counts, names } = place
  let index = from
  for (; index < to; index++) {
    const code = text.charCodeAt(index)
    if (place.isString) {
      if (code === backslash) index++
      else if (code === quote) {
        place.isString = false
        place.ended = index
      }
    } else if (code === quote) {
      place.isString = true
      place.begun = index + 1
    } else if (code === comma) {
      const count = (counts.pop() ?? 0) + 1
      if (count >= mostRows) return null
      counts.push(count)
    } else if (code === colon) {
      names.add(text.slice(place.begun, place.ended))
      if (names.size > mostNames) return null
    } else if (code === openList || code === openObject) {
      if (counts.push(0) > deepest) return null
    } else if (code === closeList || code === closeObject) counts.pop()
  }
  return index
}

/**
 * Whether JSON is no deeper than 32, no list or object in it longer than 50,000, and there are no more than 10,000
 * different names of members; what is no JSON is found by parsing it. Never holds the process up for long.
 */
export const isBounded = async (text: string): Promise<boolean> => {
  const place: Place = { counts: [], names: new Set(), begun: 0, ended: 0, isString: false }
  let from: number | null = 0
  while (from !== null && from < text.length) {
    if (from > 0) await setImmediate()
    from = lookThrough(text, from, Math.min(from + sliceLength, text.length), place)
  }
  return from !== null
}
