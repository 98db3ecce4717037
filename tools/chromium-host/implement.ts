import { EventEmitter } from 'node:events'

/** The one refusal of this host: what it lacks fails at the first touch, not somewhere later. */
export const notImplemented = (name: string): never => {
  throw new Error(`not implemented by the Chromium host: ${name}`)
}

// The language and Node look these up on any object (await, JSON, inspection).
const askedByTheLanguage: ReadonlySet<PropertyKey> = new Set(['then', 'toJSON', 'constructor'])

/**
 * Presents `members`, and the emitter's own, as the whole Electron type; every member that is not
 * there throws on access and on assignment.
 */
export const implement = <T extends object>(
  name: string,
  members: Partial<T>,
  emitter: object = {},
): T =>
  new Proxy(Object.defineProperties(emitter, Object.getOwnPropertyDescriptors(members)), {
    get: (target, key) =>
      key in target || typeof key === 'symbol' || askedByTheLanguage.has(key)
        ? Reflect.get(target, key)
        : notImplemented(`${name}.${key}`),
    set: (target, key, value) =>
      key in target ? Reflect.set(target, key, value) : notImplemented(`${name}.${String(key)}`),
    // Every member that T promises and `members` lacks throws, so T is safe to hand out.
  }) as T

// Something that can be called and constructed, for a proxy to stand before.
const hollow = (): object => class {}

/** A whole Electron module or class that this host does not have. */
export const absent = (name: string): unknown =>
  new Proxy(hollow(), {
    get: (_, key) => (typeof key === 'symbol' ? undefined : notImplemented(`${name}.${key}`)),
    apply: () => notImplemented(name),
    construct: () => notImplemented(name),
  })

/** A callable class of Electron whose instances are made by `create`. */
export const constructible = <T extends object>(
  name: string,
  create: (...parameters: never[]) => object,
  statics: object,
): T =>
  new Proxy(hollow(), {
    construct: (_, parameters) => Reflect.apply(create, undefined, parameters),
    get: (_, key) =>
      key in statics || typeof key === 'symbol'
        ? Reflect.get(statics, key)
        : notImplemented(`${name}.${key}`),
    // The class is only ever constructed or asked for the statics above.
  }) as unknown as T

/** An emitter that knows `events` and no other: listening for anything else throws. */
export const createEmitter = (name: string, events: readonly string[]): EventEmitter => {
  const known = new Set([...events, 'newListener', 'removeListener', 'error'])
  return new EventEmitter().on('newListener', (event: string | symbol) => {
    if (typeof event === 'string' && !known.has(event)) notImplemented(`${name}.on('${event}')`)
  })
}

export type HostEvent = { readonly defaultPrevented: boolean; preventDefault(): void }

/** Electron's event object with `details` on it. */
export const createEvent = <Details extends object>(details: Details): Details & HostEvent => {
  let prevented = false
  return Object.defineProperties(
    {
      ...details,
      preventDefault: () => {
        prevented = true
      },
      defaultPrevented: false,
    },
    { ...Object.getOwnPropertyDescriptors(details), defaultPrevented: { get: () => prevented } },
  )
}

/** Emits a preventable event; true when a listener prevented it. */
export const emitPreventable = (
  emitter: EventEmitter,
  event: string,
  details: object = {},
  ...rest: readonly unknown[]
): boolean => {
  const subject = createEvent(details)
  emitter.emit(event, subject, ...rest)
  return subject.defaultPrevented
}
