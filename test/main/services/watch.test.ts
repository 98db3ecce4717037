import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KeyRow } from '../../../src/shared/contract/keys.ts'
import type { Scope } from '../../../src/shared/domain/key.ts'
import type { Effect } from '../../../src/shared/domain/profile.ts'
import { type KeyService, startKeyService } from '../../../tools/key-service.ts'
import { connectTo, removeFolder, type Services, startServices } from './set-up.ts'

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

const rows = async (): Promise<readonly KeyRow[]> => {
  const all = { kind: null, search: '', states: null, offset: 0, limit: 200 }
  const sort = { column: 'name', descending: false } as const
  return (await services.keys.window({ scope, ...all, sort })).rows
}
/** How often the page was told. */
const told = (event: string) => services.events.filter(({ name }) => name === event).length
/** The permission code that the caller needs for it and lacks. */
const missing = async (effect: Effect) => {
  const profile = await services.connections.profile(scope)
  return profile?.effects.find(rule => rule.effect === effect)?.missingPermission
}

describe('watching two scopes', () => {
  const production = () => ({ ...scope, environment: 'production' }) as const
  const phases = async () => [
    (await services.sync.state(scope)).phase,
    (await services.sync.state(production())).phase,
  ]

  it('keeps each up to date for itself, until others are watched', async () => {
    services.sync.watch([scope, production()])
    await expect.poll(phases).toEqual(['live', 'live'])
    await expect.poll(() => services.clock.pending()).toBe(2)
    await service.createKey('production', { name: 'there' })
    services.clock.advance(5000)
    const total = async () => (await services.sync.state(production())).count
    await expect.poll(total).toBe(1)
    await expect.poll(() => services.clock.pending()).toBe(2)
    services.sync.watch([scope])
    await expect.poll(() => services.clock.pending()).toBe(1)
    services.sync.watch([])
    await expect.poll(() => services.clock.pending()).toBe(0)
  })

  it('goes on with the one while the other’s credential is refused', async () => {
    const token = await service.createToken('short-lived', 'key:view')
    await services.connections.authenticate({
      ...{ ...production(), credential: token, keep: 'keychain' },
    })
    await service.revokeToken('short-lived')
    services.sync.watch([scope, production()])
    await expect.poll(phases).toEqual(['live', 'failed'])
    await expect.poll(() => services.clock.pending()).toBe(1)
    await service.createKey('preview', { name: 'noticed' })
    services.clock.advance(5000)
    await expect.poll(rows).toMatchObject([{ name: 'noticed' }])
  })
})

describe('permissions and plan that change while the page is open', () => {
  const profilePath = '/v1/profile'
  const asked = (what: string) => services.network.sent.filter(line => line === `GET ${what}`)
  const loseCreate = (losing: () => boolean) =>
    services.network.meet(next => async request => {
      const response = await next(request)
      if (new URL(request.url).pathname !== profilePath || !losing()) return response
      const profile = JSON.parse(response.body)
      const { caller } = profile
      const permissions = caller.permissions.filter((code: string) => code !== 'key:create')
      const body = JSON.stringify({ ...profile, caller: { ...caller, permissions } })
      return { ...response, body }
    })

  it('are seen within a minute, and only a change is told', async () => {
    let losing = false
    loseCreate(() => losing)
    services.sync.watch([scope])
    await expect.poll(() => services.clock.pending()).toBe(1)
    const before = told('connections-changed')
    services.network.sent.length = 0
    for (let poll = 1; poll <= 11; poll += 1) {
      services.clock.advance(5000)
      await expect.poll(() => services.clock.pending()).toBe(1)
      expect(asked(profilePath)).toHaveLength(poll < 11 ? 0 : 1)
    }
    expect(told('connections-changed')).toBe(before)
    losing = true
    services.clock.advance(60_000)
    await expect.poll(() => missing('create')).toBe('key:create')
    expect(told('connections-changed')).toBe(before + 1)
    await expect.poll(() => services.clock.pending()).toBe(1)
  })

  it('are asked for at once when a change was refused for them, also during a read', async () => {
    let losing = false
    loseCreate(() => losing)
    await services.sync.refresh(scope)
    expect(await missing('create')).toBeNull()
    losing = true
    await services.sync.recheck(scope)
    expect(await missing('create')).toBe('key:create')

    losing = false
    services.sync.watch([scope])
    await services.sync.recheck(scope)
    expect(await missing('create')).toBeNull()
    expect(services.events.at(-1)).toMatchObject({ data: { phase: 'live' } })
  })

  it('are asked for when the list itself is refused; a plan that has it again brings it back', async () => {
    const paid = await startKeyService('api-access')
    try {
      const { preview } = await connectTo(services, paid)
      await paid.createKey('preview', { name: 'kept' })
      expect(await services.sync.refresh(preview)).toMatchObject({ phase: 'live', count: 1 })
      services.sync.watch([preview])
      await expect.poll(() => services.clock.pending()).toBe(1)
      await paid.setPlan('Starter')
      services.clock.advance(5000)
      const state = () => services.sync.state(preview)
      await expect.poll(state).toMatchObject({
        ...{ phase: 'failed', count: 1, error: { code: 'plan-required', effect: 'list' } },
      })
      const profile = await services.connections.profile(preview)
      expect(profile?.plan).toMatchObject({ name: 'Starter', needed: 'Business' })
      await expect.poll(() => services.clock.pending()).toBe(1)
      await paid.setPlan('Business')
      services.clock.advance(5000)
      await expect.poll(state).toMatchObject({ phase: 'live', error: null })
      expect((await services.connections.profile(preview))?.plan?.name).toBe('Business')
    } finally {
      await paid.remove()
    }
  })
})

