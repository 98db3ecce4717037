import { describe, expect, it } from 'vitest'
import { claviger } from '../../src/main/connectors/claviger/index.ts'
import { asks, type Fault } from './front.ts'
import { answerOf, readAnswer } from './http-bytes.ts'
import {
  idsOf,
  json,
  listIs,
  pagesAsked,
  play,
  problem,
  read,
  readAll,
  rename,
  sent,
  setStage,
  told,
} from './stage.ts'

const mostPages = 40
const stage = setStage({ connectors: [{ ...claviger, mostPages }] })

const refused = async (fault: Fault) => {
  const attempts = await play(stage.world(), {
    ...{ fault: listIs(fault), act: readAll, codes: ['bad-response'] },
  })
  for (const { blockedMs } of attempts) expect(blockedMs).toBeLessThan(mostBlockedMs)
}

// The service's side runs in this process too, and makes what is sent.
const mostBlockedMs = 250

const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000)
const row = (id: string) => ({ id, name: 'x', status: 'active', environment: 'preview' })
const pageOf = (count: number, rest: string) =>
  `{"data":[${Array.from({ length: count }, (_, at) => JSON.stringify(row(`key_${at}`))).join()}],${rest}}`

describe('S: what is deep', () => {
  it('a list 1,000,000 levels deep', () => refused(json(deep)))
  it('a member 1,000,000 levels deep that nobody knows', () =>
    refused({
      kind: 'answer',
      bytes: real => answerOf(200, readAnswer(real).body.replace('{', `{"more":${deep},`)),
    }))
  it('1,000,000 brackets that are never closed', () => refused(json('{"data":'.repeat(600_000))))

  it.each([400, 403, 409, 500])('a refusal with %i, 1,000,000 levels deep', async status => {
    await play(stage.world(), {
      fault: front =>
        front.meet(asks('PATCH'), {
          kind: 'answer',
          bytes: answerOf(status, deep, { 'content-type': 'application/problem+json' }),
        }),
      act: world => rename(world, 'checkout', 'renamed'),
      codes: [status === 403 ? 'forbidden' : status === 500 ? 'service-failed' : 'refused'],
    })
  })
})

describe('S: what is long', () => {
  it('200,000 rows of nothing', () =>
    refused(json(`{"data":[${'{},'.repeat(199_999)}{}],"nextCursor":null}`)))
  it('60,000 keys in one answer', () => refused(json(pageOf(60_000, '"nextCursor":null'))))
  it('15 MiB of one list', () => refused(json(pageOf(200_000, '"nextCursor":null'))))
  it('15 MiB in one name', () =>
    refused(json(`{"data":[{"name":"${'x'.repeat(15 * 1024 * 1024)}"}],"nextCursor":null}`)))
  it('100,000 members of different names', () => {
    const members = Array.from({ length: 100_000 }, (_, at) => `"m${at}":0,`).join('')
    return refused(json(`{${members}"data":[],"nextCursor":null}`))
  })
})

describe('S: pages without an end', () => {
  it('a cursor that leads back to itself', async () => {
    await play(stage.world(), {
      fault: listIs(told(page => ({ ...page, nextCursor: 'again' }))),
      act: readAll,
      codes: ['bad-response'],
      changed: await idsOf(stage.world()),
      see: (_, seen) => expect(pagesAsked(seen)).toBeLessThanOrEqual(3),
    })
  })

  it('cursors that differ and lead to the same keys', async () => {
    let page = 0
    await play(stage.world(), {
      fault: listIs(told(said => ({ ...said, nextCursor: `page ${page++}` }))),
      act: readAll,
      codes: ['bad-response'],
      changed: await idsOf(stage.world()),
      see: (_, seen) => expect(pagesAsked(seen)).toBeLessThanOrEqual(3),
    })
  })

  it('1,000,000 pages of other keys each', async () => {
    let page = 0
    const name = 'x'
    const endless = told(said => {
      page += 1
      return { ...said, data: [row(`key_${page}`)], nextCursor: `page ${page}`, total: null }
    })
    await play(stage.world(), {
      fault: listIs(endless),
      act: readAll,
      ...{ codes: ['bad-response'], made: [name] },
    })
    // Besides: in which parts it can be read, and what was on its way already.
    expect(page).toBeLessThanOrEqual(mostPages + 5)
  })

  it('a feed of changes that says "more" with the same cursor', () =>
    play(stage.world(), {
      fault: front =>
        front.meet(asks('GET', '/changes'), json('{"data":[],"nextCursor":"again","more":true}')),
      act: read,
      codes: ['bad-response'],
      see: (_, seen) => expect(sent(seen, 'GET', '/changes').length).toBeLessThanOrEqual(3),
    }))

  it('a feed of changes that says "more" for ever', async () => {
    let page = 0
    await play(stage.world(), {
      fault: front =>
        front.meet(asks('GET', '/changes'), {
          kind: 'answer',
          bytes: () => answerOf(200, `{"data":[],"nextCursor":"page ${page++}","more":true}`),
        }),
      act: read,
      ...{ codes: ['bad-response'] },
    })
    expect(page).toBe(mostPages)
  })
})

describe('S: long words in a refusal', () => {
  it('a title of 5 MB', async () => {
    const [attempted] = await play(stage.world(), {
      fault: front => front.meet(asks('PATCH'), problem(400, { title: 'long '.repeat(1_000_000) })),
      act: world => rename(world, 'checkout', 'renamed'),
      codes: ['refused'],
    })
    expect(JSON.stringify(attempted?.error).length).toBeLessThan(500)
  })

  it('a detail of 60,000 characters is cut', async () => {
    const [attempted] = await play(stage.world(), {
      fault: front => front.meet(asks('PATCH'), problem(400, { detail: 'long '.repeat(12_000) })),
      act: world => rename(world, 'checkout', 'renamed'),
      codes: ['refused'],
    })
    expect(JSON.stringify(attempted?.error).length).toBeLessThan(500)
  })
})
