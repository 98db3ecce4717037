import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type KeyService, startKeyService } from '../../tools/key-service.ts'
import { asks, type Fault, type Front, startFront } from './front.ts'
import { checkInvariants, rememberLists } from './invariants.ts'
import { attempt, startWorld, type World } from './world.ts'

let service: KeyService
let front: Front
let world: World

beforeAll(async () => {
  service = await startKeyService()
})
afterAll(() => service.remove())
beforeEach(async () => {
  front = await startFront(service)
  world = await startWorld({ service, front })
  for (const scope of world.scopes) await world.client.keys.refresh(scope)
})
afterEach(async () => {
  await world.stop()
  await world.remove()
  await front.stop()
})

const creation = (name: string) => ({
  ...world.preview,
  intent: randomUUID(),
  draft: { name, description: null, expiresAt: null },
})

describe('the front', () => {
  it('passes requests through, and what the service made is known', async () => {
    const before = await rememberLists(world)
    const made = await attempt(() => world.client.keys.create(creation('passed')))
    const { secret } = await world.client.reveals.show({ id: made.value?.id ?? '' })
    await world.client.reveals.acknowledge({ id: made.value?.id ?? '' })
    expect(front.made.map(one => one.secret)).toEqual([secret])
    await checkInvariants(world, {
      ...{ attempts: [made], codes: [], withinMs: 5000, before, made: ['passed'] },
    })
  })

  const cuts: readonly Fault[] = [
    { kind: 'cut-request', after: 0, how: 'reset' },
    { kind: 'cut-request', after: 60, how: 'end' },
    { kind: 'cut-request', after: 100_000, how: 'reset' },
    { kind: 'cut-answer', after: 0, how: 'end' },
    { kind: 'cut-answer', after: 150, how: 'reset' },
  ]
  it.each(cuts)('meets a creation with $kind after $after, $how', async fault => {
    const before = await rememberLists(world)
    front.meet(asks('POST', '/keys'), fault)
    const name = `cut ${randomUUID()}`
    const made = await attempt(() => world.client.keys.create(creation(name)))
    const first = front.seen.find(({ method }) => method === 'POST')
    expect(first?.reached).toBe(
      fault.kind === 'cut-answer' || (fault.kind === 'cut-request' && fault.after > 1000)
        ? 'whole'
        : fault.kind === 'cut-request' && fault.after > 0
          ? 'part'
          : 'none',
    )
    await checkInvariants(world, {
      ...{ attempts: [made], codes: ['outcome-unknown'], withinMs: 20_000, before, made: [name] },
    })
  })

  it('refuses connections until it is calm', async () => {
    const before = await rememberLists(world)
    await front.refuse()
    const read = await attempt(() => world.client.keys.create(creation('never')))
    await checkInvariants(world, {
      ...{ attempts: [read], codes: ['unreachable'], withinMs: 6000, before },
    })
  })
})
