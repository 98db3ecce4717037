import { AppError, infoOf } from '../../src/shared/app-error.ts'
import type { Bridge } from '../../src/shared/bridge.ts'
import type { HandlersOf } from '../../src/shared/contract/define.ts'
import type { AppContract, Events } from '../../src/shared/contract/index.ts'
import type { ErrorInfo } from '../../src/shared/error.ts'
import { createWorld, liveSync, nameOf, type World } from './fake-world.ts'

export type FakeBridge = Bridge & {
  readonly world: World
  /** Fails every request to `route` with `error` until it is given null. */
  readonly fail: (route: string, error: ErrorInfo | null) => void
  readonly emit: <Name extends keyof Events>(name: Name, data: Events[Name]) => void
  /** Routes that were asked, in order, with their inputs. */
  readonly asked: readonly { readonly route: string; readonly input: unknown }[]
}

type Handlers = {
  readonly [Domain in keyof AppContract]: Partial<HandlersOf<AppContract>[Domain]>
}

const handlersOf = (world: World): Handlers => ({
  app: {
    info: async () => ({ version: '0.1.0', notices: world.notices, readOnly: world.readOnly }),
    preferences: async () => world.preferences,
    prefer: async change => {
      world.preferences = Object.assign({}, world.preferences, change)
      return world.preferences
    },
    lockState: async () => ({ locked: world.locked, waiting: world.reveals.length }),
  },
  audit: {},
  files: {},
  proofs: { list: async () => world.proofs },
  handOffs: { open: async () => world.handOffs },
  connections: {
    list: async () => world.connections,
    connectors: async () => world.connectors,
    profile: async scope => world.profiles.get(nameOf(scope)) ?? null,
  },
  keys: {
    sync: async scope => world.sync.get(nameOf(scope)) ?? liveSync(scope, 0, world.now),
    watch: async () => null,
  },
  reveals: { pending: async () => world.reveals, open: async () => world.intents },
})

/** The routes of main that a session asks, in memory. */
export const createFakeBridge = (world: World = createWorld()): FakeBridge => {
  const listeners = new Set<(name: string, data: unknown) => void>()
  const failures = new Map<string, ErrorInfo>()
  const asked: { readonly route: string; readonly input: unknown }[] = []

  const emit: FakeBridge['emit'] = (name, data) => {
    for (const listener of listeners) listener(name, data)
  }
  const handlers = handlersOf(world)

  const answer = async (route: string, input: unknown): Promise<unknown> => {
    const failure = failures.get(route)
    if (failure) throw new AppError(failure)
    const [domain = '', name = ''] = route.split('.')
    const found = (handlers as Record<string, Record<string, unknown>>)[domain]?.[name]
    if (typeof found !== 'function') throw new AppError({ code: 'unknown-route' })
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
