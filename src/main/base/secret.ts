import { inspect } from 'node:util'

/** A value that no log, template string, JSON or error shows. `expose()` is the only way out. */
export type Secret = {
  readonly expose: () => string
  readonly toString: () => string
  readonly toJSON: () => string
}

const veil = '[secret]'

// Weak: that a secret can be kept out of a log must not be why it stays in memory.
const living = new Set<WeakRef<Secret>>()
const buried = new FinalizationRegistry<WeakRef<Secret>>(one => living.delete(one))

/**
 * The same of a text that may be no secret at all, as what somebody has on the clipboard: a plain word that was known to
 * the redactor would be taken out of every name that has it.
 */
export const unverified = (value: string): Secret =>
  Object.freeze({
    expose: () => value,
    toString: () => veil,
    toJSON: () => veil,
    [inspect.custom]: () => veil,
  })

export const secret = (value: string): Secret => {
  const made = unverified(value)
  const one = new WeakRef(made)
  living.add(one)
  buried.register(made, one)
  return made
}

/** Every secret that somebody in this process still holds: credentials, new keys, a key that is being checked. */
export const liveSecrets = (): readonly Secret[] => [...living].flatMap(one => one.deref() ?? [])
