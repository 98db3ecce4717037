import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Transport, TransportResponse } from '../../../src/main/base/transport.ts'
import type { Activity } from '../../../src/shared/domain/activity.ts'
import type { Scope } from '../../../src/shared/domain/key.ts'
import type { Effect } from '../../../src/shared/domain/profile.ts'
import { AppError } from '../../../src/shared/error.ts'
import { type KeyService, startKeyService } from '../../../tools/key-service.ts'
import { connectTo, placesOf, removeFolder, type Services, startServices } from './set-up.ts'

let service: KeyService
let services: Services
let scope: Scope

beforeEach(async () => {
  service = await startKeyService()
  services = await startServices()
  scope = (await connectTo(services, service)).preview
})
afterEach(async () => {
  await services.stop()
  await removeFolder(services.folder)
  await service.remove()
})

const path = '/v1/environments/preview/keys'
const makeElsewhere = async (name: string): Promise<string> => {
  const { body } = await service.ask('POST', path, service.tokens.preview, { name })
  return (body as { readonly key: { readonly id: string } }).key.id
}
const names = async (): Promise<readonly string[]> => {
  const { rows } = await services.keys.window({
    ...{ scope, kind: null, search: '', states: null, offset: 0, limit: 200 },
    sort: { column: 'name', descending: false },
  })
  return rows.map(({ name }) => name)
}
/** The permission code that the caller needs for it and lacks. */
const missing = async (effect: Effect) => {
  const profile = await services.connections.profile(scope)
  return profile?.effects.find(rule => rule.effect === effect)?.missingPermission
}
const elsewhere = async (): Promise<readonly (readonly [Activity['kind'], string | null])[]> =>
  (await services.store.activity.list(null, 100))
    .filter(({ by }) => by === 'elsewhere')
    .map(({ kind, keyName }) => [kind, keyName])

