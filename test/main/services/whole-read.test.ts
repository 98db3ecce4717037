import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { type KeyService, startKeyService } from '../../../tools/key-service.ts'
import { fakeClock } from '../../fakes.ts'
import { fillService, idOf } from './many-keys.ts'
import type { Task } from './read-until-killed.ts'
import {
  connectTo,
  makeKey,
  openTestStore,
  removeFolder,
  type Services,
  servicesOver,
  shareKeychain,
  startServices,
} from './set-up.ts'

// Pages of the reference service hold 1,000.
const count = 2500
const path = '/v1/environments/preview/keys'

let service: KeyService
let services: Services
let scope: Scope

beforeEach(async () => {
  service = await startKeyService()
  await fillService(service, count)
  services = await startServices()
  scope = (await connectTo(services, service)).preview
})
afterEach(async () => {
  await services.stop()
  await removeFolder(services.folder)
  await service.remove()
})

/** Cursor of each page of the list that was asked for, null for the first; `before` answers when it may go on. */
const watchPages = (before: (asked: number) => Promise<void> = async () => undefined) => {
  const cursors: (string | null)[] = []
  services.network.meet(next => async request => {
    const url = new URL(request.url)
    if (url.pathname !== path || request.method !== 'GET') return next(request)
    await before(cursors.push(url.searchParams.get('cursor')))
    return next(request)
  })
  return cursors
}

const whole = { phase: 'live', complete: true, count } as const
/** The third page that is asked for, and all after it, wait for `release`. */
const holdThird = () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { promise: isAsked, resolve: ask } = Promise.withResolvers<void>()
  const cursors = watchPages(async asked => {
    if (asked < 3) return
    ask()
    await released
  })
  return { cursors, isAsked, release }
}

describe('a list of several pages', () => {
  it('is read in parts at the same time where its service splits it', async () => {
    const { cursors, isAsked, release } = holdThird()
    const reading = services.sync.refresh(scope)
    await isAsked
    await expect.poll(() => cursors.length).toBe(4)
    release()
    expect(await reading).toMatchObject(whole)
    expect(services.network.sent).toContain(`GET ${path}/shards`)
    expect(new Set(cursors).size).toBe(4)
  })

  it('is read page by page where a service knows of no parts', async () => {
    const cursors: (string | null)[] = []
    services.network.meet(next => async request => {
      const url = new URL(request.url)
      if (url.pathname === path) cursors.push(url.searchParams.get('cursor'))
      // An earlier version takes it for the id of a key.
      const asked = request.url.replace('/keys/shards', '/keys/key_nobody')
      return next({ ...request, url: asked })
    })
    expect(await services.sync.refresh(scope)).toMatchObject(whole)
    expect(new Set(cursors).size).toBe(3)
  })

  it('tells how many keys will come while they come, and shows those that have', async () => {
    const { isAsked, release } = holdThird()
    const reading = services.sync.refresh(scope)
    await isAsked
    await expect
      .poll(() => services.sync.state(scope))
      .toMatchObject({ phase: 'syncing', total: count, count: expect.closeTo(1000, -4) })
    const { count: here } = await services.sync.state(scope)
    expect(here).toBeGreaterThanOrEqual(1000)
    release()
    await reading
  })

  it('does not bring back a key that was deleted here while its page was on the way', async () => {
    let deleted = false
    services.network.meet(next => async request => {
      const answer = await next(request)
      if (new URL(request.url).pathname === path && answer.body.includes(idOf(1)) && !deleted) {
        deleted = true
        await services.keys.delete({ ...scope, key: idOf(1), version: null })
      }
      return answer
    })
    expect(await services.sync.refresh(scope)).toMatchObject({ phase: 'live', count: count - 1 })
    expect(deleted).toBe(true)
    expect(await services.store.keys.get({ ...scope, key: idOf(1) })).toBeNull()
  })
})

