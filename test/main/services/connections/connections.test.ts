import { generateKeyPairSync } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type {
  Connection,
  ConnectionDraft,
  Place,
  Trust,
} from '../../../../src/shared/domain/connection.ts'
import { AppError, type ErrorInfo, infoOf } from '../../../../src/shared/error.ts'
import { type KeyService, startKeyService } from '../../../../tools/key-service.ts'
import {
  connectTo,
  removeFolder,
  type Services,
  servicesOver,
  shareKeychain,
  startServices,
} from '../set-up.ts'

let service: KeyService
let services: Services

beforeAll(async () => {
  service = await startKeyService()
})
afterAll(() => service.remove())
beforeEach(async () => {
  services = await startServices()
})
afterEach(async () => {
  await services.stop()
  await removeFolder(services.folder)
})

const placesAt = (url: string, trust: Trust): ConnectionDraft['places'] => {
  const place = { url, trust, settings: {} }
  return { preview: place, production: place }
}

const draft = (change: Partial<ConnectionDraft> & Partial<Pick<Place, 'url' | 'trust'>> = {}) => {
  const { url = service.url, trust = { ca: service.certificate, pin: null }, ...rest } = change
  const typed: ConnectionDraft = {
    name: 'Shop',
    connector: 'claviger',
    places: placesAt(url, trust),
    credentials: { preview: service.tokens.preview, production: null },
    keep: 'keychain',
    ...rest,
  }
  return typed
}
/** The same service, by another name of the same computer. */
const elsewhere = ({ places: { preview } }: Connection) => {
  const url = preview.url.replace('127.0.0.1', 'localhost')
  expect(url).not.toBe(preview.url)
  return placesAt(url, preview.trust)
}
const privateKey = generateKeyPairSync('ed25519').privateKey.export({
  type: 'pkcs8',
  format: 'pem',
})

describe('adding a connection', () => {
  it('proves the credential, keeps it in the keychain and tells only where it is', async () => {
    const connection = await services.connections.add(draft())
    expect(connection.credentials).toEqual({ preview: 'keychain', production: 'none' })
    expect([...services.vault.entries.keys()]).toEqual([`${connection.id}/preview`])
    expect(JSON.stringify(await services.connections.list())).not.toContain(service.tokens.preview)
  })

  it('keeps a credential in memory when asked to, and in nothing else', async () => {
    const connection = await services.connections.add(draft({ keep: 'memory' }))
    expect(connection.credentials.preview).toBe('memory')
    expect(services.vault.entries.size).toBe(0)
  })

  it.each([
    ['no name', { name: '  ' }, 'name', 'empty'],
    ['a plain http URL', { url: 'http://keys.example.com' }, 'places.preview.url', 'not-https'],
    [
      'a URL with user info',
      { url: 'https://a:b@keys.example.com' },
      'places.preview.url',
      'has-user-info',
    ],
    [
      'a private key as authority',
      { trust: { ca: String(privateKey), pin: null } },
      'places.preview.trust.ca',
      'private-key',
    ],
    [
      'rubbish as authority',
      { trust: { ca: 'rubbish', pin: null } },
      'places.preview.trust.ca',
      'not-a-certificate',
    ],
    [
      'no credential',
      { credentials: { preview: null, production: null } },
      'credentials.preview',
      'credential-missing',
    ],
    [
      'a credential with a space',
      { credentials: { preview: null, production: 'two words' } },
      'credentials.production',
      'credential-characters',
    ],
  ] as const)('refuses %s and sends nothing', async (_what, change, field, problem) => {
    const failure = await services.connections.add(draft(change)).catch(infoOf)
    expect(failure).toEqual({ code: 'invalid-input', issues: [{ field, problem }] })
    expect(services.network.sent).toEqual([])
  })

  it('names every field that must change at once', async () => {
    const failure = await services.connections.add(draft({ name: '', url: 'x' })).catch(infoOf)
    expect(failure).toMatchObject({ issues: [{ field: 'name' }, { field: 'places.preview.url' }] })
  })

  it('refuses a name that is taken, case aside', async () => {
    await services.connections.add(draft())
    expect(await services.connections.add(draft({ name: ' SHOP ' })).catch(infoOf)).toEqual({
      code: 'invalid-input',
      issues: [{ field: 'name', problem: 'taken' }],
    })
  })

  it('keeps nothing when a credential is wrong', async () => {
    const credentials = { preview: service.tokens.preview, production: 'clva_wrong' }
    expect(await services.connections.add(draft({ credentials })).catch(infoOf)).toEqual({
      code: 'unauthorized',
      environment: 'production',
    })
    expect(await services.connections.list()).toEqual([])
    expect(services.vault.entries.size).toBe(0)
  })

  it('keeps nothing when a credential may not enter the environment that it is given for', async () => {
    const credentials = { preview: null, production: service.tokens.preview }
    const forbidden = { code: 'forbidden', permission: null, environment: 'production' }
    expect(await services.connections.add(draft({ credentials })).catch(infoOf)).toEqual(forbidden)
    expect(await services.connections.list()).toEqual([])
    const tried = await services.connections.test(draft({ credentials }))
    expect(tried.production).toEqual({ ok: false, error: forbidden })
  })

  it('takes one credential for both environments where the service lets it into both', async () => {
    const both = await service.createToken('both', 'key:view')
    const connection = await services.connections.add(
      draft({ credentials: { preview: both, production: both } }),
    )
    expect(connection.credentials).toEqual({ preview: 'keychain', production: 'keychain' })
  })

  it('says that the keychain does not answer without asking it once more', async () => {
    services.vault.failWith({ code: 'keychain', cause: 'timeout' })
    Object.assign(services.vault, { delete: () => new Promise(() => undefined) })
    expect(await services.connections.add(draft()).catch(infoOf)).toEqual({
      ...{ code: 'keychain', cause: 'timeout' },
    })
    expect(await services.store.connections.list()).toEqual([])
  })

  it('keeps nothing when the keychain does not work', async () => {
    services.vault.failWith({ code: 'keychain', cause: 'locked' })
    expect(await services.connections.add(draft()).catch(infoOf)).toEqual({
      code: 'keychain',
      cause: 'locked',
    })
    expect(await services.connections.list()).toEqual([])
  })
})

