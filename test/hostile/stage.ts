import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { type Limits, standardLimits } from '../../src/main/base/transport.ts'
import type { Scope } from '../../src/shared/domain/key.ts'
import { AppError, type ErrorInfo } from '../../src/shared/error.ts'
import { type KeyService, startKeyService } from '../../tools/key-service.ts'
import { isFull } from './figures.ts'
import { asks, type Fault, type Front, type Seen, startFront } from './front.ts'
import { answerOf, readAnswer } from './http-bytes.ts'
import { checkInvariants, listOf, rememberLists } from './invariants.ts'
import { type Attempt, attempt, startWorld, type World, type WorldParts } from './world.ts'

/** One application, before one front and one service with some keys, for all cases of a file. */
export type Stage = {
  readonly service: () => KeyService
  readonly front: () => Front
  readonly world: () => World
}

/** As short as they can be here; in a full run they are the application's own, and so are the waits. */
export const limits: Limits = isFull
  ? standardLimits
  : { ...standardLimits, connectMs: 1000, firstByteMs: 700, deadlineMs: 1500 }
const chance = isFull ? {} : { random: () => 0 }

const keys = ['checkout', 'billing', 'search'] as const

export const setStage = ({
  name,
  ...parts
}: Partial<WorldParts> & { readonly name?: string } = {}): Stage => {
  let [service, front, world]: [KeyService?, Front?, World?] = []
  const there = <T>(thing: T | undefined): T => {
    if (thing === undefined) throw new Error('The stage is not set yet')
    return thing
  }
  beforeAll(async () => {
    service = await startKeyService()
    for (const name of keys) await service.createKey('preview', { name })
    await service.createKey('production', { name: 'live' })
    front = await startFront(service, name === undefined ? {} : { name })
    const transport = { ...chance, ...parts.transport }
    world = await startWorld({ service, front, limits, ...parts, transport })
    for (const scope of world.scopes) await world.client.keys.refresh(scope)
  })
  afterEach(() => restore(there(world)))
  afterAll(async () => {
    await world?.stop()
    await world?.remove()
    await front?.stop()
    await service?.remove()
  })
  return {
    ...{ service: () => there(service), front: () => there(front) },
    world: () => there(world),
  }
}

const feedIsGone: Fault = {
  kind: 'answer',
  bytes: answerOf(410, JSON.stringify({ type: 'about:blank', title: 'Gone', status: 410 }), {
    'content-type': 'application/problem+json',
  }),
}

/** The next read of each scope asks for the whole list. */
export const forgetFeed = ({ front }: Pick<World, 'front'>): void =>
  void front.meet(asks('GET', '/changes'), feedIsGone)

/** What a lying service told is put right. */
const restore = async (world: World): Promise<void> => {
  await world.front.calm()
  forgetFeed(world)
  for (const scope of world.scopes) await world.client.keys.refresh(scope)
  await world.front.calm()
}

export type Scene = {
  /** Brings the fault about. */
  readonly fault: (front: Front, world: World) => unknown
  /** What a person does meanwhile; several things at once, where there are several. */
  readonly act: (world: World) => readonly Promise<unknown>[] | Promise<unknown>
  readonly codes?: readonly ErrorInfo['code'][]
  readonly withinMs?: number
  readonly changed?: readonly string[]
  readonly made?: readonly string[]
  /** Looked at while the fault is still there; `seen` is what was asked meanwhile. */
  readonly see?: (attempts: readonly Attempt[], seen: readonly Seen[], world: World) => unknown
}

/** Brings a fault about, does what is to be done, and checks the invariants. */
export const play = async (world: World, scene: Scene): Promise<readonly Attempt[]> => {
  const before = await rememberLists(world)
  const asked = world.front.seen.length
  await scene.fault(world.front, world)
  const done = [scene.act(world)].flat()
  const attempts = await Promise.all(done.map(work => attempt(() => work)))
  await scene.see?.(attempts, world.front.seen.slice(asked), world)
  const { codes = [], withinMs = 5000, changed = [], made = [] } = scene
  await checkInvariants(world, { attempts, codes, withinMs, before, changed, made })
  return attempts
}

const live = async (state: Promise<{ readonly error: ErrorInfo | null }>) => {
  const { error } = await state
  if (error) throw new AppError(error)
  return state
}

/** Reads what has changed, as the button does. */
export const read = (world: World, scope: Scope = world.preview) =>
  live(world.client.keys.refresh(scope))

/** Reads the whole list. */
export const readAll = (world: World, scope: Scope = world.preview) => {
  forgetFeed(world)
  return read(world, scope)
}

const draft = (name: string) => ({ name, description: null, expiresAt: null })

export const create = (world: World, name: string, intent: string = randomUUID()) =>
  world.client.keys.create({ ...world.preview, intent, draft: draft(name) })

/** Makes a key and stores its secret. */
export const createAndStore = async (world: World, name: string) => {
  const reveal = await create(world, name)
  await world.client.reveals.show({ id: reveal.id })
  await world.client.reveals.acknowledge({ id: reveal.id })
  return reveal
}

/** What a change of the key `name` in Preview needs. */
export const changeOf = async (world: World, name: string) => {
  const row = (await listOf(world, world.preview)).find(key => key.name === name)
  expect(row, `a key ${name}`).toBeDefined()
  return { ...world.preview, key: row?.id ?? '', version: row?.version ?? null }
}

export const rename = async (world: World, from: string, to: string) =>
  world.client.keys.edit({ ...(await changeOf(world, from)), edit: { name: to } })

/** A problem document (RFC 9457) in the service's place. */
export const problem = (
  status: number,
  body: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Fault => ({
  kind: 'answer',
  bytes: answerOf(status, JSON.stringify({ type: 'about:blank', title: 'Said', status, ...body }), {
    'content-type': 'application/problem+json',
    ...headers,
  }),
})

/** JSON in the service's place. */
export const json = (body: string | Uint8Array, headers = {}, status = 200): Fault => ({
  kind: 'answer',
  bytes: answerOf(status, body, headers),
})

export const sent = (seen: readonly Seen[], method: string, part = ''): readonly Seen[] =>
  seen.filter(asks(method, part))

/** How often a page of the list was asked for; in which parts it can be read is asked beside the first. */
export const pagesAsked = (seen: readonly Seen[]): number =>
  sent(seen, 'GET', '/keys').length - sent(seen, 'GET', '/keys/shards').length

export type Json = { [member: string]: unknown }

/** What the service says, changed on its way. */
export const told = (change: (body: Json) => unknown): Fault => ({
  kind: 'answer',
  bytes: real => answerOf(200, JSON.stringify(change(JSON.parse(readAnswer(real).body)))),
})

/** The list, with other members in its first key. */
export const withFirst = (members: Json): Fault =>
  told(page => {
    const [first, ...rest] = Array.isArray(page.data) ? page.data : []
    return { ...page, data: [{ ...first, ...members }, ...rest] }
  })

/** The answer to a whole read is `fault`. */
export const listIs = (fault: Fault) => (front: Front) =>
  void front.meet(asks('GET', '/keys'), fault)

/** Ids of what is cached of Preview. */
export const idsOf = async (world: World): Promise<readonly string[]> =>
  (await listOf(world, world.preview)).map(({ id }) => id)
