import { afterEach, describe, expect, it } from 'vitest'
import { openBlackHole } from './black-hole.ts'
import { asks } from './front.ts'
import { type Answer, createNames } from './names.ts'
import { create, createAndStore, limits, play, read, sent, setStage } from './stage.ts'
import { attempt } from './world.ts'

const names = createNames()
const stage = setStage({ name: 'localhost', transport: { lookup: names.lookup } })
const home = { addresses: ['127.0.0.1'] }
const reachMs = limits.connectMs + 500

afterEach(() => names.tell(home))

/** Connections that are open would need no name. */
const away =
  (...answers: readonly Answer[]) =>
  () => {
    stage.front().dropAll()
    names.tell(...answers)
  }

/** A read and a creation meet the same, and nothing arrives. */
const unreachable = (fault: () => unknown, cause: 'dns' | 'refused' | 'network') =>
  play(stage.world(), {
    fault,
    act: world => [read(world), create(world, 'never sent')],
    codes: ['unreachable'],
    withinMs: 2 * reachMs,
    see: (attempts, seen) => {
      expect(seen).toEqual([])
      expect(attempts.map(({ error }) => error)).toEqual([
        { code: 'unreachable', cause, host: new URL(stage.front().url).host },
        { code: 'unreachable', cause, host: new URL(stage.front().url).host },
      ])
      names.tell(home)
    },
  })

describe('N: a host that is not found', () => {
  it('NXDOMAIN: the list stays readable, and nothing is sent', () =>
    unreachable(away({ error: 'ENOTFOUND' }), 'dns').then(() => undefined))

  it('EAI_AGAIN once is not noticed', async () => {
    await play(stage.world(), {
      fault: away({ error: 'EAI_AGAIN' }, home),
      act: world => [read(world)],
      see: () => expect(names.asked()).toBeGreaterThan(1),
    })
  })

  it('EAI_AGAIN for ever is reported in time', async () => {
    const attempts = await unreachable(away({ error: 'EAI_AGAIN' }), 'dns')
    for (const { ms } of attempts) expect(ms).toBeLessThan(5000)
  })
})

describe('N: a host that takes no connection', () => {
  it('refused: reported in time, with nothing sent', async () => {
    const attempts = await unreachable(() => stage.front().refuse(), 'refused')
    for (const { ms } of attempts) expect(ms).toBeLessThan(5000)
  })

  it('refused once: a read is made again', async () => {
    await play(stage.world(), {
      fault: away({ addresses: ['127.0.0.2'] }, home),
      act: world => read(world),
      see: () => expect(names.asked()).toBeGreaterThan(1),
    })
  })

  it('refused once: a creation is sent, once', async () => {
    await play(stage.world(), {
      fault: away({ addresses: ['127.0.0.2'] }, home),
      act: world => createAndStore(world, 'refused once'),
      made: ['refused once'],
      see: (_, seen) => expect(sent(seen, 'POST')).toHaveLength(1),
    })
  })

  it('RST after SYN-ACK: nothing was sent', async () => {
    await unreachable(() => stage.front().greet({ kind: 'reset' }), 'network')
  })

  it('accepted, and not a word of TLS: unreachable in time', async () => {
    const attempts = await unreachable(() => stage.front().greet({ kind: 'silence' }), 'network')
    for (const { ms } of attempts) expect(ms).toBeLessThan(5000)
  })

  it.runIf(process.platform === 'linux')('a black hole: unreachable in time', async () => {
    const hole = await openBlackHole('127.0.0.3', stage.front().port)
    try {
      const attempts = await unreachable(away({ addresses: ['127.0.0.3'] }), 'network')
      for (const { ms } of attempts) expect(ms).toBeLessThan(5000)
    } finally {
      await hole.close()
    }
  })

  it.runIf(process.platform === 'linux')('IPv6 is a black hole and IPv4 is fine', async () => {
    const hole = await openBlackHole('::1', stage.front().port)
    try {
      await play(stage.world(), {
        fault: away({ addresses: ['::1', '127.0.0.1'] }),
        act: world => [read(world), createAndStore(world, 'by IPv4')],
        made: ['by IPv4'],
      })
    } finally {
      await hole.close()
    }
  })
})

describe('N: a network that changes', () => {
  it('another address in the middle of a read', async () => {
    await play(stage.world(), {
      fault: front => {
        front.meet(asks('GET', '/changes'), { kind: 'cut-answer', after: 0, how: 'reset' }, 1)
        names.tell({ addresses: ['127.0.0.2'] }, home)
        front.meet(
          asks('GET', '/profile'),
          {
            kind: 'speak',
            // The connection does not outlive the answer.
            speak: ({ end }) => end('reset'),
          },
          1,
        )
      },
      act: world => read(world),
    })
  })

  it('after a suspended computer wakes, a connection that is only half there', async () => {
    const world = stage.world()
    await play(world, {
      fault: front => front.meet(asks('GET'), { kind: 'silence', reaches: false }, 1),
      act: world => read(world),
      codes: ['timeout'],
      withinMs: limits.firstByteMs + 2000,
      // The next attempt has a connection of its own.
      see: async () => expect((await attempt(() => read(world))).error).toBeNull(),
    })
  })
})
