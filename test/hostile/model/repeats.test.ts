import { afterAll, beforeAll, describe, it } from 'vitest'
import { isFull } from '../figures.ts'
import { playSchedules } from './run.ts'
import { openStage, type Stage } from './stage.ts'

describe('random schedules against a service that repeats its answers', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage('repeats')
  })
  afterAll(() => stage.stop())

  it('make no second key, lose no secret and leave nothing untold', { timeout: 1_800_000 }, () =>
    playSchedules(() => stage, isFull ? 255 : 12),
  )
})
