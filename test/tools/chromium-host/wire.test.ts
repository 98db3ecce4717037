import { describe, expect, it } from 'vitest'
import { decode, encode } from '../../../tools/chromium-host/wire.ts'

describe('the wire between main and preload', () => {
  it.each([
    ['undefined', undefined],
    ['null', null],
    ['text that looks like a tag', ['u', ['a', 1]]],
    ['numbers', [0, -1.5, Number.NaN, Number.POSITIVE_INFINITY]],
    ['bigint', 2n ** 70n],
    ['nested', { a: { b: [{ c: undefined }] }, '': 1 }],
    [
      'what is JSON as it is',
      { ok: true, rows: [{ name: 'a "b" \u2028', at: null, of: [[], {}] }] },
    ],
    ['what is JSON but for one leaf', { rows: [{ at: 1 }, { at: undefined }] }],
    ['a list with a hole', [1, undefined, 3]],
    ['date', new Date(1234)],
    ['bytes', new Uint8Array([0, 127, 128, 255])],
    ['map and set', new Map<unknown, unknown>([[{ k: 1 }, new Set([1, 'x'])]])],
  ])('carries %s', (_, value) => {
    expect(decode(encode(value))).toEqual(value)
  })

  it('carries the same object twice, and its own __proto__ key as a key', () => {
    const shared = { x: 1 }
    const value = JSON.parse('{"__proto__": {"polluted": true}}')
    const copy = decode(encode({ a: shared, b: shared, value })) as { readonly value: object }
    expect(copy).toMatchObject({ a: shared, b: shared })
    expect(Object.getPrototypeOf(copy.value)).toBe(Object.prototype)
    expect(Object.keys(copy.value)).toEqual(['__proto__'])
  })

  it('carries an error by its name and message, never its stack', () => {
    const copy = decode(encode(new RangeError('too far')))
    expect(copy).toBeInstanceOf(Error)
    expect(copy).toMatchObject({ name: 'RangeError', message: 'too far' })
    expect(encode(new Error('x'))).not.toContain(import.meta.filename)
  })

  it.each([
    ['a function', () => undefined],
    ['a symbol', Symbol('s')],
    ['a promise', Promise.resolve()],
  ])('refuses %s', (_, value) => {
    expect(() => encode([value])).toThrow('could not be cloned')
  })

  it('refuses a cycle and an unknown tag', () => {
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    expect(() => encode(cycle)).toThrow('cyclic')
    expect(() => decode('["?", 1]')).toThrow('Not a message')
  })
})
