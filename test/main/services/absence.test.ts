import { expect, it } from 'vitest'
import { watchAbsence } from '../../../src/main/services/absence.ts'
import type { LockCause } from '../../../src/shared/domain/lock.ts'
import { fakeClock } from '../../fakes.ts'

const start = (limit: number | null = 5) => {
  const clock = fakeClock()
  const absent: LockCause[] = []
  const system = { idle: 0, locked: false, limit }
  const stop = watchAbsence({
    clock,
    presence: { idleSeconds: () => system.idle, isLocked: () => system.locked },
    limitMinutes: () => system.limit,
    onAbsent: cause => void absent.push(cause),
  })
  /** So many seconds pass, in steps in which every timer is on time. */
  const pass = (seconds: number): void => {
    for (let left = seconds; left > 0; left -= 10) clock.advance(10_000)
  }
  return { clock, absent, system, stop, pass }
}

it('is over when nobody touched the computer for the chosen time, and not before', () => {
  const { absent, system, pass } = start(5)
  system.idle = 299
  pass(60)
  expect(absent).toEqual([])
  system.idle = 300
  pass(10)
  expect(absent).toEqual(['idle'])
})

it('goes by what is chosen meanwhile, and never by idleness where that is chosen', () => {
  const { absent, system, pass } = start(null)
  system.idle = 1_000_000
  pass(60)
  expect(absent).toEqual([])
  system.limit = 60
  pass(10)
  expect(absent).toEqual(['idle'])
})

it('notices a locked screen of which no event told', () => {
  const { absent, system, pass } = start(null)
  system.locked = true
  pass(10)
  expect(absent).toEqual(['away'])
})

it('notices eight hours of sleep by the wall clock, although no timer ran meanwhile', () => {
  const { clock, absent } = start(null)
  clock.advance(8 * 3_600_000)
  expect(absent).toEqual(['away'])
})

it('takes neither a busy computer nor a clock that is set back for an absence', () => {
  const { clock, absent, pass } = start(null)
  clock.advance(40_000)
  clock.set(clock.now() - 86_400_000)
  pass(60)
  expect(absent).toEqual([])
})

it('takes a clock that is set a day ahead for one: better locked than not', () => {
  const { clock, absent, pass } = start(null)
  clock.set(clock.now() + 86_400_000)
  pass(10)
  expect(absent).toEqual(['away'])
})

it('leaves no timer behind', () => {
  const { clock, stop, pass } = start()
  pass(30)
  expect(clock.pending()).toBe(1)
  stop()
  expect(clock.pending()).toBe(0)
})
