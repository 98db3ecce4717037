/**
 * What crosses between main and preload, as text: JSON, undefined, NaN and the infinities, bigint,
 * Date, Uint8Array, Map, Set and Error. Anything else is refused as the structured clone refuses it,
 * and so are cycles, which that would carry. These functions also run in the page's isolated world,
 * from their own source: they may use nothing but each other and the language.
 */
type Wire = null | boolean | number | string | WireList
// An interface, since a type alias may not name itself here.
interface WireList extends ReadonlyArray<Wire> {}

function packObject(value: object, pack: (inner: unknown) => Wire): Wire {
  if (Array.isArray(value)) return ['a', ...Array.from(value, pack)]
  if (value instanceof Date) return ['d', value.getTime()]
  if (value instanceof Map) return ['m', ...[...value].flat().map(pack)]
  if (value instanceof Set) return ['s', ...[...value].map(pack)]
  if (value instanceof Error) return ['e', value.name, value.message]
  if (value instanceof Uint8Array) {
    let binary = ''
    for (const byte of value) binary += String.fromCharCode(byte)
    return ['b', btoa(binary)]
  }
  const tag = Object.prototype.toString.call(value)
  if (tag !== '[object Object]') throw new Error(`An object could not be cloned: ${tag}`)
  return ['o', ...Object.entries(value).flatMap(([key, inner]) => [key, pack(inner)])]
}

function packValue(value: unknown, above: readonly object[]): Wire {
  switch (typeof value) {
    case 'undefined':
      return ['u']
    case 'boolean':
    case 'string':
      return value
    case 'number':
      return Number.isFinite(value) ? value : ['n', String(value)]
    case 'bigint':
      return ['i', String(value)]
    case 'object': {
      if (value === null) return null
      if (above.includes(value)) throw new Error('An object could not be cloned: it is cyclic')
      const inside = [...above, value]
      return packObject(value, inner => packValue(inner, inside))
    }
    default:
      throw new Error(`An object could not be cloned: ${typeof value}`)
  }
}

function pairs(items: readonly unknown[]): [unknown, unknown][] {
  return items.flatMap((item, index): [unknown, unknown][] =>
    index % 2 === 0 ? [[item, items[index + 1]]] : [],
  )
}

function unpackValue(wire: Wire): unknown {
  if (wire === null || typeof wire !== 'object') return wire
  const [tag, ...rest] = wire
  const text = String(rest[0])
  switch (tag) {
    case 'u':
      return undefined
    case 'n':
      return Number(text)
    case 'i':
      return BigInt(text)
    case 'd':
      return new Date(Number(rest[0]))
    case 'e':
      return Object.assign(new Error(String(rest[1])), { name: text })
    case 'b':
      return Uint8Array.from(atob(text), character => character.charCodeAt(0))
    case 'a':
      return rest.map(unpackValue)
    case 's':
      return new Set(rest.map(unpackValue))
    case 'm':
      return new Map(pairs(rest.map(unpackValue)))
    case 'o':
      return Object.fromEntries(
        pairs(rest).map(([key, inner]) => [key, unpackValue(inner as Wire)]),
      )
    default:
      throw new Error(`Not a message of this host: ${tag}`)
  }
}

/** Whether JSON alone carries it as it is. What is deeper than this may be a cycle. */
function isJson(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) {
    return value === null || typeof value === 'string' || typeof value === 'boolean'
  }
  if (depth > 20) return false
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) if (!isJson(value[at], depth + 1)) return false
    return true
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return false
  for (const inner of Object.values(value)) if (!isJson(inner, depth + 1)) return false
  return true
}

/** Text of `value`; throws when it cannot be cloned. What is JSON already, as nearly everything is, goes as that. */
export function encode(value: unknown): string {
  return isJson(value, 0) ? `=${JSON.stringify(value)}` : JSON.stringify(packValue(value, []))
}

/** The reverse of `encode`. */
export function decode(text: string): unknown {
  return text.startsWith('=') ? JSON.parse(text.slice(1)) : unpackValue(JSON.parse(text))
}

/** The source of this file's functions, for the isolated world. */
export const wireSource = (): string =>
  [packObject, packValue, pairs, unpackValue, isJson, encode, decode].join('\n')
