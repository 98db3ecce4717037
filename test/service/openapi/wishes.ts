import { randomUUID } from 'node:crypto'
import { expect, vi } from 'vitest'
import { KeyPage } from '../../../src/service/wire.ts'
import type { Actor } from '../actor.ts'
import { createdOf, keyOf, read, type TestService } from '../harness.ts'
import type { Wish } from './validator.ts'

/** The service that is called, and what it takes to bring about what the document tells of. */
export type World = {
  readonly service: TestService
  readonly actor: Actor
  /** Lets every token in once a minute, and had its administrator. */
  readonly limited: TestService
  /** Has a profile without any effect. */
  readonly bare: TestService
  /** In force at once; `least` includes no effect. */
  readonly usePlan: (plan: 'least' | 'whole') => Promise<void>
  /** Lets that many seconds pass. */
  readonly wait: (seconds: number) => void
  readonly now: () => number
}

const environment = 'preview'
const at = { environment }
/** Trims, and folds to something else each time. */
export const nameOne = () => `checkout-service ${randomUUID()}`
export const wish = () => ({ 'Idempotency-Key': randomUUID() })
let overlap = 3600
const nextOverlap = () => ++overlap

export const createKey = async ({ actor }: World, more: object = {}) =>
  createdOf(await actor.post('/keys', { name: nameOne(), ...more }))
export const createSystem = ({ actor }: World, name = nameOne()) => actor.system(name)

export const createRevoked = async (world: World) => {
  const { key, secret } = await createKey(world)
  return { key: keyOf(await world.actor.act(key.id, 'revoke')), secret }
}
export const createSuspended = async (world: World) => {
  const { key, secret } = await createKey(world)
  return { key: keyOf(await world.actor.act(key.id, 'suspend')), secret }
}
export const createExpired = async (world: World) => {
  const expiresAt = new Date(world.now() + 60_000).toISOString()
  const created = await createKey(world, { expiresAt })
  world.wait(61)
  return created
}

const feedNow = async ({ service }: World): Promise<string> =>
  read(KeyPage, await service.call('GET', '/v1/environments/preview/keys')).changes
const atKey = async (world: World) => ({ ...at, id: (await createKey(world)).key.id })
const atSystem = async (world: World) => ({ ...at, id: (await createSystem(world)).id })

/** A request of each operation that succeeds. One line for every operation of the document. */
export const wishes: Readonly<Record<string, (world: World) => Wish | Promise<Wish>>> = {
  getHealth: () => ({ token: null }),
  getOpenapi: () => ({ token: null }),
  getProfile: () => ({}),
  listKeys: () => ({ path: at, query: { limit: '2' } }),
  splitKeys: () => ({ path: at, query: { count: '4' } }),
  createKey: () => ({ path: at, headers: wish(), body: { name: nameOne(), description: null } }),
  getKey: async world => ({ path: await atKey(world) }),
  editKey: async world => {
    const { key } = await createKey(world)
    const body = { name: nameOne(), description: 'Used by the checkout of the web shop' }
    return { path: { ...at, id: key.id }, headers: { 'If-Match': key.etag }, body }
  },
  deleteKey: async world => {
    const { key } = await createKey(world)
    return { path: { ...at, id: key.id }, headers: { 'If-Match': key.etag } }
  },
  suspendKey: async world => ({ path: await atKey(world), headers: wish() }),
  resumeKey: async world => ({ path: await atKey(world), headers: wish() }),
  listChanges: async world => ({ path: at, query: { after: await feedNow(world), limit: '9' } }),
  verifyKey: async world => ({
    path: at,
    token: null,
    body: { key: (await createKey(world)).secret },
  }),
  verifyKeyById: async world => ({ path: await atKey(world) }),
  listAudit: () => ({ query: { limit: '1000', environment } }),
  createSystem: () => ({ path: at, headers: wish(), body: { name: nameOne() } }),
  revokeKey: async world => ({ path: await atKey(world), headers: wish() }),
  rotateKey: async world => ({
    path: await atKey(world),
    headers: wish(),
    body: { overlapSeconds: nextOverlap() },
  }),
  generateKey: async world => ({ path: await atSystem(world), headers: wish() }),
}

const verdicts = async (world: World): Promise<readonly Wish[]> => {
  const { secret, key } = await createKey(world)
  const replaced = await createKey(world)
  await world.actor.rotate(replaced.key.id)
  const elsewhere = await world.service.create(nameOne(), 'production')
  const told = [
    ...[(await createSuspended(world)).secret, (await createRevoked(world)).secret],
    ...[(await createExpired(world)).secret, replaced.secret, elsewhere.secret],
    ...[key.mask ?? '', secret.slice(0, -1), 'unknown'],
  ]
  return told.map(one => ({ path: at, token: null, body: { key: one } }))
}

const verdictsById = async (world: World): Promise<readonly Wish[]> => {
  const elsewhere = await world.service.create(nameOne(), 'production')
  const created = [createSuspended, createRevoked, createExpired].map(create => create(world))
  const ids = [...(await Promise.all(created)), elsewhere].map(({ key }) => key.id)
  return [...ids, 'key_none'].map(id => ({ path: { ...at, id } }))
}

/** Further requests that succeed, for answers that look otherwise than the first. */
export const furtherWishes: Readonly<Record<string, (world: World) => Promise<readonly Wish[]>>> = {
  verifyKey: verdicts,
  verifyKeyById: verdictsById,
  listKeys: async world => {
    const states = [createSuspended, createRevoked, createExpired, createSystem]
    for (const create of states) await create(world)
    const path = '/v1/environments/preview/keys?limit=1'
    const { nextCursor } = read(KeyPage, await world.service.call('GET', path))
    return [
      { path: at },
      { path: at, query: { kind: 'system' } },
      { path: at, query: { limit: '1', cursor: nextCursor ?? '' } },
    ]
  },
  listChanges: async world => {
    const after = await feedNow(world)
    await createSystem(world)
    const { key } = await createKey(world)
    await world.service.call('DELETE', `/v1/environments/preview/keys/${key.id}`)
    return [{ path: at, query: { after } }]
  },
  editKey: async world => {
    const { key } = await createKey(world)
    const path = { ...at, id: key.id }
    const expiresAt = new Date(world.now() + 86_400_000).toISOString()
    const bodies = [
      { status: 'suspended' },
      { expiresAt },
      { expiresAt: null },
      { status: 'active' },
    ]
    return bodies.map(body => ({ path, headers: { 'If-Match': '*' }, body }))
  },
  revokeKey: async world => {
    const { id } = await createSystem(world)
    const { key } = await world.actor.generate(id)
    return [{ path: { ...at, id }, headers: { 'If-Match': key.etag } }]
  },
  listAudit: async world => {
    const { key, secret } = await createKey(world)
    expect(await world.actor.verdict(secret)).toMatchObject({ valid: true })
    // Calls are written to the log a moment later.
    await vi.waitFor(
      async () => expect(await world.actor.get(key.id)).toMatchObject({ usageCount: 1 }),
      { timeout: 10_000 },
    )
    return [{}]
  },
}
