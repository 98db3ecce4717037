import { mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, systemClock } from '../../src/main/base/clock.ts'
import { faultOf } from '../../src/main/base/fault.ts'
import { type Limits, standardLimits, type Transport } from '../../src/main/base/transport.ts'
import type { Connector } from '../../src/main/connectors/connector.ts'
import { createHttp } from '../../src/main/connectors/http.ts'
import { connectors } from '../../src/main/connectors/index.ts'
import { createHandlers } from '../../src/main/ipc/handlers.ts'
import { createRouter } from '../../src/main/ipc/router.ts'
import {
  createTransport,
  readCertificate,
  type TransportParts,
} from '../../src/main/platform/https/index.ts'
import { openLogFile } from '../../src/main/platform/log-file.ts'
import { openStore } from '../../src/main/platform/store/index.ts'
import { createServices } from '../../src/main/services/index.ts'
import type { PreferenceFile, Store } from '../../src/main/services/ports.ts'
import { createClient } from '../../src/renderer/src/api/client.ts'
import { type AppContract, contract } from '../../src/shared/contract/index.ts'
import type { Connection } from '../../src/shared/domain/connection.ts'
import { type Environment, environments } from '../../src/shared/domain/environment.ts'
import type { Scope } from '../../src/shared/domain/key.ts'
import { defaultPreferences, Preferences } from '../../src/shared/domain/preferences.ts'
import { type ErrorInfo, infoOf, type Result } from '../../src/shared/error.ts'
import type { KeyService } from '../../tools/key-service.ts'
import { fakeClipboard, fakeVault, noBuiltIn, recordEmit } from '../fakes.ts'
import { measured } from './figures.ts'
import type { Front } from './front.ts'

const workerUrl = new URL('../../src/main/platform/store/worker.ts', import.meta.url)

/** What crossed the door once. */
export type Crossing = {
  readonly route: string
  readonly input: unknown
  readonly result: Result<unknown>
}

type Earlier = {
  readonly root: string
  readonly vault: ReturnType<typeof fakeVault>
  readonly connection: Connection
}

export type WorldParts = {
  /** Where the keys are: the front's own tokens and place, or another's. */
  readonly service: KeyService
  readonly front: Front
  /** The world before, which was stopped or has crashed: its data folder and keychain are this one's. */
  readonly after?: Earlier
  readonly clock?: Clock
  readonly connectors?: readonly Connector[]
  /** Other limits than the application's own. */
  readonly limits?: Partial<Limits>
  /** Other parts of the transport: proxy settings, chance, names of hosts. */
  readonly transport?: Partial<TransportParts>
  /** In place of the store in its own thread. */
  readonly openStore?: (file: string, now: () => number) => Store
  /** Between the application and the network. */
  readonly between?: (next: Transport) => Transport
  /** What the application has in place of its store, its keychain and its clipboard. */
  readonly through?: <T extends object>(port: T) => T
}

const asItIs = <T>(port: T): T => port

const preferencesInMemory = (): PreferenceFile & { readonly reset: boolean } => {
  let current = defaultPreferences
  return {
    reset: false,
    read: () => current,
    write: change => {
      current = Preferences.parse({ ...current, ...change })
      return current
    },
  }
}

/** What no one has caught, told as long as it is listened to. */
const listenForFaults = () => {
  const faults: unknown[] = []
  const note = (cause: unknown): void => void faults.push(cause)
  process.on('unhandledRejection', note)
  return { faults, stop: () => void process.off('unhandledRejection', note) }
}

/**
 * The application without its window, below a folder of its own: real store, log file, HTTPS, router and contract.
 * Keychain and clipboard are in memory. It is connected to `front` in both environments, with the service's tokens.
 */
