import { describe, expect, it } from 'vitest'
import { createHandlers } from '../../../src/main/ipc/handlers.ts'
import { gateWhileLocked } from '../../../src/main/ipc/lock-gate.ts'
import { createRouter } from '../../../src/main/ipc/router.ts'
import { openWhileLocked } from '../../../src/shared/contract/app.ts'
import { contract } from '../../../src/shared/contract/index.ts'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { defaultPreferences } from '../../../src/shared/domain/preferences.ts'
import type { KeyService } from '../../../tools/key-service.ts'
import {
  beforeEachConnected,
  creationOf,
  loseAnswers,
  namedAt,
  type Services,
  verdictAt,
} from '../services/set-up.ts'

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

describe('what is under way when Claviger is locked', () => {
  let services: Services
  let service: KeyService
  let preview: Scope
  beforeEachConnected(at => {
    ;({ services, service, preview } = at)
  })

  /** The door of the application itself. */
  const open = () => {
    const preferences = { read: () => defaultPreferences, write: () => defaultPreferences }
    const readCertificate = () => Promise.reject(new Error('asked for by nobody'))
    const handlers = createHandlers({
      ...{ ...services, version: '0.0.0', preferences: { ...preferences, reset: false } },
      ...{ readCertificate, onPreference: () => undefined },
    })
    return gateWhileLocked(
      createRouter(contract, handlers, () => undefined),
      services.lock,
    )
  }

  /** Asked for, and on its way to the service while somebody locks. */
  const createWhileLocking = async (name: string, losing = loseAnswers(0)) => {
    const door = open()
    const { promise: late, resolve: go } = Promise.withResolvers<void>()
    services.network.meet(next => async request => {
      if (request.method === 'POST') await late
      return losing(next)(request)
    })
    const posts = () => services.network.sent.filter(line => line.startsWith('POST')).length
    const before = posts()
    const answer = door('keys.create', creationOf(preview, name))
    await expect.poll(posts).toBe(before + 1)
    await door('app.lock', { anyway: false })
    return { door, answer, go }
  }

  it('loses no key: its secret waits behind the lock, and is shown once it is open', async () => {
    const { door, answer, go } = await createWhileLocking('under way')
    go()
    expect(await answer).toEqual(refused)
    expect(await door('app.lockState', null)).toMatchObject({ value: { waiting: 1 } })
    expect(await door('reveals.pending', null)).toEqual(refused)
    await door('app.unlock', null)
    const [reveal] = services.reveals.pending()
    expect(reveal).toMatchObject({ name: 'under way', shown: false, copied: false })
    const shown = await door('reveals.show', { id: reveal?.id })
    const { secret } = (shown.ok ? shown.value : {}) as { readonly secret: string }
    expect(await verdictAt(service, secret)).toBe('VALID')
    expect(await namedAt(service, 'under way')).toHaveLength(1)
  })

  it('loses none of which the answer was lost too: it is among the unfinished ones', async () => {
    const { door, answer, go } = await createWhileLocking('lost', loseAnswers(99))
    go()
    expect(await answer).toEqual(refused)
    services.network.meet(null)
    await door('app.unlock', null)
    expect(await door('reveals.open', null)).toMatchObject({
      value: [{ name: 'lost', state: 'sent', looking: true }],
    })
  })
})
