/**
 * The two halves of `contextBridge`. The preload lives in an isolated world, the page in the main
 * one; they share a private event target that no page script ever gets. A `CustomEvent`'s detail is
 * cloned when the other world reads it (structured clone, at once), so only functions and promises
 * need an encoding: they cross as numbers. What has none of them inside crosses as it is. These
 * functions run in the page from their own source: they may use nothing but each other and the
 * language, and they take every built-in function at the start, before a page script can replace it.
 */
type Crossing =
  | readonly ['value', unknown]
  | readonly ['error', string]
  | readonly ['function' | 'promise', number]
  | readonly ['array', readonly Crossing[]]
  | readonly ['object', readonly (readonly [string, Crossing])[]]

type Note =
  | { readonly kind: 'call'; readonly id: number; readonly parameters: readonly Crossing[] }
  | {
      readonly kind: 'answer' | 'settled'
      readonly id: number
      readonly ok: boolean
      readonly result: Crossing
    }

type AnyFunction = (...parameters: unknown[]) => unknown
type Settled = (ok: boolean, value: unknown) => void

/** Own functions and promises become numbers; what they are inside of is walked; the rest is cloned. */
function createPacker(
  keepFunction: (own: AnyFunction) => number,
  keepPromise: (own: Promise<unknown>) => number,
) {
  const { entries, values, getPrototypeOf, prototype } = Object
  const [ArrayOf, ErrorOf, PromiseOf, text] = [Array, Error, Promise, String]
  function isCloned(value: unknown, depth: number): boolean {
    if (typeof value === 'function' || depth > 100) return false
    if (typeof value !== 'object' || value === null) return true
    if (value instanceof PromiseOf || value instanceof ErrorOf) return false
    const parent = getPrototypeOf(value)
    if (!ArrayOf.isArray(value) && parent !== prototype && parent !== null) return true
    const inner = values(value)
    for (let i = 0; i < inner.length; i += 1) if (!isCloned(inner[i], depth + 1)) return false
    return true
  }
  function pack(value: unknown, depth: number): Crossing {
    if (depth > 100) throw new ErrorOf('An object is too deep to cross the bridge')
    // `typeof` says that it can be called, and nothing says more.
    if (typeof value === 'function') return ['function', keepFunction(value as AnyFunction)]
    if (typeof value !== 'object' || value === null) return ['value', value]
    if (value instanceof PromiseOf) return ['promise', keepPromise(value)]
    if (value instanceof ErrorOf) return ['error', text(value.message)]
    if (ArrayOf.isArray(value)) {
      const items: Crossing[] = []
      for (let i = 0; i < value.length; i += 1) items[i] = pack(value[i], depth + 1)
      return ['array', items]
    }
    const parent = getPrototypeOf(value)
    if (parent !== prototype && parent !== null) return ['value', value]
    const list = entries(value)
    const members: [string, Crossing][] = []
    for (let i = 0; i < list.length; i += 1) {
      const entry = list[i]
      if (entry) members[i] = [entry[0], pack(entry[1], depth + 1)]
    }
    return ['object', members]
  }
  return (value: unknown): Crossing => (isCloned(value, 0) ? ['value', value] : pack(value, 0))
}

/** The reverse: every object is made anew in this world, so no prototype crosses. */
function createUnpacker(
  callOther: (id: number, parameters: readonly unknown[]) => unknown,
  waitFor: (id: number) => Promise<unknown>,
) {
  const { defineProperty } = Object
  const ErrorOf = Error
  // Defining, not assigning: neither `__proto__` nor a setter on a prototype takes part.
  function put(target: object, key: string | number, inner: Crossing) {
    const value = unpack(inner)
    const shape = { __proto__: null, value, enumerable: true, configurable: true, writable: true }
    defineProperty(target, key, shape)
  }
  function unpack(crossing: Crossing): unknown {
    switch (crossing[0]) {
      case 'value':
        return crossing[1]
      case 'error':
        return new ErrorOf(crossing[1])
      case 'promise':
        return waitFor(crossing[1])
      case 'function': {
        const id = crossing[1]
        return (...parameters: unknown[]) => callOther(id, parameters)
      }
      case 'array': {
        const items: unknown[] = []
        for (let i = 0; i < crossing[1].length; i += 1)
          put(items, i, crossing[1][i] ?? ['value', null])
        return items
      }
      case 'object': {
        const copy = {}
        for (let i = 0; i < crossing[1].length; i += 1) {
          const member = crossing[1][i]
          if (member) put(copy, member[0], member[1])
        }
        return copy
      }
    }
  }
  return unpack
}

/** Speaks over the private target: hears `own`, tells `peer`. Dispatching is synchronous. */
function createWire(target: EventTarget, own: string, peer: string, hear: (note: Note) => void) {
  const { apply } = Reflect
  const { addEventListener, dispatchEvent } = EventTarget.prototype
  const Detail = CustomEvent
  const detail = Object.getOwnPropertyDescriptor(CustomEvent.prototype, 'detail')?.get
  apply(addEventListener, target, [own, (event: Event) => hear(detail && apply(detail, event, []))])
  return (note: Note) => {
    apply(dispatchEvent, target, [new Detail(peer, { detail: note })])
  }
}

