import { afterEach, beforeEach } from 'vitest'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { apis, rootKeys, startTwoApis } from '../connectors/unkey/harness.ts'
import type { StandIn } from '../connectors/unkey/stand-in.ts'
import { removeFolder, type Services, startServices } from './set-up.ts'

type Connected = {
  readonly service: StandIn
  readonly services: Services
  /** Preview of a service that gives a rotated key's place to another key. */
  readonly scope: Scope
}

/** For each test, an application of its own and a service that it is connected to: `take` gets both. */
export const beforeEachAtUnkey = (take: (at: Connected) => void): void => {
  let service: StandIn
  let services: Services
  beforeEach(async () => {
    service = await startTwoApis()
    services = await startServices()
    const placeOf = (api: string) => ({
      ...{ url: service.url, trust: { ca: null, pin: null }, settings: { api } },
    })
    const { id } = await services.connections.add({
      ...{ name: 'Unkey', connector: 'unkey', keep: 'keychain', credentials: rootKeys },
      places: { preview: placeOf(apis.preview), production: placeOf(apis.production) },
    })
    take({ service, services, scope: { connection: id, environment: 'preview' } })
  })
  afterEach(async () => {
    await services.stop()
    await service.stop()
    await removeFolder(services.folder)
  })
}
