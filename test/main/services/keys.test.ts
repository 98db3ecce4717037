import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { AppError, infoOf } from '../../../src/shared/error.ts'
import { type KeyService, startKeyService } from '../../../tools/key-service.ts'
import {
  connectTo,
  removeFolder,
  type Services,
  servicesOver,
  shareKeychain,
  startServices,
} from './set-up.ts'

let service: KeyService
let services: Services
let preview: Scope
let production: Scope

beforeAll(async () => {
  service = await startKeyService()
})
afterAll(() => service.remove())
beforeEach(async () => {
  services = await startServices()
  const connected = await connectTo(services, service)
  preview = connected.preview
  production = connected.production
})
afterEach(async () => {
  await services.stop()
  await removeFolder(services.folder)
})

const make = async (scope: Scope, name = 'checkout') => {
  const draft = { name, description: null }
  const reveal = await services.creation.create({ ...scope, intent: randomUUID(), draft })
  const { secret } = await services.reveals.show({ id: reveal.id })
  const row = await services.keys.get({ ...scope, key: reveal.key })
  if (!row) throw new Error('The new key is not in the cache')
  return { secret, change: { ...scope, key: row.id, version: row.version } }
}

describe('changing a key', () => {
  it('suspends, restores and deletes it, at the service and in the cache', async () => {
    const { secret, change } = await make(production)
    const suspended = await services.keys.suspend(change)
    expect(suspended.state).toBe('suspended')
    expect(await service.verify('production', secret)).toMatchObject({ valid: false })
    expect((await services.keys.get(change))?.state).toBe('suspended')

    const restored = await services.keys.resume({ ...change, version: suspended.version })
    expect(await service.verify('production', secret)).toMatchObject({ valid: true })

    const gone = await services.keys.delete({ ...change, version: restored.version })
    expect(gone).toEqual({ alreadyGone: false })
    expect(await service.verify('production', secret)).toMatchObject({ valid: false })
    expect(await services.keys.get(change)).toBeNull()
    expect(await services.keys.delete(change)).toEqual({ alreadyGone: true })
  })

  it('does not claim to have deleted what somebody else had deleted', async () => {
    const { change } = await make(preview, 'gone before')
    const path = `/v1/environments/preview/keys/${change.key}`
    await service.ask('DELETE', path, service.tokens.preview)
    expect(await services.keys.delete(change)).toEqual({ alreadyGone: true })
    expect(await services.keys.delete(change)).toEqual({ alreadyGone: true })
    const lines = await services.store.activity.list(null, 2)
    expect(lines.map(({ by, kind, keyName }) => [by, kind, keyName])).toEqual([
      ['elsewhere', 'vanished', 'gone before'],
      ['you', 'revealed', 'gone before'],
    ])
  })

  it('looks at what became of a change whose answer was lost', async () => {
    const { change } = await make(preview)
    services.sync.watch(preview)
    await expect.poll(async () => (await services.sync.state(preview)).phase).toBe('live')
    services.network.meet(next => async request => {
      const response = await next(request)
      if (request.method === 'POST') throw new AppError({ code: 'interrupted' })
      return response
    })
    expect(await services.keys.suspend(change).catch(infoOf)).toEqual({ code: 'interrupted' })
    await expect.poll(async () => (await services.keys.get(change))?.state).toBe('suspended')
  })

  it('overwrites nothing that somebody else changed', async () => {
    const { change } = await make(preview)
    const path = `/v1/environments/preview/keys/${change.key}/suspend`
    await service.ask('POST', path, service.tokens.preview)
    const draft = { name: 'mine', description: null }
    expect(await services.keys.edit({ ...change, draft }).catch(infoOf)).toEqual({
      code: 'changed-elsewhere',
    })
    expect(await services.keys.delete(change).catch(infoOf)).toEqual({ code: 'changed-elsewhere' })
  })

  it.each([
    ['proxy', 'text/html', '<h1>Not Found</h1>', 'refused'],
    ['gateway', 'application/json', '{"message":"no route"}', 'bad-response'],
  ])('does not take a %s’s “not found” for the service’s', async (_who, type, body, code) => {
    const { change } = await make(preview)
    const notFound = { status: 404, headers: { 'content-type': type }, body }
    services.network.meet(() => async () => notFound)
    expect(await services.keys.delete(change).catch(infoOf)).toMatchObject({ code })
    expect(await services.keys.get(change)).not.toBeNull()
  })

  it('says in the log what was changed: the name, or the description alone', async () => {
    const { change } = await make(preview, 'before')
    const edit = (name: string, description: string, version: string | null) =>
      services.keys.edit({ ...change, version, draft: { name, description } })
    const described = await edit('before', 'now described', change.version)
    await edit('after', 'now described', described.version)
    const lines = await services.store.activity.list(null, 2)
    expect(lines.map(({ kind, keyName }) => [kind, keyName])).toEqual([
      ['renamed', 'after'],
      ['described', 'before'],
    ])
  })

  it('cannot reach a key through the wrong environment', async () => {
    const { secret, change } = await make(production)
    const wrong = { ...change, environment: 'preview' } as const
    expect(await services.keys.suspend(wrong).catch(infoOf)).toMatchObject({ code: 'not-found' })
    expect(await service.verify('production', secret)).toMatchObject({ valid: true })
  })

  it('never sends the credential of one environment to the other', async () => {
    const used: string[] = []
    services.network.meet(next => request => {
      const environment = /environments\/(\w+)/.exec(request.url)?.[1]
      if (environment) used.push(`${environment} ${request.headers.authorization}`)
      return next(request)
    })
    await make(preview)
    await make(production)
    expect(new Set(used)).toEqual(
      new Set([
        `preview Bearer ${service.tokens.preview}`,
        `production Bearer ${service.tokens.production}`,
      ]),
    )
  })

  it('sends nothing while the store takes no writes', async () => {
    const { change } = await make(preview)
    const readOnly = await servicesOver({
      ...services.store,
      readOnly: true,
      notices: [{ kind: 'store-newer', version: 99 }],
    })
    expect(await readOnly.keys.suspend(change).catch(infoOf)).toEqual({
      code: 'store',
      cause: 'newer',
    })
    expect(readOnly.network.sent).toEqual([])
  })

  it('counts as done when the service did it and only the cache failed', async () => {
    const { change } = await make(preview)
    const { store } = services
    const put = async () => {
      throw new AppError({ code: 'store', cause: 'full' })
    }
    const broken = await servicesOver({ ...store, keys: { ...store.keys, put } })
    await shareKeychain(services, broken)
    expect(await broken.keys.suspend(change)).toMatchObject({ state: 'suspended' })
  })
})

it('counts keys of the same name, trimmed and case-folded', async () => {
  await make(preview, 'Checkout Service')
  expect(await services.keys.sameName({ ...preview, name: '  checkout SERVICE ' })).toBe(1)
  expect(await services.keys.sameName({ ...production, name: 'checkout service' })).toBe(0)
})
