import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ConnectionDraft, PlaceDraft } from '../../../../src/shared/domain/connection.ts'
import type { Scope } from '../../../../src/shared/domain/key.ts'
import { AppError, infoOf } from '../../../../src/shared/error.ts'
import { type KeyService, startKeyService } from '../../../../tools/key-service.ts'
import { fakeClock } from '../../../fakes.ts'
import { openTestStore, removeFolder, type Services, servicesOver } from '../set-up.ts'
import { partedBy } from './parted.ts'

let service: KeyService
let folder: string
let services: Omit<Services, 'folder'>
/** May look into both spaces. */
let one: string
let other: string

beforeAll(async () => {
  service = await startKeyService()
  one = await service.createToken('one', 'key:view')
  other = await service.createToken('other', 'key:view')
  for (const space of ['preview', 'production'] as const) {
    const path = `/v1/environments/${space}/keys`
    await service.ask('POST', path, service.tokens[space], { name: `of ${space}` })
  }
})
afterAll(() => service.remove())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'claviger-data-'))
  await offer()
})
afterEach(async () => {
  await services.stop()
  await removeFolder(folder)
})

const offer = async (connector = partedBy()) => {
  const clock = fakeClock(Date.now())
  const store = await openTestStore(folder, clock.now)
  services = await servicesOver(store, undefined, clock, [connector])
}
/** The same service by another name of this computer: no two addresses that Claviger can tell to be one. */
const elsewhere = () => service.url.replace('127.0.0.1', 'localhost')
const at = (url: string, space: string): PlaceDraft => ({
  url,
  trust: { ca: service.certificate, pin: null },
  settings: { space },
})
const draft = (preview: PlaceDraft, production: PlaceDraft): ConnectionDraft => ({
  ...{ name: 'Shop', connector: 'parted', keep: 'memory' },
  places: { preview, production },
  credentials: { preview: one, production: other },
})
const refusedAt = (field: string) => ({
  code: 'invalid-input',
  issues: [{ field, problem: 'same-keys' }],
})
const setting = 'places.production.settings.space'

const knownIn = async (scope: Scope) => {
  const { rows } = await services.store.keys.window({
    ...{ scope, kind: null, search: '', states: null, offset: 0, limit: 1 },
    sort: { column: 'name', descending: false },
  })
  const [row] = rows
  if (!row) throw new Error('Nothing is known of the scope')
  const { connection: _, environment: __, ...key } = row
  return key
}

/** Connected to both spaces of one address. */
const connected = () =>
  services.connections.add(draft(at(service.url, 'preview'), at(service.url, 'production')))

describe('a new connection', () => {
  it('is refused when both environments are the same keys, and nothing is kept', async () => {
    const same = draft(at(service.url, 'preview'), at(elsewhere(), 'preview'))
    expect(await services.connections.add(same).catch(infoOf)).toEqual(refusedAt(setting))
    expect(await services.connections.list()).toEqual([])
    expect(await services.connections.test(same)).toMatchObject({
      preview: { ok: true },
      production: { ok: false, error: refusedAt(setting) },
    })
  })

  it('is refused at the credential where nothing else tells the two apart', async () => {
    await services.stop()
    await offer(partedBy([]))
    const same = draft(at(service.url, ''), at(service.url, ''))
    const refused = refusedAt('credentials.production')
    expect(await services.connections.add(same).catch(infoOf)).toEqual(refused)
  })

  it('is taken when the keys differ, and when only one environment is connected', async () => {
    await connected()
    const same = draft(at(service.url, 'preview'), at(elsewhere(), 'preview'))
    const half = { ...same, name: 'Half', credentials: { preview: one, production: null } }
    await services.connections.add(half)
    expect(await services.connections.list()).toHaveLength(2)
  })

  it('names the environment whose list cannot be read', async () => {
    const both = draft(at(service.url, 'preview'), at(service.url, 'production'))
    services.network.meet(
      next => async request =>
        request.url.includes('/production/keys')
          ? { status: 200, headers: { 'content-type': 'application/json' }, body: '{"odd":1}' }
          : next(request),
    )
    expect(await services.connections.test(both)).toMatchObject({
      preview: { ok: true },
      production: { ok: false, error: { code: 'bad-response', reason: 'shape' } },
    })
    expect(await services.connections.add(both).catch(infoOf)).toMatchObject({
      code: 'bad-response',
    })
    expect(await services.connections.list()).toEqual([])
  })

  it('is taken where a credential may not look at all: there is nothing to mix up yet', async () => {
    const places = draft(at(service.url, 'preview'), at(elsewhere(), 'preview'))
    const blind = await service.createToken(`blind ${Math.random()}`, 'key:create')
    const credentials = { preview: one, production: blind }
    await services.connections.add({ ...places, credentials })
    expect(await services.connections.list()).toHaveLength(1)
  })
})

