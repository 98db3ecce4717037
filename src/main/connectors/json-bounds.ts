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
  readonly names: Names
  /** Where the string began that is open, or the last that ended, whose end is `ended`. */
  begun: number
  ended: number
  isString: boolean
}

type Names = {
  /** In the order in which they came first, each with its place in it. */
  readonly order: string[]
  readonly places: Map<string, number>
  /** The place of that which comes next where an object is like the one before. */
  next: number
}

/** Notes the name from `begun` to `ended`. That of a row which is like the one before is not cut out of the text. */
const note = (text: string, begun: number, ended: number, names: Names): void => {
  const likely = names.order[names.next]
  if (likely?.length === ended - begun && text.startsWith(likely, begun)) {
    names.next++
    return
  }
  const name = text.slice(begun, ended)
  const place = names.places.get(name) ?? names.order.push(name) - 1
  names.places.set(name, place)
  names.next = place + 1
}

/** Whether what stands at `index` of a string that began at `begun` is escaped. */
const isEscaped = (text: string, index: number, begun: number): boolean => {
  let first = index
  while (first > begun && text.charCodeAt(first - 1) === backslash) first--
  return (index - first) % 2 === 1
}

/** Looks at `text` from `from` to about `to`, and answers where it stopped; null as soon as it holds more than it may. */
const lookThrough = (text: string, from: number, to: number, place: Place): number | null => {
  const { counts, names } = place
  let index = from
  for (; index < to; index++) {
    if (place.isString) {
      index = text.indexOf('"', index)
      if (index < 0) return text.length
      if (isEscaped(text, index, place.begun)) continue
      place.isString = false
      place.ended = index
      continue
    }
    const code = text.charCodeAt(index)
    if (code === quote) {
      place.isString = true
      place.begun = index + 1
    } else if (code === comma) {
      const count = (counts.pop() ?? 0) + 1
      if (count >= mostRows) return null
      counts.push(count)
    } else if (code === colon) {
      note(text, place.begun, place.ended, names)
      if (names.order.length > mostNames) return null
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
  const names = { order: [], places: new Map(), next: 0 }
  const place: Place = { counts: [], names, begun: 0, ended: 0, isString: false }
  let from: number | null = 0
  while (from !== null && from < text.length) {
    if (from > 0) await setImmediate()
    from = lookThrough(text, from, Math.min(from + sliceLength, text.length), place)
  }
  return from !== null
}