export const startWorld = async (parts: WorldParts) => {
  const { service, front, clock = systemClock, after, through = asItIs } = parts
  const root = after?.root ?? (await mkdtemp(join(tmpdir(), 'claviger-hostile-')))
  const [data, temp] = [join(root, 'data'), join(root, 'temp')]
  for (const folder of [data, temp]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  const temporary = process.env.TMPDIR
  process.env.TMPDIR = temp
  const log = openLogFile(data, clock.now)
  const file = join(data, 'store', 'claviger.db')
  const store = parts.openStore?.(file, clock.now) ?? (await openStore(file, workerUrl, clock.now))
  const { transport, close } = createTransport(parts.transport)
  const wire = parts.between?.(transport) ?? transport
  const vault = after?.vault ?? fakeVault()
  const clipboard = fakeClipboard()
  const { emit, events } = recordEmit()
  const noticed = listenForFaults()
  const services = createServices({
    ...{ store: through(store), vault: through(vault), clipboard: through(clipboard) },
    ...{ clock, emit, log, builtIn: noBuiltIn },
    connectors: parts.connectors ?? connectors,
    openPage: async () => undefined,
    connect: (endpoint, credential, calling) =>
      createHttp({
        ...{ transport: wire, endpoint, credential, calling, now: clock.now },
        limits: { ...standardLimits, ...parts.limits },
      }),
  })
  const handlers = createHandlers({
    ...{ ...services, store: through(store), preferences: preferencesInMemory(), readCertificate },
    ...{ version: '0.0.0', onPreference: () => undefined },
  })
  const onIncident = (incident: string, route: string, cause: unknown) => {
    noticed.faults.push(cause)
    log('incident', { incident, route, ...faultOf(cause) })
  }
  const router = createRouter(contract, handlers, onIncident)
  const crossed: Crossing[] = []
  const planted: string[] = []
  const request = async (route: string, input: unknown) => {
    const result = await router(route, input)
    crossed.push({ route, input, result })
    return result
  }
  const client = createClient<AppContract>({ request, subscribe: () => () => undefined })
  const connection =
    after?.connection ??
    (await client.connections.add({
      name: 'Hostile',
      connector: parts.connectors?.[0]?.info.id ?? 'claviger',
      places: { preview: front.place, production: front.place },
      credentials: { preview: service.tokens.preview, production: service.tokens.production },
      keep: 'keychain',
    }))
  const scopeOf = (environment: Environment): Scope => ({
    connection: connection.id,
    environment,
  })
  const letGo = async (): Promise<void> => {
    await close()
    await store.close()
    noticed.stop()
    if (temporary === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = temporary
  }

  return {
    ...{ root, data, temp, service, front, client, connection, crossed, events, vault, clipboard },
    ...{ clock, services, store, request },
    preview: scopeOf('preview'),
    production: scopeOf('production'),
    scopes: environments.map(scopeOf),
    /** Unhandled rejections, and bugs that became incidents. */
    faults: noticed.faults,
    /** Whatever must never be found: the admin tokens, and every secret that the service made for the application. */
    canaries: (): readonly string[] => [
      ...Object.values(service.tokens),
      ...planted,
      ...new Set(front.made.map(({ secret }) => secret)),
    ],
    /** A service is about to say this secret where none belongs. */
    plant: (canary: string): string => {
      planted.push(canary)
      return canary
    },
    /** Ends it as a person does. */
    stop: async (): Promise<void> => {
      services.sync.stop()
      await services.proofs.stop()
      await services.clearClipboard()
      await letGo()
    },
    /** Ends it where it stands, as a crash does: what came through `through` and `between` must hear no more. */
    kill: (): Promise<void> => letGo(),
    /** Removes what it has left, when it was stopped. */
    remove: (): Promise<void> => rm(root, { recursive: true, force: true }),
  }
}

export type World = Awaited<ReturnType<typeof startWorld>>

/** What came of one thing that was tried: `error` is null when it succeeded, `ms` what it took. */
export type Attempt<T = unknown> = {
  readonly value: T | null
  readonly error: ErrorInfo | null
  readonly ms: number
  readonly blockedMs: number
}

/** Does one thing through the door, and measures it. What is thrown without being an `AppError` is thrown on. */
export const attempt = async <T>(work: () => Promise<T>): Promise<Attempt<T>> => {
  const settled = async () => {
    try {
      return { value: await work(), error: null }
    } catch (cause) {
      const error = infoOf(cause)
      if (error === null) throw cause
      return { value: null, error }
    }
  }
  const { value: outcome, ...taken } = await measured(settled)
  return { ...outcome, ...taken }
}