describe('at the same time', () => {
  const secondDraft = () =>
    draft({ credentials: { preview: null, production: service.tokens.production } })

  it('adds one connection of a name, and keeps nothing of the other', async () => {
    const [one, other] = await Promise.allSettled([
      services.connections.add(draft()),
      services.connections.add(secondDraft()),
    ])
    expect([one.status, other.status]).toEqual(['fulfilled', 'rejected'])
    expect(await services.connections.list()).toHaveLength(1)
    expect(services.vault.entries.size).toBe(1)
  })

  it('loses neither an edit nor a credential that was being proved meanwhile', async () => {
    const { connection, preview } = await connectTo(services, service)
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    services.network.meet(next => async request => {
      const response = await next(request)
      await held
      return response
    })
    const credential = service.tokens.preview
    const proving = services.connections.authenticate({ ...preview, credential, keep: 'memory' })
    const { id, places } = connection
    const editing = services.connections.edit({ id, places, name: 'Renamed' })
    release()
    await Promise.all([proving, editing])
    expect(await services.connections.list()).toMatchObject([
      { name: 'Renamed', credentials: { preview: 'memory', production: 'keychain' } },
    ])
  })
})

describe('when the disk or the keychain gives way', () => {
  it('keeps no credential of a connection that could not be written down', async () => {
    const { store } = services
    const put = async () => {
      throw new AppError({ code: 'store', cause: 'full' })
    }
    const full = await servicesOver({ ...store, connections: { ...store.connections, put } })
    expect(await full.connections.add(draft()).catch(infoOf)).toMatchObject({ code: 'store' })
    expect(full.network.sent).toEqual(['GET /v1/profile'])
    expect(full.vault.entries.size).toBe(0)
  })

  it('does not take a line that is missing from the log for a failure', async () => {
    const { store } = services
    const append = async () => {
      throw new AppError({ code: 'store', cause: 'full' })
    }
    const full = await servicesOver({ ...store, activity: { ...store.activity, append } })
    const { id } = await full.connections.add(draft())
    expect((await full.connections.list()).map(connection => connection.id)).toEqual([id])
    expect(full.logged).toEqual(['connection-not-recorded'])
  })

  it('touches no credential while the store takes no writes', async () => {
    const { connection, preview } = await connectTo(services, service)
    const { id, name } = connection
    const notices = [{ kind: 'store-newer', version: 99 }] as const
    const newer = await servicesOver({ ...services.store, readOnly: true, notices })
    await shareKeychain(services, newer)
    const entries = [...newer.vault.entries]
    const places = elsewhere(connection)
    const credential = service.tokens.preview
    for (const attempt of [
      newer.connections.remove({ id }),
      newer.connections.edit({ id, name, places }),
      newer.connections.authenticate({ ...preview, credential, keep: 'memory' }),
      newer.connections.add(draft()),
      newer.connections.startBuiltIn({ keep: 'memory' }),
    ]) {
      expect(await attempt.catch(infoOf)).toEqual({ code: 'store', cause: 'newer' })
    }
    expect([...newer.vault.entries]).toEqual(entries)
    expect(newer.network.sent).toEqual([])
  })

  it('takes the old credential out of the keychain when the new one stays in memory', async () => {
    const { connection, preview } = await connectTo(services, service)
    const credential = service.tokens.preview
    const after = await services.connections.authenticate({
      ...preview,
      credential,
      keep: 'memory',
    })
    expect(after.credentials).toEqual({ preview: 'memory', production: 'keychain' })
    expect([...services.vault.entries.keys()]).toEqual([`${connection.id}/production`])
  })

  it('puts no credential into the keychain that it could not take out again', async () => {
    const { store } = services
    const { id } = await services.connections.add(draft())
    const entries = [...services.vault.entries]
    const put = async () => {
      throw new AppError({ code: 'store', cause: 'full' })
    }
    const full = await servicesOver({ ...store, connections: { ...store.connections, put } })
    await shareKeychain(services, full)
    const scope = { connection: id, environment: 'production' } as const
    const credential = service.tokens.production
    const failure = full.connections.authenticate({ ...scope, credential, keep: 'keychain' })
    expect(await failure.catch(infoOf)).toEqual({ code: 'store', cause: 'full' })
    expect([...full.vault.entries]).toEqual(entries)
    expect(await full.connections.list()).toMatchObject([{ credentials: { production: 'none' } }])
  })

  it.each([
    ['locked', 'none'],
    // It may have taken it before it was cut off.
    ['timeout', 'keychain'],
  ] as const)('says where a credential is when the keychain is %s', async (cause, kept) => {
    const { id } = await services.connections.add(draft())
    services.vault.failWith({ code: 'keychain', cause })
    const scope = { connection: id, environment: 'production' } as const
    const credential = service.tokens.production
    const failure = services.connections.authenticate({ ...scope, credential, keep: 'keychain' })
    expect(await failure.catch(infoOf)).toEqual({ code: 'keychain', cause })
    expect(await services.connections.list()).toMatchObject([{ credentials: { production: kept } }])
  })

  it('uses a credential that is in memory although the disk was full', async () => {
    const { store } = services
    const { connection, preview } = await connectTo(services, service)
    const put = async () => {
      throw new AppError({ code: 'store', cause: 'full' })
    }
    const full = await servicesOver({ ...store, connections: { ...store.connections, put } })
    await shareKeychain(services, full)
    const credential = service.tokens.preview
    await full.connections.authenticate({ ...preview, credential, keep: 'memory' })
    expect([...full.vault.entries.keys()]).toEqual([`${connection.id}/production`])
    expect((await full.sync.refresh(preview)).phase).toBe('live')
    expect(full.logged).toEqual(['connection-not-recorded'])
  })

  it('does not say that a connection is gone when it stays', async () => {
    const { store } = services
    const { connection } = await connectTo(services, service)
    const remove = async () => {
      throw new AppError({ code: 'store', cause: 'failed' })
    }
    const broken = await servicesOver({
      ...store,
      connections: { ...store.connections, delete: remove },
    })
    const { id } = connection
    expect(await broken.connections.remove({ id }).catch(infoOf)).toMatchObject({ code: 'store' })
    expect(await broken.connections.list()).toHaveLength(1)
    const lines = await store.activity.list(null, 100)
    expect(lines.map(({ kind }) => kind)).not.toContain('disconnected')
  })

  it('remembers the old credential until the keychain gives it up', async () => {
    const { connection, preview } = await connectTo(services, service)
    const credential = service.tokens.preview
    services.vault.failWith({ code: 'keychain', cause: 'locked' })
    const after = await services.connections.authenticate({
      ...preview,
      credential,
      keep: 'memory',
    })
    expect(after.credentials.preview).toBe('memory')
    services.vault.failWith(null)
    await services.connections.remove({ id: connection.id })
    expect(services.vault.entries.size).toBe(0)
  })
})

