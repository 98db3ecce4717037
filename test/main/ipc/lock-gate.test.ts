import { describe, expect, it } from 'vitest'
import { gateWhileLocked } from '../../../src/main/ipc/lock-gate.ts'
import { openWhileLocked } from '../../../src/shared/contract/app.ts'
import { contract } from '../../../src/shared/contract/index.ts'

const routes = Object.entries(contract).flatMap(([domain, of]) =>
  Object.keys(of).map(route => `${domain}.${route}`),
)
const refused = { ok: false, error: { code: 'locked' } }

/** A door behind which every route answers at once, or when it is told to. */
const start = () => {
  const asked: unknown[] = []
  let [locked, times] = [false, 0]
  let wait: Promise<void> = Promise.resolve()
  const door = gateWhileLocked(
    async route => {
      asked.push(route)
      await wait
      return { ok: true, value: 'a name' }
    },
    { isLocked: () => locked, times: () => times },
  )
  const lock = () => {
    locked = true
    times++
  }
  const unlock = () => {
    locked = false
  }
  const hold = () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    wait = promise
    return resolve
  }
  return { door, asked, lock, unlock, hold }
}

describe('the door of a locked application', () => {
  it('answers these five routes, which tell of no key and no service', () => {
    expect([...openWhileLocked].sort()).toEqual([
      'app.info',
      'app.lock',
      'app.lockState',
      'app.preferences',
      'app.unlock',
    ])
    for (const route of openWhileLocked) expect(routes).toContain(route)
  })

  it.each(routes.filter(route => !openWhileLocked.has(route)))('refuses %s', async route => {
    const { door, asked, lock } = start()
    lock()
    expect(await door(route, null)).toEqual(refused)
    expect(asked).toEqual([])
  })

  it.each([null, 7, 'no.route', 'app.info ', 'APP.INFO', { toString: () => 'app.info' }])(
    'refuses what is no route (case %#)',
    async route => {
      const { door, asked, lock } = start()
      lock()
      expect(await door(route, null)).toEqual(refused)
      expect(asked).toEqual([])
    },
  )

  it('gives no answer to what was asked before', async () => {
    const { door, lock, hold } = start()
    const answer = hold()
    const asked = door('keys.window', null)
    lock()
    answer()
    expect(await asked).toEqual(refused)
  })

  it('nor when it was unlocked meanwhile: whoever asked is gone', async () => {
    const { door, lock, unlock, hold } = start()
    const answer = hold()
    const asked = door('reveals.show', null)
    lock()
    unlock()
    answer()
    expect(await asked).toEqual(refused)
    expect(await door('keys.window', null)).toEqual({ ok: true, value: 'a name' })
  })
})