describe('keeping the cached list like the service’s', () => {
  it('reads everything once, page by page, then only what changed', async () => {
    for (const name of ['a', 'b', 'c']) await makeElsewhere(name)
    expect(await services.sync.refresh(scope)).toMatchObject({
      phase: 'live',
      complete: true,
      count: 3,
      total: 3,
    })
    expect(await names()).toEqual(['a', 'b', 'c'])
    expect(await elsewhere()).toEqual([])

    services.network.sent.length = 0
    const d = await makeElsewhere('d')
    await services.sync.refresh(scope)
    expect(services.network.sent).not.toContain(`GET ${path}`)
    await service.ask('POST', `${path}/${d}/suspend`, service.tokens.preview)
    await services.sync.refresh(scope)
    await service.ask('DELETE', `${path}/${d}`, service.tokens.preview)
    await services.sync.refresh(scope)
    expect(await names()).toEqual(['a', 'b', 'c'])
    expect(await elsewhere()).toEqual([
      ['vanished', 'd'],
      ['changed', 'd'],
      ['appeared', 'd'],
    ])
  })

  it('says until when the service asked to be left alone, and reads it again then', async () => {
    await makeElsewhere('a')
    services.network.meet(() => async () => ({
      ...{ status: 429, headers: { 'retry-after': '300' }, body: '' },
    }))
    const until = services.clock.now() + 300_000
    services.sync.watch([scope])
    expect(await services.sync.refresh(scope)).toMatchObject({ waitsUntil: until })
    services.network.meet(null)
    services.network.sent.length = 0
    services.clock.advance(299_000)
    expect(services.network.sent).toEqual([])
    services.clock.advance(1000)
    const read = { phase: 'live', waitsUntil: null }
    await vi.waitFor(async () => expect(await services.sync.state(scope)).toMatchObject(read))
  })

  it('tells how all lists stand, in one answer', async () => {
    await makeElsewhere('a')
    await services.sync.refresh(scope)
    const other = await connectTo(services, service)
    const states = await services.sync.states()
    const told = states.map(({ connection, environment, count, asOf }) => [
      ...[connection, environment, count, asOf !== null],
    ])
    expect(told).toHaveLength(4)
    expect(told).toEqual(
      expect.arrayContaining([
        [scope.connection, 'preview', 1, true],
        [scope.connection, 'production', 0, false],
        [other.connection.id, 'preview', 0, false],
        [other.connection.id, 'production', 0, false],
      ]),
    )
  })

  it('does not take the user’s own changes for somebody else’s', async () => {
    await services.sync.refresh(scope)
    const draft = { name: 'mine', description: null, expiresAt: null }
    const reveal = await services.issuing.create({ ...scope, intent: randomUUID(), draft })
    const row = await services.keys.get({ ...scope, key: reveal.key })
    const change = { ...scope, key: reveal.key, version: row?.version ?? null }
    const [suspended] = await Promise.all([
      services.keys.suspend(change),
      services.sync.refresh(scope),
    ])
    await services.sync.refresh(scope)
    await services.keys.delete({ ...change, version: suspended.version })
    await services.sync.refresh(scope)
    expect(await elsewhere()).toEqual([])
  })

  it('stays readable while the service is away, and follows when it is back', async () => {
    await makeElsewhere('kept')
    await services.sync.refresh(scope)
    const { asOf } = await services.sync.state(scope)
    await service.stop()
    expect(await services.sync.refresh(scope)).toMatchObject({
      phase: 'failed',
      asOf,
      error: { code: 'unreachable', cause: 'refused' },
    })
    expect(await names()).toEqual(['kept'])
    await service.start()
    await makeElsewhere('new')
    expect(await services.sync.refresh(scope)).toMatchObject({ phase: 'live', error: null })
    expect(await names()).toEqual(['kept', 'new'])
  })

  it('tells no credential that the words of a failure repeat', async () => {
    services.network.meet(() => async () => {
      throw new AppError({ code: 'plan-required', effect: `list ${service.tokens.preview}` })
    })
    await services.sync.refresh(scope)
    expect((await services.sync.state(scope)).error).toEqual({
      ...{ code: 'plan-required', effect: 'list [secret]' },
    })
    expect(JSON.stringify(services.events)).not.toContain(service.tokens.preview)
  })

  it('polls what is watched, by the clock', async () => {
    services.sync.watch([scope])
    await expect.poll(async () => (await services.sync.state(scope)).phase).toBe('live')
    await makeElsewhere('noticed')
    await expect.poll(() => services.clock.pending()).toBe(1)
    services.clock.advance(5000)
    await expect.poll(names).toEqual(['noticed'])
  })

  it('stops asking with a credential that was refused, until it is replaced', async () => {
    const token = await service.createToken('short-lived', 'key:view')
    await services.connections.authenticate({ ...scope, credential: token, keep: 'keychain' })
    services.sync.watch([scope])
    await expect.poll(async () => (await services.sync.state(scope)).phase).toBe('live')
    await service.revokeToken('short-lived')
    expect((await services.sync.refresh(scope)).error).toEqual({
      code: 'unauthorized',
      environment: 'preview',
    })
    expect(services.clock.pending()).toBe(0)
    const credential = service.tokens.preview
    await services.connections.authenticate({ ...scope, credential, keep: 'keychain' })
    await expect.poll(async () => (await services.sync.state(scope)).phase).toBe('live')
  })

  it('says which permission is missing when the list may not be seen', async () => {
    const credential = await service.createToken('blind', 'key:create')
    await services.connections.authenticate({ ...scope, credential, keep: 'keychain' })
    expect(await services.sync.refresh(scope)).toMatchObject({
      phase: 'failed',
      asOf: null,
      error: { code: 'forbidden', permission: 'key:view' },
    })
    expect(await missing('create')).toBeNull()
    expect(await missing('list')).toBe('key:view')
  })

  it('reads everything again when the service forgot the cursor', async () => {
    const gone = await makeElsewhere('gone')
    await services.sync.refresh(scope)
    await service.ask('DELETE', `${path}/${gone}`, service.tokens.preview)
    await makeElsewhere('stays')
    const state = await services.store.keys.state(scope)
    await services.store.keys.apply(scope, [], { ...state, cursor: 'of another database' })
    expect(await services.sync.refresh(scope)).toMatchObject({ phase: 'live', count: 1 })
    expect(await names()).toEqual(['stays'])
    expect(await elsewhere()).toEqual([
      ['vanished', 'gone'],
      ['appeared', 'stays'],
    ])
  })

  it('says of a key that expired and is gone that nobody removed it', async () => {
    await services.sync.refresh(scope)
    const stays = await makeElsewhere('stays')
    await services.sync.refresh(scope)
    const known = await services.store.keys.get({ ...scope, key: stays })
    if (!known) throw new Error('It was just read')
    const expiresAt = services.clock.now() - 1
    await services.store.keys.put(scope, { ...known, id: 'key_gone', name: 'over', expiresAt })
    const state = await services.store.keys.state(scope)
    await services.store.keys.apply(scope, [], { ...state, cursor: 'of another database' })
    await services.sync.refresh(scope)
    expect(await names()).toEqual(['stays'])
    expect((await elsewhere())[0]).toEqual(['vanished-expired', 'over'])
  })
})