it('knows what the service allows as soon as it is connected', async () => {
  const { preview, production } = await connectTo(services, service)
  expect(await services.connections.profile(preview)).toMatchObject({ caller: 'preview-admin' })
  expect(await services.connections.profile(production)).toMatchObject({
    caller: 'production-admin',
  })
})

it('opens the page on which a credential is made, and no other', async () => {
  await services.connections.openCredentialPage({ connector: 'unkey' })
  await services.connections.openCredentialPage({ connector: 'claviger' })
  const unknown = services.connections.openCredentialPage({ connector: 'https' })
  expect(await unknown.catch(infoOf)).toMatchObject({ code: 'unsupported' })
  expect(services.opened).toEqual(['https://app.unkey.com/settings/root-keys'])
})

describe('testing a connection', () => {
  it('tells for each environment who the service takes us for, and keeps nothing', async () => {
    const credentials = { preview: service.tokens.preview, production: 'clva_wrong' }
    expect(await services.connections.test(draft({ credentials }))).toMatchObject({
      preview: { ok: true, profile: { caller: 'preview-admin' } },
      production: { ok: false, error: { code: 'unauthorized', environment: 'production' } },
    })
    expect(services.vault.entries.size).toBe(0)
  })

  it('says that something else than a key service answers', async () => {
    for (const response of [
      { status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>Not Found</h1>' },
      { status: 404, headers: { 'content-type': 'application/json' }, body: '{}' },
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Welcome</h1>' },
    ]) {
      services.network.meet(() => async () => response)
      expect((await services.connections.test(draft())).preview).toEqual({
        ok: false,
        error: { code: 'bad-response', reason: 'not-a-key-service' },
      })
    }
  })

  it('repeats nothing of a credential in which a service’s words do', async () => {
    const echo: ErrorInfo = {
      ...{ code: 'setting-refused', environment: 'preview', setting: 'project' },
      ...{ cause: 'not-found', choices: ['Shop', `is ${service.tokens.preview}`] },
    }
    services.network.meet(() => async () => {
      throw new AppError(echo)
    })
    expect((await services.connections.test(draft())).preview).toEqual({
      ok: false,
      error: { ...echo, choices: ['Shop', 'is [secret]'] },
    })
  })

  it('says that a certificate is not trusted', async () => {
    const result = await services.connections.test(draft({ trust: { ca: null, pin: null } }))
    expect(result.preview).toMatchObject({ ok: false, error: { code: 'tls', cause: 'untrusted' } })
  })

  it('says that a pinned certificate is another one', async () => {
    const pin = Array(32).fill('AB').join(':')
    const result = await services.connections.test(
      draft({ trust: { ca: service.certificate, pin } }),
    )
    expect(result.preview).toMatchObject({ error: { code: 'tls', cause: 'pin-mismatch' } })
  })
})

describe('changing a connection', () => {
  it('renames it and keeps its credentials', async () => {
    const { connection } = await connectTo(services, service)
    const { id, places } = connection
    const after = await services.connections.edit({ id, places, name: 'Renamed' })
    expect(after).toMatchObject({ name: 'Renamed', credentials: { preview: 'keychain' } })
  })

  it('forgets the credentials when the origin changes: they were given for the other', async () => {
    const { connection } = await connectTo(services, service)
    const { id, name } = connection
    const places = elsewhere(connection)
    const after = await services.connections.edit({ id, name, places })
    expect(after.credentials).toEqual({ preview: 'none', production: 'none' })
    expect(services.vault.entries.size).toBe(0)
    const scope = { connection: id, environment: 'preview' } as const
    expect((await services.sync.refresh(scope)).error).toMatchObject({ code: 'no-credential' })
  })

  it('forgets the lists too when the origin changes: the other service has other keys', async () => {
    const { connection, preview, production } = await connectTo(services, service)
    const { id, name } = connection
    for (const scope of [preview, production]) {
      const { environment } = scope
      const path = `/v1/environments/${environment}/keys`
      await service.ask('POST', path, service.tokens[environment], { name: 'of the first' })
      expect(await services.sync.refresh(scope)).toMatchObject({ phase: 'live' })
    }
    const { places: unchanged } = connection
    await services.connections.edit({ id, places: unchanged, name: 'Renamed' })
    expect((await services.store.keys.state(preview)).count).toBeGreaterThan(0)
    const places = elsewhere(connection)
    await services.connections.edit({ id, name, places })
    for (const scope of [preview, production]) {
      expect(await services.store.keys.state(scope)).toMatchObject({ asOf: null, count: 0 })
      expect((await services.store.keys.state(scope)).cursor).toBeNull()
    }
  })

  it('does not replace a credential by a wrong one', async () => {
    const { preview } = await connectTo(services, service)
    const wrong = { ...preview, credential: 'clva_wrong', keep: 'keychain' } as const
    expect(await services.connections.authenticate(wrong).catch(infoOf)).toMatchObject({
      code: 'unauthorized',
    })
    expect((await services.sync.refresh(preview)).phase).toBe('live')
  })

  it('forgets everything local when it is removed', async () => {
    const { connection, preview } = await connectTo(services, service)
    await services.sync.refresh(preview)
    await services.connections.remove({ id: connection.id })
    expect(await services.connections.list()).toEqual([])
    expect(services.vault.entries.size).toBe(0)
    expect((await services.store.keys.state(preview)).asOf).toBeNull()
  })

  it('stays when its credentials cannot be removed from the keychain', async () => {
    const { connection } = await connectTo(services, service)
    services.vault.failWith({ code: 'keychain', cause: 'no-service' })
    const failure = await services.connections.remove({ id: connection.id }).catch(infoOf)
    expect(failure).toEqual({ code: 'keychain', cause: 'no-service' })
    expect(await services.connections.list()).toHaveLength(1)
  })
})
