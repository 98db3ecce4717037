import { Buffer } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { asks, type Fault } from './front.ts'
import { answerOf, readAnswer } from './http-bytes.ts'
import { listOf } from './invariants.ts'
import {
  changeOf,
  idsOf,
  type Json,
  json,
  listIs,
  play,
  read,
  readAll,
  rename,
  setStage,
  told,
  withFirst,
} from './stage.ts'

const stage = setStage()

/** A whole read meets `fault` and fails; the list before is kept. */
const refused = async (fault: Fault): Promise<void> => {
  await play(stage.world(), { fault: listIs(fault), act: readAll, codes: ['bad-response'] })
}

/** A whole read meets `fault`, and its answer is taken for what it says. */
const taken = async (fault: Fault, see: () => unknown = () => undefined): Promise<void> => {
  const changed = await idsOf(stage.world())
  await play(stage.world(), { fault: listIs(fault), act: readAll, changed, see })
}

const first = async () => {
  const rows = await listOf(stage.world(), stage.world().preview)
  return rows.find(({ name }) => name === 'search' || name === 'lied')
}

describe('S: what is no JSON, or not in UTF-8, is no answer', () => {
  const encoded = (encode: (text: string) => Uint8Array): Fault => ({
    kind: 'answer',
    bytes: real => answerOf(200, encode(readAnswer(real).body)),
  })
  const bad: readonly (readonly [string, Fault])[] = [
    ['cut off', encoded(text => Buffer.from(text.slice(0, -2)))],
    ['with a word before it', encoded(text => Buffer.from(`while(1);${text}`))],
    ['two documents', encoded(text => Buffer.from(`${text}\n${text}`))],
    ['with a byte order mark', encoded(text => Buffer.from(`\uFEFF${text}`))],
    ['in UTF-16', encoded(text => Buffer.from(`\uFEFF${text}`, 'utf16le'))],
    [
      'in Latin-1',
      encoded(text => Buffer.from(text.replace('"name":"', '"name":"caf\u00E9 '), 'latin1')),
    ],
    ['empty', json('')],
    ['blank', json('  \n')],
  ]
  it.each(bad)('%s', (_, fault) => refused(fault))
})

describe('S: a document of another type is refused', () => {
  it.each(['[]', 'null', '7', '"a list"', 'true', '{}', '{"data":null}', '{"data":{}}'])(
    '%s',
    text => refused(json(text)),
  )
})

describe('S: one member of one key', () => {
  const bad: readonly (readonly [string, Json])[] = [
    ['no id', { id: undefined }],
    ['an empty id', { id: '' }],
    ['an id of 10,000 characters', { id: 'x'.repeat(10_000) }],
    ['an id that is a number', { id: 2 ** 53 }],
    ['a name that is a number', { name: 7 }],
    ['no name', { name: undefined }],
    ['no status', { status: undefined }],
    ['another environment', { environment: 'production' }],
    ['a date that is none', { createdAt: '2026-02-31T00:00:00Z' }],
    ['a date in words', { createdAt: 'yesterday' }],
    ['a date without a zone', { createdAt: '2026-01-01T00:00:00' }],
    ['a negative date', { createdAt: -1 }],
    ['the year 275760', { createdAt: '+275760-09-13T00:00:00.000Z' }],
    ['a date in seconds', { createdAt: 1_790_000_000 }],
    ['a negative count', { usageCount: -1 }],
    ['a count of 1.5', { usageCount: 1.5 }],
    ['a count that says NaN', { usageCount: 'NaN' }],
    ['an etag that ends a header', { etag: '"a"\r\nx-admin: yes' }],
  ]
  it.each(bad)('is refused: %s', (_, members) => refused(withFirst(members)))

  it('is refused: a count of 1e999', () =>
    refused({
      kind: 'answer',
      bytes: real =>
        answerOf(200, readAnswer(real).body.replace(/"usageCount":\d+/, '"usageCount":1e999')),
    }))

  it('is left out: one that this version does not know', () =>
    taken(withFirst({ colour: 'red', nested: { deep: [1, 2, 3] } }), async () =>
      expect(Object.keys((await first()) ?? {})).not.toContain('colour'),
    ))

  it('is a state that is not known: "pondering"', () =>
    taken(withFirst({ status: 'pondering' }), async () =>
      expect((await first())?.state).toBe('unknown'),
    ))

  it('is a state that is not known: "constructor"', () =>
    taken(withFirst({ status: 'constructor' }), async () =>
      expect((await first())?.state).toBe('unknown'),
    ))

  const times: readonly (readonly [string, string])[] = [
    ['in 1970', '1970-01-01T00:00:00.000Z'],
    ['far in the future', '9999-12-31T23:59:59.999Z'],
  ]
  it.each(times)('is a date %s', (_, createdAt) =>
    taken(withFirst({ createdAt }), async () =>
      expect((await first())?.createdAt).toBe(Date.parse(createdAt)),
    ),
  )

  it('is a whole secret where a mask belongs: it is not kept', () => {
    const secret = stage.world().plant(`clv_preview_${randomBytes(30).toString('hex')}`)
    return taken(withFirst({ mask: secret, key: secret, secret, token: secret }))
  })
})

