import { Buffer } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { asks, type Fault } from './front.ts'
import { answerOf, readAnswer } from './http-bytes.ts'
import {
  changeOf,
  create,
  createAndStore,
  idsOf,
  json,
  listIs,
  play,
  problem,
  read,
  readAll,
  rename,
  sent,
  setStage,
  told,
  withFirst,
} from './stage.ts'

const stage = setStage()

const renameMeets = (fault: Fault, code: 'refused' | 'forbidden' | 'bad-response') =>
  play(stage.world(), {
    fault: front => front.meet(asks('PATCH'), fault),
    act: world => rename(world, 'checkout', 'renamed'),
    codes: [code],
  })

describe('S: the words of a refusal are only words', () => {
  it('a `status` that lies counts for nothing', async () => {
    await renameMeets(problem(403, { status: 200 }), 'forbidden')
  })

  it('a problem document with status 200 is no key', async () => {
    await renameMeets(
      {
        kind: 'answer',
        bytes: answerOf(200, '{"type":"about:blank","title":"Denied","status":403}', {
          'content-type': 'application/problem+json',
        }),
      },
      'bad-response',
    )
  })

  it('HTML in `detail` stays text, on one line', async () => {
    const detail = '<img src=x onerror="alert(1)">\n\u202E\u001B[31mred'
    const [attempted] = await renameMeets(problem(400, { detail }), 'refused')
    expect(attempted?.error).toMatchObject({ detail: expect.stringContaining('<img src=x') })
    expect(JSON.stringify(attempted?.error)).not.toMatch(/\\n|\\u001b|\u202E/)
  })

  it('a `type` of "javascript:" leads nowhere', async () => {
    const [attempted] = await renameMeets(
      problem(400, { type: 'javascript:alert(1)', instance: 'file:///etc/passwd', detail: 'no' }),
      'refused',
    )
    expect(attempted?.error).toEqual({ code: 'refused', status: 400, detail: 'no' })
  })

  const reflections: readonly (readonly [string, (secret: string) => string])[] = [
    ['as it is', secret => secret],
    ['in base64', secret => Buffer.from(secret).toString('base64')],
    ['in base64, after a word', secret => Buffer.from(`Bearer ${secret}`).toString('base64')],
    ['in hexadecimal', secret => Buffer.from(secret).toString('hex')],
    ['across the place where it is cut', secret => `${'x'.repeat(290)} ${secret}`],
  ]
  it.each(reflections)('the credential comes back %s, and goes no further', async (_, write) => {
    const { preview } = stage.service().tokens
    await renameMeets(problem(400, { detail: `you said ${write(preview)}` }), 'refused')
    await renameMeets(
      problem(403, { type: 'urn:x:permission-missing', permission: write(preview) }),
      'forbidden',
    )
  })

  it('another key comes back, and goes no further', async () => {
    const { secret } = await stage.service().createKey('preview', { name: 'reflected' })
    await stage.world().client.keys.refresh(stage.world().preview)
    stage.world().plant(secret)
    await renameMeets(problem(400, { detail: `not for ${secret} you do` }), 'refused')
  })
})

describe('S: a creation is answered', () => {
  const withStatus = (status: number): Fault => ({
    kind: 'answer',
    bytes: real => answerOf(status, readAnswer(real).body),
  })

  it.each([200, 202])('with %i and the key: it is made', async status => {
    await play(stage.world(), {
      fault: front => front.meet(asks('POST', '/keys'), withStatus(status)),
      act: world => createAndStore(world, `made with ${status}`),
      made: [`made with ${status}`],
    })
  })

  const without: readonly (readonly [string, Fault])[] = [
    ['200 and nothing', { kind: 'answer', bytes: () => answerOf(200, '') }],
    ['201 and null', { kind: 'answer', bytes: () => answerOf(201, 'null') }],
    ['202 and nothing', { kind: 'answer', bytes: () => answerOf(202, '') }],
    ['204', { kind: 'answer', bytes: () => 'HTTP/1.1 204 No Content\r\n\r\n' }],
    ['201 and no secret', told(made => ({ ...made, secret: undefined }))],
    ['201 and an empty secret', told(made => ({ ...made, secret: '' }))],
    ['201 and no key', told(made => ({ ...made, key: undefined }))],
    [
      '201 of the other environment',
      told(made => ({ ...made, key: { ...Object(made.key), environment: 'production' } })),
    ],
  ]
  it.each(without)(
    'with %s: it may have been made, and can be asked for again',
    async (kind, fault) => {
      const name = `made without: ${kind}`
      await play(stage.world(), {
        fault: front => front.meet(asks('POST', '/keys'), fault),
        act: world => create(world, name),
        ...{ codes: ['outcome-unknown'], made: [name] },
        see: async (_, seen, world) => {
          const wishes = sent(seen, 'POST').map(({ headers }) => headers['idempotency-key'])
          expect(new Set(wishes).size).toBe(1)
          await world.front.calm()
          const open = await world.client.reveals.open(null)
          const intent = open.find(it => it.name === name)?.id ?? ''
          const { id } = await world.client.reveals.recover({ intent })
          await world.client.reveals.acknowledge({ id })
        },
      })
    },
  )
})