/** Holds back the answers to whole lists that carry this credential, until `release`. */
const holdLists = (token: string) => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>()
  services.network.meet(next => async request => {
    const response = await next(request)
    const isList = request.method === 'GET' && new URL(request.url).pathname === path
    if (isList && request.headers.authorization === `Bearer ${token}`) {
      ask()
      await released
    }
    return response
  })
  return { asked, release }
}
const changeLists = (change: (page: Record<string, unknown>) => object) => {
  const edit = (response: TransportResponse): TransportResponse => ({
    ...response,
    body: JSON.stringify(change(JSON.parse(response.body))),
  })
  const between = (next: Transport): Transport => {
    return async request => {
      const response = await next(request)
      return new URL(request.url).pathname === path ? edit(response) : response
    }
  }
  services.network.meet(between)
}

describe('while a list is being read', () => {
  it('begins anew with a credential that replaces the one in use', async () => {
    const token = await service.createToken('short-lived', 'key:view')
    await services.connections.authenticate({ ...scope, credential: token, keep: 'keychain' })
    const { asked, release } = holdLists(token)
    services.sync.watch([scope])
    await asked
    const credential = service.tokens.preview
    await services.connections.authenticate({ ...scope, credential, keep: 'keychain' })
    await expect.poll(async () => (await services.sync.state(scope)).phase).toBe('live')
    release()
  })

  it('keeps nothing of the service that was left for another', async () => {
    const other = await startKeyService()
    try {
      await makeElsewhere('of the first')
      const body = { name: 'of the second' }
      await other.ask('POST', path, other.tokens.preview, body)
      const { asked, release } = holdLists(service.tokens.preview)
      const before = services.sync.refresh(scope)
      await asked
      const { connection: id, environment } = scope
      await services.connections.edit({ id, name: 'Moved', places: placesOf(other) })
      release()
      await before
      expect(await names()).toEqual([])
      const credential = other.tokens.preview
      await services.connections.authenticate({
        ...{ connection: id, environment, credential },
        keep: 'keychain',
      })
      expect(await services.sync.refresh(scope)).toMatchObject({ phase: 'live', count: 1 })
      expect(await names()).toEqual(['of the second'])
    } finally {
      await other.remove()
    }
  })

  it('ends when the connection is removed', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>()
    let pages = 0
    services.network.meet(next => async request => {
      const response = await next(request)
      if (new URL(request.url).pathname !== path) return response
      pages += 1
      ask()
      await released
      const body = JSON.stringify({ ...JSON.parse(response.body), nextCursor: `page ${pages}` })
      return { ...response, body }
    })
    services.sync.watch([scope])
    const reading = services.sync.refresh(scope)
    await asked
    await services.connections.remove({ id: scope.connection })
    const seen = services.events.length
    release()
    await reading
    expect(pages).toBe(1)
    expect(services.events.slice(seen)).toEqual([])
    expect(services.clock.pending()).toBe(0)
  })

  it('does not bring back a key that was deleted here meanwhile', async () => {
    const id = await makeElsewhere('deleted here')
    const { asked, release } = holdLists(service.tokens.preview)
    const reading = services.sync.refresh(scope)
    await asked
    const deleted = services.keys.delete({ ...scope, key: id, version: null })
    await deleted
    release()
    await reading
    expect(await names()).toEqual([])
    await services.sync.refresh(scope)
    expect(await elsewhere()).toEqual([])
  })

  it('reads again what was not whole, until it is', async () => {
    for (const name of ['a', 'b']) await makeElsewhere(name)
    changeLists(page => ({ ...page, data: (page.data as unknown[]).slice(1) }))
    expect(await services.sync.refresh(scope)).toMatchObject({ complete: false, count: 1 })
    services.network.meet(null)
    expect(await services.sync.refresh(scope)).toMatchObject({ complete: true, count: 2 })
  })

  it('asks for each key that a list does not bring which is cut off, a few at a time', async () => {
    const ids = []
    for (const name of ['a', 'b', 'c', 'd', 'e']) ids.push(await makeElsewhere(name))
    await services.sync.refresh(scope)
    const state = await services.store.keys.state(scope)
    for (const id of ids.slice(0, 4))
      await service.ask('DELETE', `${path}/${id}`, service.tokens.preview)
    await makeElsewhere('f')
    let failGets = false
    // A service without a feed whose list ends after the newest.
    services.network.meet(next => async request => {
      const response = await next(request)
      const at = new URL(request.url).pathname
      if (failGets && at.startsWith(`${path}/`)) return { ...response, status: 503 }
      if (at !== path) return response
      const { data, ...page } = JSON.parse(response.body)
      return { ...response, body: JSON.stringify({ ...page, data: data.slice(0, 1), total: 9 }) }
    })
    const readAgain = async () => {
      const { clockOffset: _, count: __, ...rest } = state
      await services.store.keys.apply(scope, [], { ...rest, complete: false, cursor: null })
      services.network.sent.length = 0
      expect(await services.sync.refresh(scope)).toMatchObject({ phase: 'live', complete: false })
      return services.network.sent.filter(sent => sent.startsWith(`GET ${path}/key_`)).length
    }
    expect(await readAgain()).toBe(3)
    expect(await names()).toEqual(['a', 'b', 'e', 'f'])
    // Those that were not asked for come first.
    expect(await readAgain()).toBe(3)
    expect(await names()).toEqual(['e', 'f'])
    expect(await readAgain()).toBe(1)
    failGets = true
    expect(await readAgain()).toBe(1)
    expect(await names()).toEqual(['e', 'f'])
    expect((await elsewhere()).filter(([kind]) => kind === 'vanished')).toHaveLength(4)
    const gone = await services.keys.gone({ scope, kind: null, search: '', offset: 0, limit: 10 })
    expect(gone.rows.map(({ name }) => name).toSorted()).toEqual(['a', 'b', 'c', 'd'])
  })

  it('counts as whole when a key went away between two pages', async () => {
    for (const name of ['a', 'b', 'c']) await makeElsewhere(name)
    let asked = 0
    services.network.meet(next => async request => {
      const url = new URL(request.url)
      if (url.pathname !== path) return next(request)
      url.search = '?limit=1000'
      const response = await next({ ...request, url: url.href })
      const { data, ...rest } = JSON.parse(response.body)
      const told =
        asked++ === 0
          ? { ...rest, data: data.slice(0, 1), nextCursor: 'second', total: 3 }
          : { ...rest, data: data.slice(1, 2), nextCursor: null, total: 2 }
      return { ...response, body: JSON.stringify(told) }
    })
    expect(await services.sync.refresh(scope)).toMatchObject({ complete: true, count: 2 })
  })

  it.each([1, 2])('gives up on a service that sends it in a circle of %i', async length => {
    await makeElsewhere('a')
    let asked = 0
    services.network.meet(next => async request => {
      const url = new URL(request.url)
      if (url.pathname !== path) return next(request)
      url.search = '?limit=1000'
      const response = await next({ ...request, url: url.href })
      const nextCursor = `again ${asked++ % length}`
      const body = JSON.stringify({ ...JSON.parse(response.body), nextCursor })
      return { ...response, body }
    })
    expect((await services.sync.refresh(scope)).error).toEqual({
      code: 'bad-response',
      reason: 'shape',
    })
  })

  it('gives up on a service that brings the same keys for ever, by cursors that differ', async () => {
    await makeElsewhere('a')
    let asked = 0
    services.network.meet(next => async request => {
      const url = new URL(request.url)
      if (url.pathname !== path) return next(request)
      url.search = '?limit=1000'
      const response = await next({ ...request, url: url.href })
      if (asked++ > 20) throw new Error('It was asked again and again')
      const body = JSON.stringify({ ...JSON.parse(response.body), nextCursor: `${asked}` })
      return { ...response, body }
    })
    expect((await services.sync.refresh(scope)).error).toEqual({
      code: 'bad-response',
      reason: 'shape',
    })
  })

  it('rejects nowhere when the store is gone', async () => {
    const rejections: unknown[] = []
    const onRejection = (cause: unknown) => rejections.push(cause)
    process.on('unhandledRejection', onRejection)
    const { asked, release } = holdLists(service.tokens.preview)
    services.sync.watch([scope])
    await asked
    await services.store.close()
    const seen = services.events.length
    release()
    await expect.poll(() => services.logged).toContain('sync-not-announced')
    expect(services.events).toHaveLength(seen)
    expect(rejections).toEqual([])
    process.off('unhandledRejection', onRejection)
  })
})
