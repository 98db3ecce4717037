import { Buffer } from 'node:buffer'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { ErrorInfo } from '../../src/shared/error.ts'
import { asks, type Fault, type Front } from './front.ts'
import { answerOf, readAnswer } from './http-bytes.ts'
import { listOf } from './invariants.ts'
import { create, json, limits, listIs, pagesAsked, play, readAll, setStage } from './stage.ts'
import type { World } from './world.ts'

const stage = setStage()

type Codes = readonly ErrorInfo['code'][]

/** A whole read meets `fault`. */
const reading = (fault: Fault, codes: Codes, withinMs = 5000) =>
  play(stage.world(), { fault: listIs(fault), act: readAll, codes, withinMs })

const bad: Codes = ['bad-response']

describe('N: a read that is cut off', () => {
  const everywhere: readonly (readonly [string, Fault])[] = [
    ['RST after the request’s headers', { kind: 'cut-request', after: 40, how: 'reset' }],
    ['RST before the answer', { kind: 'cut-answer', after: 0, how: 'reset' }],
    ['RST in the middle of the headers', { kind: 'cut-answer', after: 30, how: 'reset' }],
    ['FIN in the middle of the headers', { kind: 'cut-answer', after: 30, how: 'end' }],
    ['RST in the middle of the body', { kind: 'cut-answer', after: 500, how: 'reset' }],
  ]
  it.each(everywhere)('%s, each time', async (_, fault) => {
    await play(stage.world(), {
      fault: listIs(fault),
      act: readAll,
      codes: ['interrupted'],
      see: (_, seen) => expect(pagesAsked(seen)).toBeLessThanOrEqual(3),
    })
  })

  it.each(everywhere)('%s, once', async (_, fault) => {
    await play(stage.world(), {
      fault: front => front.meet(asks('GET', '/keys'), fault, 1),
      act: readAll,
    })
  })

  it('FIN in the middle of the body, of which the length was told', async () => {
    await reading({ kind: 'cut-answer', after: 500, how: 'end' }, bad)
  })

  it('FIN one byte before the end', async () => {
    await reading(
      { kind: 'answer', bytes: real => real.subarray(0, real.length - 1), after: 'end' },
      bad,
    )
  })

  const chunked = { 'content-length': '', 'transfer-encoding': 'chunked' }
  const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
  it('chunks without the last one', async () => {
    const bytes = (real: Buffer) => answerOf(200, chunk(readAnswer(real).body), chunked)
    await reading({ kind: 'answer', bytes, after: 'end' }, bad)
  })

  it('a chunk that is shorter than it says', async () => {
    const bytes = () => answerOf(200, '400\r\n{"data":[],"nextCursor":null}', chunked)
    await reading({ kind: 'answer', bytes, after: 'end' }, bad)
  })

  const closed = { 'content-length': '', connection: 'close' }
  it('JSON that is whole, of which only the end of the connection says so', async () => {
    const bytes = answerOf(200, '{"data":[],"nextCursor":null}', closed)
    await reading({ kind: 'answer', bytes, after: 'end' }, bad)
  })
})

describe('N: a creation that is cut off', () => {
  const cuts: readonly Fault[] = [
    { kind: 'cut-request', after: 40, how: 'reset' },
    { kind: 'cut-request', after: 100_000, how: 'end' },
    { kind: 'cut-answer', after: 30, how: 'reset' },
    { kind: 'cut-answer', after: 600, how: 'reset' },
  ]
  it.each(cuts)(
    '$kind after $after bytes, once: it is asked for again, and is one key',
    async fault => {
      const name = `cut once: ${fault.kind} ${'after' in fault ? fault.after : ''}`
      await play(stage.world(), {
        fault: front => front.meet(asks('POST', '/keys'), fault, 1),
        act: async world => {
          const { id } = await create(world, name)
          await world.client.reveals.acknowledge({ id })
        },
        made: [name],
      })
    },
  )
})

