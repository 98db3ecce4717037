import { AppError, infoOf } from '../../src/shared/app-error.ts'
import type { Bridge } from '../../src/shared/bridge.ts'
import type { HandlersOf } from '../../src/shared/contract/define.ts'
import type { AppContract, Events } from '../../src/shared/contract/index.ts'
import type { ErrorInfo } from '../../src/shared/error.ts'
import { accessHandlers } from './fake-access.ts'
import { keyHandlers } from './fake-keys.ts'
import { createWorld, type World } from './fake-world.ts'

export type FakeBridge = Bridge & {
  readonly world: World
  /** Fails every request to `route` with `error` until it is given null. */
  readonly fail: (route: string, error: ErrorInfo | null) => void
  /** Holds back every answer to `route` until the undo is called. */
  readonly hold: (route: string) => () => void
  readonly emit: <Name extends keyof Events>(name: Name, data: Events[Name]) => void
  /** Routes that were asked, in order, with their inputs. */
  readonly asked: readonly { readonly route: string; readonly input: unknown }[]
}

/** All of main's routes in memory, so that the page runs and can be seen in every state. */
export const createFakeBridge = (world: World = createWorld()): FakeBridge => {
  const listeners = new Set<(name: string, data: unknown) => void>()
  const failures = new Map<string, ErrorInfo>()
  const held = new Map<string, Promise<void>>()
  const asked: { readonly route: string; readonly input: unknown }[] = []

  const emit: FakeBridge['emit'] = (name, data) => {
    for (const listener of listeners) listener(name, data)
  }
  const handlers: HandlersOf<AppContract> = {
    ...accessHandlers(world, emit),
    ...keyHandlers(world, emit),
  }

  const answer = async (route: string, input: unknown): Promise<unknown> => {
    const [domain = '', name = ''] = route.split('.')
    const found = (handlers as Record<string, Record<string, unknown>>)[domain]?.[name]
    if (typeof found !== 'function') throw new AppError({ code: 'unknown-route' })
    await held.get(route)
    const failure = failures.get(route)
    if (failure) throw new AppError(failure)
    return found(structuredClone(input))
  }

  return {
    world,
    emit,
    asked,
    fail: (route, error) => {
      if (error) failures.set(route, error)
      else failures.delete(route)
    },
    hold: route => {
      const { promise, resolve } = Promise.withResolvers<void>()
      held.set(route, promise)
      return () => {
        held.delete(route)
        resolve()
      }
    },
    subscribe: listener => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    request: async (route, input) => {
      asked.push({ route, input })
      try {
        return { ok: true, value: structuredClone(await answer(route, input)) }
      } catch (cause) {
        const error = infoOf(cause) ?? { code: 'internal', incident: String(cause) }
        return { ok: false, error }
      }
    },
  }
}