describe('a new credential', () => {
  const half = async () => {
    const same = draft(at(service.url, 'preview'), at(elsewhere(), 'preview'))
    const credentials = { preview: one, production: null }
    const { id } = await services.connections.add({ ...same, credentials })
    const scope = { connection: id, environment: 'production' } as const
    return { ...scope, credential: other, keep: 'memory' } as const
  }

  it('is refused when it leads to the keys of the other environment', async () => {
    const failure = services.connections.authenticate(await half())
    expect(await failure.catch(infoOf)).toEqual(refusedAt(setting))
    expect(await services.connections.list()).toMatchObject([
      { credentials: { preview: 'memory', production: 'none' } },
    ])
  })

  const unreachable = () =>
    services.network.meet(() => async () => {
      throw new AppError({ code: 'interrupted' })
    })

  it('is refused for the place of the other environment, where no key could tell, unasked', async () => {
    const same = draft(at(service.url, 'preview'), at(service.url, 'preview'))
    const credentials = { preview: null, production: one }
    const { id } = await services.connections.add({ ...same, credentials })
    unreachable()
    const scope = { connection: id, environment: 'preview' } as const
    const wish = { ...scope, credential: other, keep: 'memory' } as const
    const failure = services.connections.authenticate(wish)
    expect(await failure.catch(infoOf)).toEqual(refusedAt(setting))
  })

  it('is refused when it is the other’s, where nothing else tells the two apart', async () => {
    await services.stop()
    await offer(partedBy([]))
    const credentials = { preview: one, production: null }
    const same = { ...draft(at(service.url, ''), at(service.url, '')), credentials }
    const { id } = await services.connections.add(same)
    unreachable()
    const scope = { connection: id, environment: 'production' } as const
    const authenticate = (credential: string) =>
      services.connections.authenticate({ ...scope, credential, keep: 'memory' }).catch(infoOf)
    expect(await authenticate(one)).toEqual(refusedAt('credentials.production'))
    expect(await authenticate(other)).toEqual({ code: 'interrupted' })
  })

  it('is taken while the other environment does not work', async () => {
    const wish = await half()
    services.network.meet(next => async request => {
      if (request.url.startsWith(service.url)) throw new AppError({ code: 'interrupted' })
      return next(request)
    })
    const after = await services.connections.authenticate(wish)
    expect(after.credentials).toEqual({ preview: 'memory', production: 'memory' })
  })
})

describe('a key that is in both environments', () => {
  it('is told, where there was none when they were connected, until the two are told apart', async () => {
    const blind = await service.createToken(`late ${Math.random()}`, 'key:create')
    const { id, name } = await services.connections.add({
      ...draft(at(service.url, 'preview'), at(elsewhere(), 'preview')),
      credentials: { preview: one, production: blind },
    })
    const production = { connection: id, environment: 'production' } as const
    const preview = { connection: id, environment: 'preview' } as const
    expect(await services.sync.refresh(preview)).toMatchObject({ phase: 'live', count: 1 })
    await services.store.keys.put(production, {
      ...(await knownIn(preview)),
      name: 'The same',
    })
    const same = { phase: 'failed', error: { code: 'same-keys' } }
    expect(await services.sync.refresh(preview)).toMatchObject(same)
    const places = {
      preview: at(service.url, 'preview'),
      production: at(elsewhere(), 'production'),
    }
    await services.connections.edit({ id, name, places })
    expect(await services.sync.refresh(preview)).toMatchObject({ phase: 'live', count: 1 })
  })
})

describe('other settings', () => {
  it('are refused when they lead to the keys of the other environment', async () => {
    const { id, name } = await connected()
    const places = {
      preview: at(`${service.url}/`, 'production'),
      production: at(service.url, 'production '),
    }
    // At one address it is seen without asking.
    const seen = { field: setting, problem: 'same-in-both' }
    expect(await services.connections.edit({ id, name, places }).catch(infoOf)).toEqual({
      ...{ code: 'invalid-input', issues: [seen] },
    })
    const apart = await services.connections.add({
      ...draft(at(service.url, 'preview'), at(elsewhere(), 'production')),
      name: 'Apart',
    })
    const both = {
      preview: at(service.url, 'production'),
      production: at(elsewhere(), 'production'),
    }
    const failure = services.connections.edit({ id: apart.id, name: 'Apart', places: both })
    expect(await failure.catch(infoOf)).toEqual(refusedAt(setting))
    expect((await services.connections.list()).at(-1)?.places.preview.settings).toEqual({
      space: 'preview',
    })
  })

  it('are proven with the credential that stays, and kept only if it works there', async () => {
    const token = service.tokens.preview
    const { id, name } = await services.connections.add({
      ...draft(at(service.url, 'preview'), at(service.url, 'production')),
      credentials: { preview: token, production: null },
    })
    const preview = { connection: id, environment: 'preview' } as const
    expect(await services.sync.refresh(preview)).toMatchObject({ phase: 'live', count: 1 })
    const places = {
      preview: at(service.url, 'production'),
      production: at(service.url, 'preview'),
    }
    expect(await services.connections.edit({ id, name, places }).catch(infoOf)).toMatchObject({
      ...{ code: 'forbidden', environment: 'production' },
    })
    expect((await services.store.keys.state(preview)).count).toBe(1)
    expect(await services.connections.list()).toMatchObject([
      { places: { preview: { settings: { space: 'preview' } } } },
    ])
  })

  it('bring their own list and profile, and leave the other environment alone', async () => {
    const { id, name } = await services.connections.add({
      ...draft(at(service.url, 'preview'), at(elsewhere(), 'preview')),
      credentials: { preview: null, production: other },
    })
    const production = { connection: id, environment: 'production' } as const
    await services.sync.refresh(production)
    services.network.sent.length = 0
    const moved = {
      preview: at(service.url, 'preview'),
      production: at(elsewhere(), 'production'),
    }
    const after = await services.connections.edit({ id, name, places: moved })
    expect(after.credentials).toEqual({ preview: 'none', production: 'memory' })
    expect(services.network.sent).toEqual(['GET /v1/profile'])
    expect(await services.store.keys.state(production)).toMatchObject({ asOf: null, count: 0 })
    expect(await services.sync.refresh(production)).toMatchObject({ phase: 'live', count: 1 })
  })

  it('asks nothing of the service when they stay', async () => {
    const { id, places } = await connected()
    services.network.sent.length = 0
    await services.connections.edit({ id, places, name: 'Renamed' })
    expect(services.network.sent).toEqual([])
  })
})