describe('a read that a person stops', () => {
  it('keeps what has come, asks for nothing more, and goes on from there', async () => {
    const { cursors, isAsked, release } = holdThird()
    services.sync.watch([scope])
    await isAsked
    await expect.poll(async () => (await services.sync.state(scope)).count).toBeGreaterThan(0)
    const stopped = await services.sync.stopReading(scope)
    expect(stopped).toMatchObject({ phase: 'stopped', complete: false, total: count })
    expect(services.events.at(-1)).toMatchObject({ name: 'sync-changed', data: stopped })
    release()
    services.network.sent.length = 0
    services.clock.advance(600_000)
    services.sync.watch([scope])
    services.sync.doubt(scope)
    expect(await services.sync.state(scope)).toMatchObject({ phase: 'stopped' })
    expect(services.network.sent).toEqual([])

    cursors.length = 0
    expect(await services.sync.refresh(scope)).toMatchObject(whole)
    expect(cursors).not.toContain(null)
    await expect.poll(() => services.clock.pending()).toBe(1)
  })

  it('goes on with what was changed here meanwhile, and takes none of it for somebody else’s', async () => {
    const { isAsked, release } = holdThird()
    services.sync.watch([scope])
    await isAsked
    await expect.poll(async () => (await services.sync.state(scope)).count).toBeGreaterThan(0)
    await services.sync.stopReading(scope)
    release()
    // The newest was brought; the oldest, on the last page, was not: it was looked up by itself.
    const { change } = await makeKey(services, scope, 'made meanwhile')
    await services.keys.delete({ ...scope, key: idOf(count), version: null })
    await services.keys.delete({ ...scope, key: idOf(1), version: null })
    await services.keys.edit({ ...change, edit: { name: 'edited meanwhile' } })

    expect(await services.sync.refresh(scope)).toMatchObject({ phase: 'live', count: count - 1 })
    await expect
      .poll(() => services.sync.refresh(scope))
      .toMatchObject({ ...whole, count: count - 1 })
    expect((await services.keys.get({ ...scope, key: change.key }))?.name).toBe('edited meanwhile')
    expect(await services.store.keys.get({ ...scope, key: idOf(count) })).toBeNull()
    expect(await services.store.keys.get({ ...scope, key: idOf(1) })).toBeNull()
    const gone = await services.keys.gone({ scope, kind: null, search: '', offset: 0, limit: 10 })
    expect(gone.rows).toEqual([])
    const lines = await services.store.activity.list(null, 100)
    expect(lines.filter(({ by }) => by === 'elsewhere')).toEqual([])
  })

  it('leaves what was made here meanwhile, which none of its pages bring', async () => {
    const { isAsked, release } = holdThird()
    services.sync.watch([scope])
    await isAsked
    await services.sync.stopReading(scope)
    release()
    const { target } = await makeKey(services, scope, 'made meanwhile')
    expect(await services.sync.refresh(scope)).toMatchObject({ ...whole, count: count + 1 })
    expect(await services.store.keys.get(target)).not.toBeNull()
    const lines = await services.store.activity.list(null, 100)
    expect(lines.filter(({ by }) => by === 'elsewhere')).toEqual([])
  })

  it('goes on when somebody comes back to the list', async () => {
    const { isAsked, release } = holdThird()
    services.sync.watch([scope])
    await isAsked
    await services.sync.stopReading(scope)
    release()
    services.sync.watch([])
    services.sync.watch([scope])
    await expect.poll(() => services.sync.state(scope)).toMatchObject(whole)
  })
})

/** Another run of the application over the same data, `laterMs` later. */
const startAgain = async (laterMs: number): Promise<void> => {
  const before = services
  const clock = fakeClock(Date.now() + laterMs)
  const next = await servicesOver(await openTestStore(before.folder, clock.now), undefined, clock)
  await shareKeychain(before, next)
  services = { ...next, folder: before.folder }
}

/** The application reads in a process of its own, which is killed when two pages are stored. */
const readAndKill = async (): Promise<void> => {
  const vault = [...services.vault.entries].map(([name, value]) => [name, value.expose()] as const)
  await services.stop()
  const task: Task = { folder: services.folder, scope, vault, pages: 2 }
  const program = resolve(import.meta.dirname, 'read-until-killed.ts')
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(task))
  await once(child.stdout, 'data')
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

describe('a read that was killed', () => {
  it('goes on with the pages that were not stored, and is told what has changed since', async () => {
    await readAndKill()
    // The newest are on the first page, which was stored.
    await service.deleteKey('preview', idOf(count))
    await service.edit('preview', idOf(count - 1), { name: 'changed meanwhile' })
    await startAgain(60_000)
    const { progress } = (await services.store.keys.progress(scope)) ?? {}
    const cursors = watchPages()
    expect(await services.sync.refresh(scope)).toMatchObject({
      ...{ phase: 'live', complete: true, count: count - 1 },
    })
    expect(progress?.read).toBeGreaterThanOrEqual(1000)
    expect(cursors.toSorted()).toEqual(progress?.cursors.toSorted())
    const changed = await services.store.keys.get({ ...scope, key: idOf(count - 1) })
    expect(changed?.name).toBe('changed meanwhile')
    expect(await services.store.keys.progress(scope)).toBeNull()
  })

  it.each([
    ['after more than an hour', 3_600_001, 0],
    ['where its cursors are refused', 1000, 400],
  ])('begins anew %s', async (_when, laterMs, refusal) => {
    await readAndKill()
    await startAgain(laterMs)
    const cursors: (string | null)[] = []
    let isRefusing = refusal > 0
    services.network.meet(next => async request => {
      const url = new URL(request.url)
      if (url.pathname !== path) return next(request)
      const cursor = url.searchParams.get('cursor')
      cursors.push(cursor)
      isRefusing &&= cursor !== null
      return isRefusing
        ? { status: refusal, headers: { 'content-type': 'application/json' }, body: '{}' }
        : next(request)
    })
    expect(await services.sync.refresh(scope)).toMatchObject(whole)
    expect(cursors).toContain(null)
  })
})