describe('N: a body in an encoding', () => {
  const encoded = (body: Uint8Array, encoding: string): Fault =>
    json(body, { 'content-encoding': encoding })
  const list = Buffer.from('{"data":[],"nextCursor":null}')
  const broken = gzipSync(list)
  broken.writeUInt32LE(0xbad, broken.length - 8)

  it('gzip with a wrong checksum', () => reading(encoded(broken, 'gzip'), bad))
  it('gzip that is none', () => reading(encoded(list, 'gzip'), bad))
  it('gzip that ends too soon', () => reading(encoded(gzipSync(list).subarray(0, -9), 'gzip'), bad))
  it('one that is not known', () => reading(encoded(list, 'br2'), bad))
  it('20 of them, one in another', () =>
    reading(encoded(list, Array.from({ length: 20 }, () => 'gzip').join(', ')), bad))

  it('a bomb: 300 MiB in 300 KB are given up after 5', async () => {
    const bomb = encoded(gzipSync(Buffer.alloc(300 * 1024 * 1024, 0x20)), 'gzip')
    await play(stage.world(), {
      ...{ fault: listIs(bomb), act: readAll, codes: bad },
      // Three attempts would be no better than one: the service means it. What it takes of memory is in `memory`.
      see: (_, seen) => expect(pagesAsked(seen)).toBe(1),
    })
  })
})

