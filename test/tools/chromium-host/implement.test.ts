import { describe, expect, it } from 'vitest'
import {
  absent,
  constructible,
  createEmitter,
  emitPreventable,
  implement,
} from '../../../tools/chromium-host/implement.ts'

type Thing = { readonly known: () => number; readonly unknown: () => number; size: number }

describe('what the host implements', () => {
  const thing = implement<Thing>('thing', { known: () => 1, size: 2 })

  it('is there; the rest throws on access, by name', () => {
    expect(thing.known()).toBe(1)
    expect(() => thing.unknown).toThrow('not implemented by the Chromium host: thing.unknown')
  })

  it('can be set; the rest throws on assignment too', () => {
    thing.size = 3
    expect(thing.size).toBe(3)
    expect(() => Object.assign(thing, { unknown: () => 2 })).toThrow('thing.unknown')
  })

  it('can be awaited and printed', async () => {
    expect(await thing).toBe(thing)
    expect(() => JSON.stringify(thing)).not.toThrow()
  })

  it('keeps getters alive', () => {
    let size = 1
    const live = implement<{ readonly size: number }>('live', {
      get size() {
        return size
      },
    })
    size = 5
    expect(live.size).toBe(5)
  })

  it('throws for a whole class that is absent, however it is touched', () => {
    // The shape of the class is of no interest to a refusal.
    const Tray = absent('Tray') as { new (): object; (): object; readonly create: () => object }
    expect(() => new Tray()).toThrow('Tray')
    expect(() => Tray()).toThrow('Tray')
    expect(() => Tray.create()).toThrow('Tray.create')
  })

  it('constructs by a function, with its statics and no others', () => {
    type Window = { new (size: number): { readonly size: number }; readonly all: () => number }
    const Window = constructible<Window>('Window', (size: number) => ({ size }), { all: () => 7 })
    expect(new Window(4).size).toBe(4)
    expect(Window.all()).toBe(7)
    expect(() => Reflect.get(Window, 'other')).toThrow('Window.other')
  })

  it('refuses listeners for events that never come', () => {
    const emitter = createEmitter('app', ['ready'])
    expect(() => emitter.on('ready', () => undefined)).not.toThrow()
    expect(() => emitter.on('login', () => undefined)).toThrow("app.on('login')")
  })

  it('tells whether a listener prevented an event', () => {
    const emitter = createEmitter('window', ['close'])
    expect(emitPreventable(emitter, 'close')).toBe(false)
    emitter.on('close', event => event.preventDefault())
    expect(emitPreventable(emitter, 'close', { url: 'x' })).toBe(true)
  })
})
