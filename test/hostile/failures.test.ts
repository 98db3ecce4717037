import { describe, expect, it } from 'vitest'
import { infoOf } from '../../src/shared/error.ts'
import { any, asks } from './front.ts'
import { create, json, play, problem, read, rename, sent, setStage } from './stage.ts'
import { attempt } from './world.ts'

const stage = setStage()

describe('H: too many requests', () => {
  it('429 that names a short wait is waited for and asked again', async () => {
    await play(stage.world(), {
      fault: front => front.meet(asks('GET'), problem(429, {}, { 'retry-after': '1' }), 1),
      act: world => read(world),
    })
  })

  it('429 on every request ends after few attempts', async () => {
    await play(stage.world(), {
      fault: front => front.meet(any, problem(429, {}, { 'retry-after': '1' })),
      act: world => read(world),
      codes: ['rate-limited'],
      see: (_, seen) => expect(seen.length).toBeLessThanOrEqual(3),
    })
  })

  it('429 that names a long wait is reported at once, with the wait', async () => {
    const [attempted] = await play(stage.world(), {
      fault: front => front.meet(any, problem(429, {}, { 'retry-after': '600' })),
      act: world => read(world),
      codes: ['rate-limited'],
      see: (_, seen) => expect(seen).toHaveLength(1),
    })
    expect(attempted?.error).toEqual({ code: 'rate-limited', retryAfterMs: 600_000 })
  })

  it('429 to a creation is sent once and makes nothing', async () => {
    await play(stage.world(), {
      fault: front => front.meet(asks('POST'), problem(429)),
      act: world => create(world, 'limited'),
      codes: ['rate-limited'],
      see: (_, seen) => expect(sent(seen, 'POST')).toHaveLength(1),
    })
  })
})

describe('H: a service that fails', () => {
  const failures = [500, 502, 503, 504]

  it.each(failures)('%i to a read is asked again at most twice', async status => {
    await play(stage.world(), {
      fault: front => front.meet(asks('GET', '/changes'), problem(status)),
      act: world => read(world),
      codes: ['service-failed'],
      see: (_, seen) => expect(sent(seen, 'GET', '/changes').length).toBeLessThanOrEqual(3),
    })
  })

  it.each(failures)('%i once is not noticed', async status => {
    await play(stage.world(), {
      fault: front => front.meet(asks('GET', '/changes'), problem(status), 1),
      act: world => read(world),
    })
  })

  it.each(failures)('%i to a change is not sent again', async status => {
    await play(stage.world(), {
      fault: front => front.meet(asks('PATCH'), problem(status)),
      act: world => rename(world, 'checkout', 'renamed'),
      codes: ['service-failed'],
      see: (_, seen) => expect(sent(seen, 'PATCH')).toHaveLength(1),
    })
  })

  it.each(failures)(
    '%i to a creation leaves the wish open, with one Idempotency-Key',
    async status => {
      await play(stage.world(), {
        fault: front => front.meet(asks('POST', '/keys'), problem(status)),
        act: world => create(world, `failed with ${status}`),
        codes: ['outcome-unknown'],
        see: async (_, seen, world) => {
          const ids = sent(seen, 'POST').map(({ headers }) => headers['idempotency-key'])
          expect(new Set(ids).size).toBe(1)
          const [open] = await world.client.reveals.open(null)
          // Nobody had it: it is cleaned up without the service having anything.
          await world.front.calm()
          const failed = await attempt(() =>
            world.client.reveals.abandon({ intent: open?.id ?? '' }),
          )
          expect(infoOf(failed.error)).toBeNull()
        },
      })
    },
  )

  it('500 with a body that says success is a failure, and its secret goes nowhere', async () => {
    await play(stage.world(), {
      fault: front =>
        front.meet(asks('POST', '/keys'), {
          kind: 'answer',
          bytes: real => Buffer.from(real.toString('latin1').replace(' 201 ', ' 500 '), 'latin1'),
        }),
      act: world => create(world, 'five hundred'),
      codes: ['outcome-unknown'],
      made: ['five hundred'],
      see: async (_, __, world) => {
        await world.front.calm()
        const [open] = await world.client.reveals.open(null)
        const { id } = await world.client.reveals.recover({ intent: open?.id ?? '' })
        await world.client.reveals.acknowledge({ id })
      },
    })
  })

  it('200 with the words of an error is no answer of a key service', async () => {
    await play(stage.world(), {
      fault: front => front.meet(asks('PATCH'), json('{"error":"not today","success":false}')),
      act: world => rename(world, 'checkout', 'renamed'),
      codes: ['bad-response'],
      see: (_, seen) => expect(sent(seen, 'PATCH')).toHaveLength(1),
    })
  })
})