describe('a key that expires while its list is shown', () => {
  const inSeconds = (seconds: number) =>
    new Date(services.clock.now() + seconds * 1000).toISOString()
  const states = async () => (await rows()).map(({ state }) => state)
  const changes = () => told('keys-changed')

  it('is told at that moment, also when the service is away', async () => {
    await service.createKey('preview', { name: 'first', expiresAt: inSeconds(600) })
    await service.createKey('preview', { name: 'second', expiresAt: inSeconds(1200) })
    await services.sync.refresh(scope)
    await service.stop()
    services.sync.watch([scope])
    await expect.poll(async () => (await services.sync.state(scope)).phase).toBe('failed')
    await expect.poll(() => services.clock.pending()).toBe(2)
    expect(await states()).toEqual(['active', 'active'])
    const before = changes()
    services.clock.advance(601_000)
    await expect.poll(changes).toBe(before + 1)
    expect(await states()).toEqual(['expired', 'active'])
    await expect.poll(() => services.clock.pending()).toBe(2)
    // As after a night's sleep: the timer was due long ago.
    services.clock.advance(86_400_000)
    await expect.poll(changes).toBe(before + 2)
    expect(await states()).toEqual(['expired', 'expired'])
    services.sync.watch([])
    await expect.poll(() => services.clock.pending()).toBe(0)
  })

  it('is told of every connection, because a review shows them all', async () => {
    await service.createKey('production', { name: 'key', expiresAt: inSeconds(600) })
    await service.createKey('production', { name: 'later', expiresAt: inSeconds(1200) })
    const elsewhere = { ...scope, environment: 'production' } as const
    await services.sync.refresh(elsewhere)
    await service.stop()
    services.sync.watch([])
    await expect.poll(() => services.clock.pending()).toBe(1)
    const before = changes()
    services.clock.advance(600_000)
    await expect.poll(changes).toBe(before + 1)
    expect(services.events.at(-1)).toEqual({ name: 'keys-changed', data: elsewhere })
    await expect.poll(() => services.clock.pending()).toBe(1)
    await services.connections.remove({ id: scope.connection })
    expect(services.clock.pending()).toBe(0)
  })

  it('is told although it came, or got its expiry, while the list was shown', async () => {
    services.sync.watch([scope])
    await expect.poll(() => services.clock.pending()).toBe(1)
    await service.createKey('preview', { name: 'key', expiresAt: inSeconds(600) })
    services.clock.advance(5000)
    await expect.poll(() => services.clock.pending()).toBe(2)
  })

  it('goes by the service’s clock', async () => {
    await service.createKey('preview', { name: 'key', expiresAt: inSeconds(600) })
    services.clock.advance(900_000)
    await services.sync.refresh(scope)
    expect(await states()).toEqual(['active'])
    await service.stop()
    services.sync.watch([scope])
    await expect.poll(async () => (await services.sync.state(scope)).phase).toBe('failed')
    services.clock.advance(600_000)
    await expect.poll(states).toEqual(['expired'])
    const noticed = (await services.store.activity.list(null, 9)).filter(line => line.by !== 'you')
    expect(noticed).toEqual([])
  })
})
