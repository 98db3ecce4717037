import { describe, expect, it } from 'vitest'
import type { Clock } from '../../../../src/main/base/clock.ts'
import type { TransportRequest } from '../../../../src/main/base/transport.ts'
import { failed, type Outcome } from '../../../../src/main/platform/https/exchange.ts'
import { createRepeating, jitter } from '../../../../src/main/platform/https/repeat.ts'
import { infoOf } from '../../../../src/shared/error.ts'
import { fakeClock } from '../../../fakes.ts'

/** Its waits are over at once, as it goes by its own time. */
const swiftClock = () => {
  let now = 0
  const waits: number[] = []
  const clock: Clock = {
    now: () => now,
    after: (ms, run) => {
      waits.push(ms)
      now += ms
      queueMicrotask(run)
      return () => undefined
    },
  }
  return {
    ...{ ...clock, waits },
    pass: (ms: number): void => {
      now += ms
    },
  }
}

const origin = 'https://keys.example.com'
const answer = (status: number, headers: Readonly<Record<string, string>> = {}): Outcome => ({
  kind: 'answer',
  response: { status, headers, body: '' },
})
const failure = (code: string, stage: 'connecting' | 'sent' = 'connecting'): Outcome =>
  failed(Object.assign(new Error(), { code }), stage, 'keys.example.com')

const request = (change: Partial<TransportRequest> = {}): TransportRequest => ({
  ...{ method: 'GET', url: `${origin}/`, headers: {}, body: null, signal: null },
  trust: { ca: null, pin: null },
  ...{ deadlineMs: 30_000, maxBytes: 1 },
  ...change,
})

const start = (random = () => 0.5) => {
  const clock = swiftClock()
  const closing = new AbortController()
  const repeating = createRepeating({ clock, random, closing: closing.signal })
  /** Sends it to what answers so, one after the other, the last for ever; each attempt takes `ms`. */
  const send = async (
    outcomes: readonly Outcome[],
    change: Partial<TransportRequest> = {},
    ms = 0,
  ) => {
    let attempts = 0
    const outcome = await repeating(request(change), origin, async () => {
      clock.pass(ms)
      attempts += 1
      return outcomes[Math.min(attempts, outcomes.length) - 1] ?? answer(200)
    })
    return { attempts, outcome, waits: clock.waits.splice(0) }
  }
  return { send, clock, closing, repeating }
}

type Case = readonly [string, Outcome]
const statuses = (...all: readonly number[]): readonly Case[] =>
  all.map(status => [String(status), answer(status)])

const change = { method: 'POST', body: '{}' } as const

describe('a read', () => {
  it.each<Case>([
    ['EAI_AGAIN', failure('EAI_AGAIN')],
    ['a refused connection', failure('ECONNREFUSED')],
    ['a network that is down', failure('ENETUNREACH')],
    ['a reset', failure('ECONNRESET', 'sent')],
    ['500', answer(500)],
    ['502', answer(502)],
    ['503', answer(503)],
    ['504', answer(504)],
    ['429 that says when', answer(429, { 'retry-after': '2' })],
  ])('is repeated twice and no more after %s', async (_name, outcome) => {
    const { send } = start()
    expect(await send([outcome])).toMatchObject({ attempts: 3, outcome })
    expect(await send([outcome, answer(200)])).toMatchObject({ attempts: 2, outcome: answer(200) })
  })

  it.each<Case>([
    ['a name that does not exist', failure('ENOTFOUND')],
    ['a certificate', failure('CERT_HAS_EXPIRED')],
    ['an answer that is malformed', failure('HTTPParserError', 'sent')],
    ['429 that does not say when', answer(429)],
    ['429 that says when in no form of the RFC', answer(429, { 'retry-after': '1.5' })],
    ['429 for longer than a person waits', answer(429, { 'retry-after': '6' })],
    ['503 for longer than a person waits', answer(503, { 'retry-after': '999999999' })],
    ...statuses(200, 204, 301, 400, 401, 403, 404, 409, 412, 422, 428, 501, 505),
  ])('is not repeated after %s', async (_name, outcome) => {
    expect(await start().send([outcome])).toMatchObject({ attempts: 1, waits: [] })
  })

  it('waits as long as it was asked to', async () => {
    const limited = answer(429, { 'retry-after': '2' })
    expect((await start(() => 0).send([limited])).waits).toEqual([2000, 2000])
    const away = answer(503, { 'x-retry-after': '0' })
    expect((await start(() => 0.5).send([away])).waits).toEqual([250, 500])
  })

  it('is not repeated for who asks again anyway', async () => {
    expect((await start().send([answer(503)], { once: true })).attempts).toBe(1)
  })

  it('may be a POST', async () => {
    expect((await start().send([answer(503)], { ...change, isRead: true })).attempts).toBe(3)
  })
})

