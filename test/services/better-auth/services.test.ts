import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { infoOf } from '../../../src/shared/error.ts'
import { makeKey, removeFolder, type Services, startServices } from '../../main/services/set-up.ts'
import { type BetterAuth, type SignedUp, startBetterAuth } from './service.ts'

let service: BetterAuth
let services: Services
let user: SignedUp
let preview: Scope
let production: Scope

const connect = async (config: BetterAuth['configs']): Promise<void> => {
  const place = { url: service.url, trust: { ca: service.ca, pin: null } }
  const { id: connection } = await services.connections.add({
    ...{ name: `Shop ${randomUUID().slice(0, 8)}`, connector: 'better-auth' },
    places: {
      preview: { ...place, settings: { config: config.preview } },
      production: { ...place, settings: { config: config.production } },
    },
    credentials: { preview: user.token, production: user.token },
    keep: 'keychain',
  })
  preview = { connection, environment: 'preview' }
  production = { connection, environment: 'production' }
}

beforeAll(async () => {
  service = await startBetterAuth()
})
afterAll(() => service.remove())
beforeEach(async () => {
  user = await service.signUp(`${randomUUID()}@example.com`)
  services = await startServices()
  await connect(service.configs)
})
afterEach(async () => {
  await services.stop()
  await removeFolder(services.folder)
})

const rows = async (scope: Scope) => {
  const { rows } = await services.keys.window({
    ...{ scope, kind: null, search: '', states: null, offset: 0, limit: 200 },
    sort: { column: 'name', descending: false },
  })
  return rows.map(({ name, state }) => [name, state])
}
const noticed = async () =>
  (await services.store.activity.list(null, 20))
    .filter(({ by }) => by === 'elsewhere')
    .map(({ kind, keyName }) => [kind, keyName])

describe('better-auth in the application', () => {
  it('keeps the keys of the two environments apart', async () => {
    await makeKey(services, preview, 'tried')
    const { secret } = await makeKey(services, production, 'real')
    expect(await services.sync.refresh(preview)).toMatchObject({ phase: 'live', count: 1 })
    expect(await services.sync.refresh(production)).toMatchObject({ phase: 'live', count: 1 })
    expect(await rows(preview)).toEqual([['tried', 'active']])
    expect(await rows(production)).toEqual([['real', 'active']])
    expect(await service.accepts('production', secret)).toBe(true)
    expect(await service.accepts('preview', secret)).toBe(false)
  })

  it('leaves a trace of a key that has expired and that the service has removed', async () => {
    const { target, secret } = await makeKey(services, production, 'over')
    await services.sync.refresh(production)
    await service.expireKey(target.key)
    await services.sync.refresh(production)
    expect(await rows(production)).toEqual([['over', 'expired']])
    // The first to present it is told so, and the service forgets it; as it does now and then by itself.
    await service.verify(secret)
    await services.sync.refresh(production)
    expect(await rows(production)).toEqual([])
    expect(await noticed()).toContainEqual(['vanished-expired', 'over'])
    expect(await noticed()).not.toContainEqual(['vanished', 'over'])
  })

  it('says that a list which was cut off may lack keys, and takes none of them for deleted', async () => {
    await service.fill('default', 150, user)
    expect(await services.sync.refresh(preview)).toMatchObject({ count: 150, complete: true })
    await service.fill('default', 150, user)
    const state = await services.sync.refresh(preview)
    expect(state).toMatchObject({ phase: 'live', complete: false })
    expect(state.count).toBeGreaterThanOrEqual(200)
    expect((await noticed()).filter(([kind]) => kind === 'vanished')).toEqual([])
  })

  it('keeps nothing of a key that the service made in another configuration', async () => {
    await connect({ preview: 'default', production: 'staging' })
    const draft = { name: 'lost', description: null, expiresAt: null }
    const intent = randomUUID()
    const create = services.issuing.create({ ...production, intent, draft })
    expect(await create.catch(infoOf)).toMatchObject({
      ...{ code: 'misplaced', asked: 'staging', got: 'default', undone: true },
    })
    expect(await services.sync.refresh(preview)).toMatchObject({ phase: 'live', count: 0 })
    expect(services.reveals.pending()).toEqual([])
    expect(await services.store.intents.get(intent)).toMatchObject({ state: 'abandoned' })
  })

  it('names the credential when its session has ended, and keeps what was known', async () => {
    await makeKey(services, production, 'kept')
    await services.sync.refresh(production)
    await service.endSession(user)
    expect(await services.sync.refresh(production)).toMatchObject({
      ...{ phase: 'failed', count: 1 },
      error: { code: 'unauthorized', environment: 'production' },
    })
    expect(await rows(production)).toEqual([['kept', 'active']])
  })
})
