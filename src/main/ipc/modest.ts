/** What a page may send with one request: far more than any form of ours holds. Characters are UTF-16 code units. */
export const mostOfInput = { values: 2_000, characters: 1_000_000 } as const

/**
 * True of data that is small and plain. Looked at before anything else is done with it, and without running a getter, so
 * that neither a loop, nor depth, nor size can keep the schemas busy.
 */
export const isModest = (input: unknown): boolean => {
  const waiting = [input]
  let values = 0
  let characters = 0
  while (waiting.length > 0) {
    const value = waiting.pop()
    values += 1
    if (typeof value === 'string') characters += value.length
    const inside = insideOf(value)
    if (!inside) return false
    for (const [key, inner] of inside) {
      characters += key.length
      waiting.push(inner)
    }
    if (values + waiting.length > mostOfInput.values || characters > mostOfInput.characters)
      return false
  }
  return true
}

/** What stands in a value, by its keys; null where it is not to be looked into. */
const insideOf = (value: unknown): readonly (readonly [string, unknown])[] | null => {
  if (typeof value !== 'object' || value === null) return isPlain(value) ? [] : null
  if (!isPlainObject(value)) return null
  if (Array.isArray(value) && value.length > mostOfInput.values) return null
  // To describe a million names takes seconds, to count them does not.
  if (Reflect.ownKeys(value).length > mostOfInput.values) return null
  const properties = Object.entries(Object.getOwnPropertyDescriptors(value))
  const isOdd = properties.some(([key, { get, set }]) => get || set || key === '__proto__')
  return isOdd ? null : properties.map(([key, property]) => [key, property.value])
}

const isPlain = (value: unknown): boolean =>
  value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value)

const isPlainObject = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null
}