describe('S: keys that are told twice, and members that are', () => {
  it('a key that is told twice is one key', () =>
    taken(
      told(page => {
        const data = Array.isArray(page.data) ? page.data : []
        return { ...page, data: [...data, data[0]] }
      }),
      async () => {
        const ids = await idsOf(stage.world())
        expect(new Set(ids).size).toBe(ids.length)
      },
    ))

  it('of a member that is told twice the last one counts, for all that read it', () =>
    taken(
      {
        kind: 'answer',
        bytes: real =>
          answerOf(200, readAnswer(real).body.replace('"name":', '"name":"first","name":')),
      },
      async () =>
        expect(
          (await listOf(stage.world(), stage.world().preview)).map(({ name }) => name),
        ).not.toContain('first'),
    ))
})

describe('S: names that are words of the language', () => {
  const words = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
  it.each(words)('a key that is called %s can be made, found and deleted', async name => {
    const world = stage.world()
    const { key } = await stage.service().createKey('preview', { name })
    await play(world, { fault: () => undefined, act: () => read(world), made: [name] })
    const change = await changeOf(world, name)
    expect(change.key).toBe(key.id)
    expect(
      await world.client.keys.sameName({ ...world.preview, name, kind: 'key', except: null }),
    ).toBe(1)
    await world.client.keys.delete(change)
  })

  it('as members they change no object', () =>
    taken(
      {
        kind: 'answer',
        bytes: real =>
          answerOf(
            200,
            readAnswer(real).body.replace(
              '{"id":',
              '{"__proto__":{"polluted":true,"state":"revoked"},"constructor":{"prototype":{"polluted":true}},"toString":7,"id":',
            ),
          ),
      },
      async () => {
        expect('polluted' in {}).toBe(false)
        expect((await first())?.state).toBe('active')
      },
    ))

  it('as permissions and effects of a profile they mean nothing', () =>
    play(stage.world(), {
      fault: front =>
        front.meet(
          asks('GET', '/v1/profile'),
          told(profile => ({
            ...profile,
            vocabulary: {
              effects: { constructor: { label: 'x' } },
              permissions: { toString: 'y' },
            },
            plan: { name: '__proto__', missing: ['constructor', '__proto__'] },
          })),
        ),
      act: read,
    }))
})

describe('S: an answer to a change', () => {
  it.each([
    ['of another key', { id: 'key_of_somebody_else' }],
    ['of another environment', { environment: 'production' }],
    ['without a status', { status: undefined }],
  ])('%s is refused, and the list is read again', async (_, members) => {
    await play(stage.world(), {
      fault: front =>
        front.meet(
          asks('PATCH'),
          told(key => ({ ...key, ...members })),
          1,
        ),
      act: async world => {
        await rename(world, 'billing', 'billing')
      },
      codes: ['bad-response'],
      changed: [],
    })
  })
})
