import { describe, expect, it } from 'vitest'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { AppError, infoOf } from '../../../src/shared/error.ts'
import type { KeyService } from '../../../tools/key-service.ts'
import {
  beforeEachConnected,
  makeKey,
  type Services,
  servicesOver,
  shareKeychain,
} from './set-up.ts'

let service: KeyService
let services: Services
let preview: Scope
let production: Scope
beforeEachConnected(at => {
  ;({ service, services, preview, production } = at)
})

/** The newest lines of the log, without what was found out afterwards of a change. */
const changes = async (count: number) =>
  (await services.store.activity.list(null, 50))
    .filter(({ kind }) => kind !== 'confirmed-dead')
    .slice(0, count)

describe('changing a key', () => {
  it('suspends, restores and deletes it, at the service and in the cache', async () => {
    const { secret, change } = await makeKey(services, production)
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
    const { change } = await makeKey(services, preview, 'gone before')
    const path = `/v1/environments/preview/keys/${change.key}`
    await services.sync.refresh(preview)
    await service.ask('DELETE', path, service.tokens.preview)
    expect(await services.keys.delete(change)).toEqual({ alreadyGone: true })
    expect(await services.keys.delete(change)).toEqual({ alreadyGone: true })
    const { rows } = await services.store.keys.gone({
      ...{ scope: preview, kind: null, search: 'gone before', offset: 0, limit: 9 },
    })
    expect(rows.map(({ id }) => id)).toEqual([change.key])
    const lines = await changes(2)
    expect(lines.map(({ by, kind, keyName }) => [by, kind, keyName])).toEqual([
      ['elsewhere', 'vanished', 'gone before'],
      ['you', 'stored', 'gone before'],
    ])
  })

  it('looks at what became of a change whose answer was lost', async () => {
    const { change } = await makeKey(services, preview)
    services.sync.watch([preview])
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
    const { change } = await makeKey(services, preview)
    const path = `/v1/environments/preview/keys/${change.key}/suspend`
    await service.ask('POST', path, service.tokens.preview)
    const edit = { name: 'mine' }
    expect(await services.keys.edit({ ...change, edit }).catch(infoOf)).toEqual({
      code: 'changed-elsewhere',
    })
    expect(await services.keys.delete(change).catch(infoOf)).toEqual({ code: 'changed-elsewhere' })
  })

  it.each([
    ['proxy', 'text/html', '<h1>Not Found</h1>', 'refused'],
    ['gateway', 'application/json', '{"message":"no route"}', 'bad-response'],
  ])('does not take a %s’s “not found” for the service’s', async (_who, type, body, code) => {
    const { change } = await makeKey(services, preview)
    const notFound = { status: 404, headers: { 'content-type': type }, body }
    services.network.meet(() => async () => notFound)
    expect(await services.keys.delete(change).catch(infoOf)).toMatchObject({ code })
    expect(await services.keys.get(change)).not.toBeNull()
  })

  it('changes what it is told to and leaves the rest, with a line for each in the log', async () => {
    const { secret, change } = await makeKey(services, preview, 'before')
    const inAnHour = services.clock.now() + 3_600_000
    const described = await services.keys.edit({ ...change, edit: { description: 'now said' } })
    expect(described).toMatchObject({ name: 'before', description: 'now said', state: 'active' })
    const { version } = described
    const edit = { name: 'after', expiresAt: inAnHour, state: 'suspended' } as const
    const edited = await services.keys.edit({ ...change, version, edit })
    expect(edited).toMatchObject({ ...edit, description: 'now said' })
    expect(await services.keys.get(change)).toEqual(edited)
    expect(await service.verify('preview', secret)).toMatchObject({ code: 'SUSPENDED' })
    const never = { expiresAt: null, state: 'active' } as const
    await services.keys.edit({ ...change, version: edited.version, edit: never })
    expect(await service.verify('preview', secret)).toMatchObject({ valid: true })
    const lines = await changes(6)
    expect(lines.map(({ kind, keyName }) => [kind, keyName]).toReversed()).toEqual([
      ['described', 'before'],
      ['renamed', 'after'],
      ['expiry-changed', 'after'],
      ['suspended', 'after'],
      ['expiry-changed', 'after'],
      ['resumed', 'after'],
    ])
  })

  it('says which expiry the service refused', async () => {
    const { change } = await makeKey(services, preview)
    const edit = { expiresAt: services.clock.now() - 3_600_000 }
    expect(await services.keys.edit({ ...change, edit }).catch(infoOf)).toMatchObject({
      ...{ code: 'expiry-refused', cause: 'past' },
    })
    expect((await services.keys.get(change))?.expiresAt).toBeNull()
  })

  it('revokes it for good', async () => {
    const { secret, change } = await makeKey(services, preview, 'revoked')
    const { state, version } = await services.keys.revoke(change)
    expect(state).toBe('revoked')
    expect(await service.verify('preview', secret)).toMatchObject({ code: 'REVOKED' })
    expect((await services.keys.get(change))?.state).toBe('revoked')
    expect(await services.keys.resume({ ...change, version }).catch(infoOf)).toEqual({
      code: 'conflict',
      cause: 'key-revoked',
    })
    const [line] = await changes(1)
    expect(line).toMatchObject({ by: 'you', kind: 'revoked', keyName: 'revoked' })
  })

  it('cannot reach a key through the wrong environment', async () => {
    const { secret, change } = await makeKey(services, production)
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
    await makeKey(services, preview)
    await makeKey(services, production)
    expect(new Set(used)).toEqual(
      new Set([
        `preview Bearer ${service.tokens.preview}`,
        `production Bearer ${service.tokens.production}`,
      ]),
    )
  })

  it('sends nothing while the store takes no writes', async () => {
    const { change } = await makeKey(services, preview)
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
    const { change } = await makeKey(services, preview)
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
  const { change } = await makeKey(services, preview, 'Checkout Service')
  const sameName = { name: '  checkout SERVICE ', kind: 'key', except: null } as const
  expect(await services.keys.sameName({ ...preview, ...sameName })).toBe(1)
  expect(await services.keys.sameName({ ...preview, ...sameName, except: change.key })).toBe(0)
  expect(await services.keys.sameName({ ...preview, ...sameName, kind: 'system' })).toBe(0)
  expect(await services.keys.sameName({ ...production, ...sameName })).toBe(0)
})
