import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { type KeyService, startKeyService } from '../../tools/key-service.ts'
import { type Front, startFront } from './front.ts'
import { checkKeys, checkWords, duplicatesOf, findCanaries, untrackedOf } from './invariants.ts'
import { create } from './stage.ts'
import { startWorld, type World } from './world.ts'

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
