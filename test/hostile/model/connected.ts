import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { claviger } from '../../../src/main/connectors/claviger/index.ts'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { type KeyService, startKeyService } from '../../../tools/key-service.ts'
import { type Front, startFront } from '../front.ts'
import { startWorld, type World } from '../world.ts'
import { type HurriedClock, hurriedClock } from './hurried-clock.ts'
import type { Habit } from './stage.ts'

export type Connected = {
  readonly service: KeyService
  readonly front: Front
  readonly world: World
  readonly clock: HurriedClock
}

/**
 * One service for the file and, for each test, a front and an application that has read both lists: `take` gets them.
 * Its clock is `skewMs` ahead of the service's.
 */
export const beforeEachWorld = (habit: Habit, take: (at: Connected) => void, skewMs = 0): void => {
  let service: KeyService
  let at: Connected
  beforeAll(async () => {
    service = await startKeyService()
  })
  afterAll(() => service.remove())
  beforeEach(async () => {
    const front = await startFront(service, { freshKeys: habit === 'anew' })
    const connectors = [habit === 'repeats' ? claviger : { ...claviger, replayMs: null }]
    const clock = hurriedClock(skewMs)
    const world = await startWorld({ service, front, clock, connectors })
    for (const scope of world.scopes) await world.client.keys.refresh(scope)
    at = { service, front, world, clock }
    take(at)
  })
  afterEach(async () => {
    await at.world.stop()
    await at.world.remove()
    await at.front.stop()
  })
}

/** What `world` wishes for when a key is to be made. */
export const creationIn = (scope: Scope, name: string = randomUUID()) => ({
  ...{ ...scope, intent: randomUUID() },
  draft: { name, description: null, expiresAt: null },
})

/** A key of another administrator's, which the application has read. */
export const knownKey = async ({ service, world }: Connected, name: string = randomUUID()) => {
  const { key } = await service.createKey('preview', { name })
  await world.client.keys.refresh(world.preview)
  const row = await world.client.keys.get({ ...world.preview, key: key.id })
  return {
    id: key.id,
    name,
    change: { ...world.preview, key: key.id, version: row?.version ?? '' },
  }
}
