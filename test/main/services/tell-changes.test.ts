import { describe, expect, it } from 'vitest'
import { limitCrowd } from '../../../src/main/ipc/crowd.ts'
import { tellChanges } from '../../../src/main/services/tell-changes.ts'
import { fakeClock } from '../../fakes.ts'

const scope = {
  connection: '7d444840-9dc0-4eba-8a2f-9f0f3f3f2f10',
  environment: 'preview',
} as const

const telling = (hear = () => {}) => {
  const clock = fakeClock(1_760_000_000_000)
  const heard: string[] = []
  const emit = (name: string) => {
    heard.push(name)
    hear()
  }
  return {
    clock,
    heard,
    told: tellChanges({ clock, emit, onProgress: () => emit('progress') }, scope),
  }
}
const news = ['keys-changed', 'progress']

describe('what a read brings', () => {
  it('is told at once, then now and then, and at the end what is left', () => {
    const { clock, heard, told } = telling()
    told.changed()
    expect(heard.splice(0)).toEqual(news)
    clock.advance(499)
    told.changed()
    expect(heard).toEqual([])
    clock.advance(1)
    told.changed()
    expect(heard.splice(0)).toEqual(news)
    told.changed()
    told.end()
    expect(heard.splice(0)).toEqual(news)
    told.end()
    expect(heard).toEqual([])
  })

  it('is told although the clock was put back', () => {
    const { clock, heard, told } = telling()
    told.changed()
    clock.advance(-86_400_000)
    told.changed()
    expect(heard).toEqual([...news, ...news])
  })

  it('lets a window ask ten questions each time, while 100,000 keys come, and never too many', async () => {
    const answers: Promise<unknown>[] = []
    const { clock, told } = telling(() => {
      for (let count = 0; count < 10; count += 1) answers.push(door('keys.window', null))
    })
    const door = limitCrowd(async () => ({ ok: true, value: null }), clock.now)
    for (let page = 0; page < 100; page += 1) {
      told.changed()
      // Answered before the next page is here.
      await Promise.all(answers)
      clock.advance(20)
    }
    told.end()
    const refused = (await Promise.all(answers)).filter(answer => !Object(answer).ok)
    expect({ refused, asked: answers.length >= 100 }).toEqual({ refused: [], asked: true })
  })
})