describe('N: what is no answer of HTTP/1.1', () => {
  const raw = (bytes: string): Fault => ({
    ...{ kind: 'answer', bytes, after: 'end' },
  })
  const ok = '{"data":[],"nextCursor":null}'
  const withLength = `content-type: application/json\r\ncontent-length: ${ok.length}\r\n\r\n${ok}`

  it('bytes of something else', () => reading(raw('SSH-2.0-OpenSSH_9.2\r\n'), bad))
  it('zeros', () => reading(raw('\0'.repeat(64)), bad))
  it('a status that is no number', () => reading(raw(`HTTP/1.1 abc OK\r\n${withLength}`), bad))
  it('HTTP/1.0 without a length', () =>
    reading(raw(`HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n${ok}`), bad))
  it('a header of 70 kB', () =>
    reading(raw(`HTTP/1.1 200 OK\r\nx-long: ${'x'.repeat(70_000)}\r\n${withLength}`), bad))
  it('1000 cookies', () =>
    reading(
      raw(`HTTP/1.1 200 OK\r\n${'set-cookie: a=b; Secure\r\n'.repeat(1000)}${withLength}`),
      bad,
    ))
  it('two lengths', () =>
    reading(raw(`HTTP/1.1 200 OK\r\ncontent-length: 5\r\n${withLength}`), bad))
  it('a length and chunks', () =>
    reading(raw(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n${withLength}`), bad))
  it('a negative length', () =>
    reading(raw(`HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n${ok}`), bad))
  it('204 with a body', () => reading(raw(`HTTP/1.1 204 No Content\r\n${withLength}`), bad))
  it('200 with an empty body', () =>
    reading(raw('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'), bad))
  it('304, which nobody asked for', () =>
    reading(raw('HTTP/1.1 304 Not Modified\r\n\r\n'), ['redirected']))
  it('a second answer behind the first is nobody’s', async () => {
    const answer = `HTTP/1.1 200 OK\r\n${withLength}`
    await play(stage.world(), {
      fault: front =>
        front.meet(
          asks('GET', '/profile'),
          { kind: 'answer', bytes: real => `${real}${answer}` },
          1,
        ),
      act: readAll,
      codes: [],
    })
  })
  it('several answers of 103 before the real one', () =>
    reading(
      {
        kind: 'answer',
        bytes: real => `${'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n'.repeat(3)}${real}`,
      },
      [],
    ))
  it('several answers of 100 before the real one', () =>
    reading(
      { kind: 'answer', bytes: real => `${'HTTP/1.1 100 Continue\r\n\r\n'.repeat(3)}${real}` },
      ['interrupted'],
    ))
  it('a switch to another protocol', () =>
    reading(
      raw('HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n'),
      ['interrupted'],
    ))
  it('a captive portal: 200 with a web page', async () => {
    const page = '<!doctype html><title>Sign in to the network</title>'
    const [attempted] = await reading(json(page, { 'content-type': 'text/html' }), bad)
    expect(attempted?.error).toEqual({ code: 'bad-response', reason: 'web-page' })
  })
})

describe('N: what never ends', () => {
  const drip: Fault = { kind: 'drip', bytes: 1, everyMs: 200 }
  const whole = limits.deadlineMs + 1000
  /** Writes `part` again and again, until nobody takes it. */
  const endless = (head: string, part: string, everyMs: number): Fault => ({
    kind: 'speak',
    speak: ({ socket }) => {
      socket.write(head)
      const timer = setInterval(() => socket.writableNeedDrain || socket.write(part), everyMs)
      socket.once('close', () => clearInterval(timer))
    },
  })
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'

  it('headers, one byte at a time', () => reading(drip, ['timeout'], whole))
  it('a body of blanks, one at a time', () =>
    reading(endless(`${head}content-length: 1000000\r\n\r\n`, ' ', 50), ['timeout'], whole))
  it('an answer that never begins', () =>
    reading({ kind: 'silence', reaches: true }, ['timeout'], limits.firstByteMs + 1000))
  it('a body without an end is given up after 5 MiB', () =>
    reading(
      endless(`${head}transfer-encoding: chunked\r\n\r\n`, `10000\r\n${' '.repeat(65_536)}\r\n`, 1),
      bad,
      whole,
    ))

  it('a creation that is never answered: in time, and one key', async () => {
    await play(stage.world(), {
      fault: front => front.meet(asks('POST', '/keys'), { kind: 'silence', reaches: true }),
      act: world => create(world, 'never answered'),
      ...{ codes: ['outcome-unknown'], made: ['never answered'], withinMs: whole },
      see: async (_, __, world) => {
        await world.front.calm()
        const [open] = await world.client.reveals.open(null)
        const { id } = await world.client.reveals.recover({ intent: open?.id ?? '' })
        await world.client.reveals.acknowledge({ id })
      },
    })
  })
})

describe('N: a person no longer waits', () => {
  /** The address is entered anew: what was asked before is given up. */
  const leave = (world: World) => {
    const { id, name, places } = world.connection
    return world.client.connections.edit({ id, name, places })
  }
  const late: Fault = {
    ...{ kind: 'answer', lateMs: 300 },
    bytes: real => real.toString().replace('checkout', 'latecome'),
  }
  const stages: readonly (readonly [string, (front: Front) => unknown])[] = [
    ['while it connects', front => front.greet({ kind: 'silence' })],
    ['while it waits', listIs({ kind: 'silence', reaches: true })],
    ['while it reads', listIs({ kind: 'drip', bytes: 40, everyMs: 20, from: 300 })],
    ['before a late answer', listIs(late)],
  ]
  afterEach(() => stage.front().calm())

  it.each(stages)(
    '%s: the connection ends, and what comes late changes nothing',
    async (_, fault) => {
      const world = stage.world()
      const rows = await world.client.keys.sync(world.preview)
      await play(world, {
        fault,
        act: async world => {
          const { accepted } = world.front.connections()
          const seen = world.front.seen.length
          const reading = readAll(world).catch(() => undefined)
          await expect
            .poll(
              () =>
                world.front.seen.length > seen + 1 || world.front.connections().accepted > accepted,
            )
            .toBe(true)
          await leave(world)
          await reading
        },
        withinMs: limits.deadlineMs + 1000,
      })
      expect((await world.client.keys.sync(world.preview)).count).toBe(rows.count)
      const names = (await listOf(world, world.preview)).map(({ name }) => name)
      expect(names).not.toContain('latecome')
    },
  )
})
