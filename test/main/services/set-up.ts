import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { Transport } from '../../../src/main/base/transport.ts'
import type { Connector } from '../../../src/main/connectors/connector.ts'
import { createHttp } from '../../../src/main/connectors/http.ts'
import { connectors } from '../../../src/main/connectors/index.ts'
import { createTransport } from '../../../src/main/platform/https/index.ts'
import { openStore } from '../../../src/main/platform/store/index.ts'
import { createServices } from '../../../src/main/services/index.ts'
import type { BuiltInService, Store } from '../../../src/main/services/ports.ts'
import type { Connect } from '../../../src/main/services/scopes.ts'
import type { KeyId, Scope } from '../../../src/shared/domain/key.ts'
import { AppError, type ErrorInfo, infoOf } from '../../../src/shared/error.ts'
import { type KeyService, startKeyService } from '../../../tools/key-service.ts'
import { fakeClipboard, fakeClock, fakeVault, noBuiltIn, recordEmit } from '../../fakes.ts'

const workerUrl = new URL('../../../src/main/platform/store/worker.ts', import.meta.url)

export const openTestStore = (folder: string, now?: () => number): Promise<Store> =>
  openStore(join(folder, 'claviger.db'), workerUrl, now)

export type Network = {
  /** Replaces what every request meets; null is the network as it is. */
  readonly meet: (between: ((next: Transport) => Transport) | null) => void
  /** Method and path of everything that was sent. */
  readonly sent: string[]
}

/** The application without its window: real store, real HTTPS, real service; keychain and clipboard in memory. */
export const startServices = async (builtIn?: BuiltInService) => {
  const folder = await mkdtemp(join(tmpdir(), 'claviger-data-'))
  const clock = fakeClock(Date.now())
  const store = await openTestStore(folder, clock.now)
  return { folder, ...(await servicesOver(store, builtIn, clock)) }
}

export const servicesOver = async (
  store: Store,
  builtIn = noBuiltIn,
  clock = fakeClock(Date.now()),
  offered: readonly Connector[] = connectors,
) => {
  const { transport, close } = createTransport({ random: () => 0 })
  let between: ((next: Transport) => Transport) | null = null
  const sent: string[] = []
  const wire: Transport = request => {
    sent.push(`${request.method} ${new URL(request.url).pathname}`)
    return (between?.(transport) ?? transport)(request)
  }
  const [vault, clipboard] = [fakeVault(), fakeClipboard()]
  const { emit, events } = recordEmit()
  const connect: Connect = (endpoint, credential, calling) =>
    createHttp({ transport: wire, endpoint, credential, calling, now: clock.now })
  const [logged, opened]: [string[], string[]] = [[], []]
  const log = (event: string) => void logged.push(event)
  const ports = { store, vault, builtIn, clipboard, clock, emit, log }
  const openPage = async (url: string) => void opened.push(url)
  const services = createServices({ ...ports, connectors: offered, openPage, connect })
  const network: Network = {
    meet: change => {
      between = change
    },
    sent,
  }
  return {
    ...{ ...services, store, vault, clipboard, clock, events, logged, opened, network },
    stop: async () => {
      services.sync.stop()
      await close()
      await store.close()
    },
  }
}

export type Services = Awaited<ReturnType<typeof startServices>>

export const removeFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true })

/** What the keychain of one holds, the other's holds too. */
export const shareKeychain = async (
  from: Pick<Services, 'vault'>,
  to: Pick<Services, 'vault'>,
): Promise<void> => {
  for (const [account, value] of from.vault.entries) await to.vault.set(account, value)
}

/** A service that knows both environments is one place for them. */
export const placesOf = ({ url, certificate, fingerprint }: KeyService) => {
  const place = { url, trust: { ca: certificate, pin: fingerprint }, settings: {} }
  return { preview: place, production: place }
}

export const connectTo = async (services: Pick<Services, 'connections'>, service: KeyService) => {
  const connection = await services.connections.add({
    name: `Service ${randomUUID().slice(0, 8)}`,
    connector: 'claviger',
    places: placesOf(service),
    credentials: { preview: service.tokens.preview, production: service.tokens.production },
    keep: 'keychain',
  })
  return {
    connection,
    preview: { connection: connection.id, environment: 'preview' } as const,
    production: { connection: connection.id, environment: 'production' } as const,
  }
}

