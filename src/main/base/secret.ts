import { inspect } from 'node:util'

/** A value that no log, template string, JSON or error shows. `expose()` is the only way out. */
export type Secret = {
  readonly expose: () => string
  readonly toString: () => string
  readonly toJSON: () => string
}

const veil = '[secret]'

export const secret = (value: string): Secret =>
  Object.freeze({
    expose: () => value,
    toString: () => veil,
    toJSON: () => veil,
    [inspect.custom]: () => veil,
  })