describe('a change', () => {
  it.each<Case>([
    ['EAI_AGAIN', failure('EAI_AGAIN')],
    ['a refused connection', failure('ECONNREFUSED')],
  ])('is repeated after %s, which proves that nothing was sent', async (_name, outcome) => {
    for (const method of ['POST', 'PATCH', 'PUT', 'DELETE'] as const)
      expect((await start().send([outcome], { ...change, method })).attempts).toBe(3)
  })

  it.each<Case>([
    ['a network that is down', failure('ENETUNREACH')],
    ['a reset', failure('ECONNRESET', 'sent')],
    ['429 that says when', answer(429, { 'retry-after': '0' })],
    ...statuses(500, 502, 503, 504),
  ])('is sent once, whatever its method: %s', async (_name, outcome) => {
    for (const method of ['POST', 'PATCH', 'PUT', 'DELETE'] as const)
      expect((await start().send([outcome], { ...change, method })).attempts).toBe(1)
  })
})

describe('the waits', () => {
  it('are anything from nothing to twice as much each time, up to 20 s', () => {
    expect([1, 2, 3, 6, 7, 60].map(attempt => jitter(attempt, 1))).toEqual([
      500, 1000, 2000, 16_000, 20_000, 20_000,
    ])
    expect(jitter(3, 0)).toBe(0)
    // A generator with a seed (Numerical Recipes' LCG): the waits spread over all of it.
    let seed = 7
    const next = (): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
      return seed / 2 ** 32
    }
    const tenths = Array.from({ length: 1000 }, () => Math.floor(jitter(2, next()) / 100))
    for (let tenth = 0; tenth < 10; tenth++) {
      expect(tenths.filter(one => one === tenth).length).toBeGreaterThan(60)
    }
  })

  it('end when nobody waits any longer', async () => {
    const clock = fakeClock()
    const [closing, stop] = [new AbortController(), new AbortController()]
    const repeating = createRepeating({ clock, random: () => 0.5, closing: closing.signal })
    let attempts = 0
    const send = (signal: AbortSignal | null) => {
      const asked = Promise.withResolvers<void>()
      const outcome = repeating(request({ signal }), origin, async () => {
        attempts += 1
        asked.resolve()
        return answer(503)
      })
      return asked.promise.then(() => ({ outcome }))
    }
    const given = await send(stop.signal)
    stop.abort()
    expect(await given.outcome.catch(infoOf)).toEqual({ code: 'cancelled' })
    const closed = await send(null)
    closing.abort()
    expect(await closed.outcome).toEqual(answer(503))
    expect([attempts, clock.pending()]).toEqual([2, 0])
  })
})

describe('the time of it all', () => {
  it('is 4.5 s to be told that a host is not reached', async () => {
    const { send, clock } = start(() => 1)
    expect(await send([failure('ECONNREFUSED')], {}, 2000)).toMatchObject({ attempts: 2 })
    expect(clock.now()).toBeLessThanOrEqual(4500)
  })

  it('is begun anew by a host that answers', async () => {
    const outcomes = [answer(503), failure('ECONNREFUSED'), answer(200)]
    expect(await start(() => 1).send(outcomes, {}, 2500)).toMatchObject({ attempts: 3 })
  })

  it('is 30 s for everything, which each attempt is told', async () => {
    const { repeating, clock } = start(() => 1)
    const left: number[] = []
    await repeating(request(), origin, async remaining => {
      left.push(remaining().deadlineMs)
      clock.pass(14_400)
      return answer(503)
    })
    expect(left).toEqual([30_000, 15_100])
  })
})

describe('the budget of an origin', () => {
  it('is used up by a service in trouble, which is then asked once', async () => {
    const { send } = start()
    const attempts: number[] = []
    for (let read = 0; read < 10; read++) attempts.push((await send([answer(503)])).attempts)
    expect(attempts).toEqual([3, 3, 3, 3, 3, 1, 1, 1, 1, 1])
    for (let read = 0; read < 5; read++) await send([answer(200)])
    expect((await send([answer(503), answer(200)])).attempts).toBe(2)
    expect((await send([answer(503)])).attempts).toBe(1)
  })

  it('is its own', async () => {
    const { send, repeating } = start()
    for (let read = 0; read < 10; read++) await send([answer(503)])
    let attempts = 0
    await repeating(request(), 'https://other.example.com', async () => {
      attempts += 1
      return answer(503)
    })
    expect(attempts).toBe(3)
  })
})
