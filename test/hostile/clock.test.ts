import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Clock, systemClock } from '../../src/main/base/clock.ts'
import { secret } from '../../src/main/base/secret.ts'
import { createCopies } from '../../src/main/services/clipboard-copies.ts'
import { fakeClipboard } from '../fakes.ts'
import { createAndStore, play, readAll, rename, setStage } from './stage.ts'

const day = 86_400_000

let shift = 0
/** The wall clock as somebody, or a time server, has set it; timers go on as they do. */
const wrongClock: Clock = { now: () => Date.now() + shift, after: systemClock.after }
const stage = setStage({ clock: wrongClock })
afterEach(() => {
  shift = 0
})

const shifts = {
  'a day ahead': day,
  'a day behind': -day,
  'an hour ahead, as in spring': 3_600_000,
  'an hour behind, as in autumn': -3_600_000,
  'before 2020': Date.parse('2019-06-01') - Date.now(),
  'before 1970': -Date.now() - day,
} as const

describe.each(Object.entries(shifts))('D the wall clock %s', (what, by) => {
  it('a key is made, changed and read all the same', async () => {
    const name = `made ${what}`
    await play(stage.world(), {
      fault: () => {
        shift = by
      },
      act: async world => {
        await createAndStore(world, name)
        await rename(world, name, `${name}, renamed`)
        await readAll(world)
      },
      made: [`${name}, renamed`],
    })
  })
})

it.each([day, -day])(
  'D the wall clock jumps by %i ms while a secret is on the clipboard: it is gone in its time',
  async by => {
    vi.useFakeTimers()
    try {
      const clipboard = fakeClipboard()
      const copies = createCopies({
        ...{ clipboard, clock: systemClock, log: () => undefined },
        note: { keep: async () => undefined, holds: async () => false },
        seconds: () => 30,
        mayCopy: () => true,
      })
      await copies.make(secret('copied'))
      vi.setSystemTime(Date.now() + by)
      await vi.advanceTimersByTimeAsync(29_000)
      expect((await clipboard.read())?.expose()).toBe('copied')
      await vi.advanceTimersByTimeAsync(1_000)
      expect((await clipboard.read())?.expose()).not.toBe('copied')
    } finally {
      vi.useRealTimers()
    }
  },
)