describe('S: a validator', () => {
  /** The list says it of every key, and one of them is changed then. */
  const changed = async (etag: string | undefined) => {
    const world = stage.world()
    await play(world, {
      fault: async front => {
        listIs(
          told(page => ({
            ...page,
            data: [page.data].flat().map(key => ({ ...Object(key), etag })),
          })),
        )(front)
        await readAll(world)
      },
      act: world => rename(world, 'search', 'overwritten'),
      codes: ['changed-elsewhere'],
      changed: await idsOf(world),
    })
    expect(await changeOf(world, 'search')).toBeDefined()
  }
  it('that is weak never matches', () => changed('W/"weak"'))
  it('that is missing overwrites nothing', () => changed(undefined))
  it('of 4,000 characters is sent back whole', () => changed(`"${'e'.repeat(3998)}"`))
  it('of 10,000 characters is no validator', async () => {
    await play(stage.world(), {
      fault: listIs(withFirst({ etag: `"${'e'.repeat(10_000)}"` })),
      act: readAll,
      codes: ['bad-response'],
    })
  })

  it('that is another with each answer lets nothing through that was seen before', async () => {
    let reads = 0
    await play(stage.world(), {
      fault: async front => {
        front.meet(
          asks('GET', '/keys'),
          told(page => ({
            ...page,
            data: [page.data].flat().map(key => ({ ...Object(key), etag: `"read ${reads++}"` })),
          })),
        )
        await readAll(stage.world())
      },
      act: world => [
        rename(world, 'search', 'overwritten'),
        rename(world, 'checkout', 'overwritten'),
      ],
      codes: ['changed-elsewhere'],
      changed: await idsOf(stage.world()),
    })
  })
})

describe('S: a Retry-After', () => {
  const hour = 3_600_000
  const values: readonly (readonly [string, number | null])[] = [
    ['-5', null],
    ['1.5', null],
    ['1e3', null],
    ['999999999', hour],
    ['99999999999999999999', hour],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['Fri, 31 Dec 9999 23:59:59 GMT', hour],
    ['tomorrow', null],
    ['2026-11-21T00:00:00Z', null],
    ['5\r\nretry-after: 7', null],
  ]
  it.each(values)('of %j is a wait of %s ms, and no storm', async (value, retryAfterMs) => {
    const [attempted] = await play(stage.world(), {
      fault: front => front.meet(asks('GET'), problem(429, {}, { 'retry-after': value })),
      act: read,
      codes: ['rate-limited'],
      see: (_, seen) => expect(seen.length).toBeLessThanOrEqual(3),
    })
    expect(attempted?.error).toEqual({ code: 'rate-limited', retryAfterMs })
  })
})

describe('S: the time', () => {
  it('a Date header ten years off changes nothing', async () => {
    const world = stage.world()
    const { clockOffset } = await world.client.keys.sync(world.preview)
    await play(world, {
      fault: front =>
        front.meet(asks('GET'), {
          kind: 'answer',
          bytes: real =>
            real.toString().replace(/date: [^\r]+/i, 'date: Wed, 21 Nov 2036 09:00:00 GMT'),
        }),
      act: read,
      see: async () => {
        const now = (await world.client.keys.sync(world.preview)).clockOffset
        expect(Math.abs(now - clockOffset)).toBeLessThan(60_000)
      },
    })
  })

  it.each(['2036-11-21T09:00:00.000Z', '1970-01-01T00:00:00.000Z', 'soon', 0])(
    'a service whose clock says %s is read all the same',
    serverTime =>
      play(stage.world(), {
        fault: front =>
          front.meet(
            asks('GET', '/v1/profile'),
            told(profile => ({ ...profile, serverTime })),
          ),
        act: read,
      }).then(() => undefined),
  )

  it('a profile of a web page says what is wrong with it', () =>
    play(stage.world(), {
      fault: front =>
        front.meet(
          asks('GET'),
          json('<!doctype html><title>Sign in</title>', { 'content-type': 'text/html' }),
        ),
      act: read,
      codes: ['bad-response'],
    }).then(() => undefined))
})
