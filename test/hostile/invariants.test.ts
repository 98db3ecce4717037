import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { type KeyService, startKeyService } from '../../tools/key-service.ts'
import { any, type Front, startFront } from './front.ts'
import {
  checkInvariants,
  checkKeys,
  checkWords,
  duplicatesOf,
  findCanaries,
  rememberLists,
  untrackedOf,
} from './invariants.ts'
import { create, problem } from './stage.ts'
import { type Attempt, startWorld, type World } from './world.ts'

let service: KeyService
let front: Front
let world: World

beforeAll(async () => {
  service = await startKeyService()
})
afterAll(() => service.remove())
beforeEach(async () => {
  front = await startFront(service, { freshKeys: true })
  world = await startWorld({ service, front })
})
afterEach(async () => {
  await world.stop()
  await world.remove()
  await front.stop()
})

/** A creation that the application knows nothing of, as if it had forgotten it. */
const createBeside = (intent: string) =>
  new Promise((resolve, reject) => {
    const call = request(`${front.url}/v1/environments/preview/keys`, {
      ...{ method: 'POST', ca: front.authority.cert, agent: false },
      headers: {
        authorization: `Bearer ${service.tokens.preview}`,
        ...{ 'content-type': 'application/json', 'idempotency-key': intent },
      },
    })
    call.on('response', answer => answer.resume().on('end', resolve)).on('error', reject)
    call.end(JSON.stringify({ name: 'beside', description: null }))
  })

it('finds a key whose secret nobody has and of which nothing tells', async () => {
  await createBeside(randomUUID())
  expect(await untrackedOf(world)).toHaveLength(1)
  await world.client.keys.refresh(world.preview)
  await world.client.keys.refresh(world.production)
  await expect(checkKeys(world)).rejects.toThrow()
})

it('lets a key be that waits in a dialog, and one that is stored', async () => {
  const { id } = await create(world, 'waits')
  expect(await untrackedOf(world)).toEqual([])
  await world.client.reveals.acknowledge({ id })
  expect(await untrackedOf(world)).toEqual([])
})

it('finds a second secret of one wish', async () => {
  const intent = randomUUID()
  await createBeside(intent)
  expect(duplicatesOf(world)).toEqual([])
  await createBeside(intent)
  expect(duplicatesOf(world)).toEqual([intent])
})

it('finds a key that the list lacks', async () => {
  for (const scope of world.scopes) await world.client.keys.refresh(scope)
  await checkKeys(world)
  await service.createKey('preview', { name: 'unseen' })
  await expect(checkKeys(world)).rejects.toThrow()
})

it.each(['utf8', 'base64', 'hex', 'utf16le'] as const)(
  'finds a secret that stands in a file, in %s',
  async form => {
    await create(world, 'written down')
    expect(await findCanaries(world)).toEqual([])
    const file = join(world.temp, 'left-over')
    const secret = Buffer.from(front.made[0]?.secret ?? '')
    await writeFile(
      file,
      form === 'utf16le' ? Buffer.from(String(secret), form) : secret.toString(form),
    )
    expect(await findCanaries(world)).toEqual([file])
  },
)

it('finds a secret in an answer, in an event and in the environment', async () => {
  const secret = world.plant('canary-of-an-invariant')
  world.crossed.push({ route: 'keys.get', input: null, result: { ok: true, value: { secret } } })
  expect(await findCanaries(world)).toHaveLength(1)
  world.events.push({ name: 'keys-changed', data: secret })
  expect(await findCanaries(world)).toHaveLength(1)
  process.env.HOSTILE_CANARY = secret
  expect(await findCanaries(world)).toHaveLength(1)
  delete process.env.HOSTILE_CANARY
  expect(await findCanaries(world)).toEqual([])
})

it('knows words from none', () => {
  checkWords({ code: 'interrupted' })
  expect(() => checkWords({ code: 'timeout', seconds: Number.NaN })).toThrow()
})

const done: Attempt = { value: null, error: null, ms: 1, blockedMs: 0 }

/** Everything is looked at after `attempt`, which no error was expected of. */
const checkAfter = async (attempted: Attempt, before = rememberLists(world)) =>
  checkInvariants(world, {
    ...{ attempts: [attempted], codes: [], withinMs: 5000, before: await before },
  })

it('finds that an environment is not read again when the fault is gone', async () => {
  await checkAfter(done)
  const { calm } = front
  world = { ...world, front: { ...front, calm: async () => undefined } }
  front.meet(any, problem(403))
  await expect(checkAfter(done)).rejects.toThrow(/phase/)
  await calm()
  await checkAfter(done)
})

it('finds what nobody caught', async () => {
  world.faults.push(new Error('uncaught'))
  await expect(checkAfter(done)).rejects.toThrow(/uncaught/)
})

it('finds that the list from before lacks a key', async () => {
  const { key } = await service.createKey('preview', { name: 'known before' })
  await world.client.keys.refresh(world.preview)
  const before = rememberLists(world)
  await checkAfter(done, before)
  await service.deleteKey('preview', key.id)
  await world.client.keys.refresh(world.preview)
  await expect(checkAfter(done, before)).rejects.toThrow(/the list from before/)
})

it('finds an error that was not expected, one that did not come, and one that came late', async () => {
  await expect(checkAfter({ ...done, error: { code: 'interrupted' } })).rejects.toThrow()
  await expect(checkAfter({ ...done, ms: 5001 })).rejects.toThrow(/5000/)
  const before = await rememberLists(world)
  const expected = { attempts: [done], codes: ['interrupted'], withinMs: 5000, before } as const
  await expect(checkInvariants(world, expected)).rejects.toThrow(/interrupted/)
})