/** Numbers for functions, the same number for the same function. */
function createRegistry() {
  const functions: AnyFunction[] = []
  const numbers = new WeakMap<object, number>()
  const get = numbers.get.bind(numbers)
  const set = numbers.set.bind(numbers)
  const keep = (own: AnyFunction): number => {
    const id = get(own) ?? functions.length
    functions[id] = own
    set(own, id)
    return id
  }
  return { functions, keep }
}

/** One half of the bridge. `first` can be called from the other half by number 0. */
export function createHalf(target: EventTarget, own: string, peer: string, first: AnyFunction) {
  const { apply } = Reflect
  const [ErrorOf, PromiseOf] = [Error, Promise]
  const after = Promise.prototype.then
  const { functions, keep } = createRegistry()
  const waiting: (Settled | undefined)[] = []
  let promises = 0
  let answer: Extract<Note, { kind: 'answer' | 'settled' }> | undefined

  const pack = createPacker(keep, promise => {
    promises += 1
    const id = promises
    const settle = (ok: boolean) => (value: unknown) =>
      tell({ kind: 'settled', id, ok, result: pack(value) })
    apply(after, promise, [settle(true), settle(false)])
    return id
  })
  function packAll(values: readonly unknown[]) {
    const packed: Crossing[] = []
    for (let i = 0; i < values.length; i += 1) packed[i] = pack(values[i])
    return packed
  }
  const callOther = (id: number, values: readonly unknown[]) => {
    answer = undefined
    tell({ kind: 'call', id, parameters: packAll(values) })
    // Assigned while `tell` dispatched, which the compiler cannot see.
    const got = answer as Note | undefined
    if (got?.kind !== 'answer') throw new ErrorOf('The other side of the bridge is gone')
    const value = unpack(got.result)
    if (got.ok) return value
    throw value
  }
  const unpack = createUnpacker(
    callOther,
    id =>
      new PromiseOf((resolve, reject) => {
        waiting[id] = (ok, value) => (ok ? resolve(value) : reject(value))
      }),
  )
  const run = createRunner(functions, pack, unpack)
  const tell = createWire(target, own, peer, note => {
    if (note.kind === 'call') tell(run(note))
    else if (note.kind === 'answer') answer = note
    else {
      const settled = waiting[note.id]
      waiting[note.id] = undefined
      settled?.(note.ok, unpack(note.result))
    }
  })
  keep(first)
  return callOther
}

/** Runs a called function; whatever it throws crosses as an error with its message alone. */
function createRunner(
  functions: readonly AnyFunction[],
  pack: (value: unknown) => Crossing,
  unpack: (crossing: Crossing) => unknown,
) {
  const { apply } = Reflect
  const ErrorOf = Error
  return ({ id, parameters }: Extract<Note, { kind: 'call' }>): Note => {
    try {
      const values: unknown[] = []
      for (let i = 0; i < parameters.length; i += 1)
        values[i] = unpack(parameters[i] ?? ['value', null])
      const own = functions[id]
      if (!own) throw new ErrorOf('No such function')
      return { kind: 'answer', id, ok: true, result: pack(apply(own, undefined, values)) }
    } catch (error) {
      const result = error instanceof ErrorOf ? pack(error) : pack(new ErrorOf('The call failed'))
      return { kind: 'answer', id, ok: false, result }
    }
  }
}

/** Freezes plain objects, arrays and functions all the way down. */
function createDeepFreeze() {
  const { freeze, getPrototypeOf, isFrozen, prototype, values } = Object
  const { isArray } = Array
  return function deepFreeze(value: unknown): unknown {
    if (typeof value === 'function') return freeze(value)
    if (typeof value !== 'object' || value === null || isFrozen(value)) return value
    if (!isArray(value) && getPrototypeOf(value) !== prototype) return value
    freeze(value)
    const inner = values(value)
    for (let i = 0; i < inner.length; i += 1) deepFreeze(inner[i])
    return value
  }
}

/** The page's half: waits for the preload's greeting, then defines what it is told to expose. */
function startMainWorld(window: object, document: EventTarget, greeting: string) {
  const { defineProperty } = Object
  const deepFreeze = createDeepFreeze()
  const [ErrorOf, text] = [Error, String]
  const expose = (key: unknown, value: unknown) => {
    const name = text(key)
    if (name in window)
      throw new ErrorOf('Cannot bind an API on top of an existing property on the window object')
    defineProperty(window, name, {
      value: deepFreeze(value),
      enumerable: true,
      configurable: false,
      writable: false,
    })
  }
  const start = (event: Event) => {
    const { relatedTarget } = event as Event & { readonly relatedTarget: EventTarget | null }
    if (relatedTarget) createHalf(relatedTarget, 'page', 'preload', expose)
  }
  document.addEventListener(greeting, start, { once: true })
}

/** The source of this file's functions, for either world. */
export const membraneSource = (): string =>
  [
    createPacker,
    createUnpacker,
    createWire,
    createRegistry,
    createRunner,
    createHalf,
    createDeepFreeze,
    startMainWorld,
  ].join('\n')