type Connected = Awaited<ReturnType<typeof connectTo>> & {
  readonly service: KeyService
  readonly services: Services
}

/** One key service for the file and, for each test, an application of its own that is connected to it: `take` gets both. */
export const beforeEachConnected = (take: (at: Connected) => void): void => {
  let service: KeyService
  let services: Services
  beforeAll(async () => {
    service = await startKeyService()
  })
  afterAll(() => service.remove())
  beforeEach(async () => {
    services = await startServices()
    take({ service, services, ...(await connectTo(services, service)) })
  })
  afterEach(async () => {
    await services.stop()
    await removeFolder(services.folder)
  })
}

/** What the service says to a key that is presented in Preview. */
export const verdictAt = async (service: KeyService, secret: string): Promise<unknown> => {
  const said = await service.verify('preview', secret)
  return said instanceof Object && 'code' in said ? said.code : said
}

/** What another administrator does to a key of Preview; answers its new secret, where there is one. */
export const postKey = async (
  service: KeyService,
  what: string,
  body?: unknown,
): Promise<string> => {
  const path = `/v1/environments/preview/keys/${what}`
  const answer = await service.ask('POST', path, service.tokens.preview, body)
  expect(answer.status).toBeLessThan(300)
  return answer.body instanceof Object && 'secret' in answer.body ? String(answer.body.secret) : ''
}

type Run = Pick<Services, 'issuing' | 'keys' | 'reveals' | 'store' | 'vault'>

/** Another run of the application over the same store, or over what a test puts in its place. */
export const nextRun = async (of: Run, store = of.store) => {
  const next = await servicesOver(store)
  await shareKeychain(of, next)
  return next
}

export const secretOf = async (of: Run, { id }: { readonly id: string }): Promise<string> =>
  (await of.reveals.show({ id })).secret

/** What a change of a key that is in the cache needs. */
export const changeOf = async (of: Run, scope: Scope, key: KeyId) => {
  const row = await of.keys.get({ ...scope, key })
  if (!row) throw new Error('The key is not in the cache')
  return { ...scope, key, version: row.version }
}

/** A key whose secret is stored. */
export const makeKey = async (of: Run, scope: Scope, name = 'checkout') => {
  const draft = { name, description: null, expiresAt: null }
  const reveal = await of.issuing.create({ ...scope, intent: randomUUID(), draft })
  const secret = await secretOf(of, reveal)
  await of.reveals.acknowledge({ id: reveal.id })
  const change = await changeOf(of, scope, reveal.key)
  return { secret, change, target: { ...scope, key: reveal.key } }
}

export const rotationOf = (change: Awaited<ReturnType<typeof changeOf>>) => ({
  ...{ ...change, intent: randomUUID(), overlapSeconds: 0, told: false },
})

/** The service gets every request; the answers to the first `times` of those that change something are lost. */
export const loseAnswers = (times: number) => {
  let left = times
  return (next: Transport): Transport =>
    async request => {
      const response = await next(request)
      if (request.method === 'POST' && left-- > 0) throw new AppError({ code: 'interrupted' })
      return response
    }
}

export const failing = (info: ErrorInfo) => async (): Promise<never> => {
  throw new AppError(info)
}

export const creationOf = (scope: Scope, name: string) => ({
  ...scope,
  intent: randomUUID(),
  draft: { name, description: null, expiresAt: null },
})

/** A key is made, and every answer that tells of it is lost. */
export const loseCreation = async (of: Services, scope: Scope, name: string) => {
  const wish = creationOf(scope, name)
  of.network.meet(loseAnswers(Number.POSITIVE_INFINITY))
  const failure = await of.issuing.create(wish).catch(infoOf)
  of.network.meet(null)
  expect(failure).toEqual({ code: 'outcome-unknown', intent: wish.intent, repeatable: true })
  expect(of.events.at(-1)).toEqual({ name: 'reveals-changed', data: null })
  return wish
}

/** Ids of the service's keys of this name, in Preview. */
export const namedAt = async (service: KeyService, name: string): Promise<readonly string[]> => {
  const path = '/v1/environments/preview/keys?limit=1000'
  const { body } = await service.ask('GET', path, service.tokens.preview)
  const { data } = body as {
    readonly data: readonly { readonly id: string; readonly name: string }[]
  }
  return data.filter(key => key.name === name).map(key => key.id)
}
