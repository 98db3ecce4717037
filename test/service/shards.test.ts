import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { claviger } from '../../src/service/profiles/claviger.ts'
import { ChangePage, KeyPage, KeyShards } from '../../src/service/wire.ts'
import { problemOf, read, startTestService, type TestService } from './harness.ts'

const preview = '/v1/environments/preview'
const pageSize = 3

let service: TestService
beforeAll(async () => {
  const limits = { ...claviger.limits, pageSize }
  service = await startTestService({ profile: { ...claviger, limits } })
})
afterAll(() => service.remove())

const get = (path: string, query: Readonly<Record<string, string>> = {}) =>
  service.call('GET', `${path}?${new URLSearchParams({ limit: `${pageSize}`, ...query })}`)
const list = async (query?: Readonly<Record<string, string>>) =>
  read(KeyPage, await get(`${preview}/keys`, query))
const split = async (count: number, environment = 'preview') =>
  read(
    KeyShards,
    await service.call('GET', `/v1/environments/${environment}/keys/shards?count=${count}`),
  )
const remove = (id: string) => service.call('DELETE', `${preview}/keys/${id}`)

const make = async (count: number): Promise<readonly string[]> => {
  const made: string[] = []
  for (let round = 0; round < count; round += 1)
    made.push((await service.create(`split ${round}`)).key.id)
  return made
}

afterEach(async () => {
  for (let page = await list(); page.total > 0; page = await list())
    for (const { id } of page.data) await remove(id)
})

/** The ids of a part, by its pages. */
const readPart = async (first: string): Promise<readonly (readonly string[])[]> => {
  const page = await list({ cursor: first })
  const ids = page.data.map(({ id }) => id)
  return page.nextCursor === null ? [ids] : [ids, ...(await readPart(page.nextCursor))]
}

test.each([
  [20, 4, [6, 6, 6, 2]],
  [20, 3, [9, 9, 2]],
  [18, 3, [6, 6, 6]],
  [18, 16, [3, 3, 3, 3, 3, 3]],
  [7, 1, [7]],
])(
  'the parts of %i keys, at most %i, have every key once, in whole pages',
  async (keys, count, sizes) => {
    const made = await make(keys)
    // Gaps in the order of the list: what is deleted is in no part, and in no part's size.
    for (const at of [1, 4, 5]) await remove((await service.create(`gone ${at}`)).key.id)
    const { cursors, total } = await split(count)
    const parts = await Promise.all(cursors.map(readPart))
    expect(total).toBe(keys)
    expect(parts.map(pages => pages.flat().length)).toEqual(sizes)
    for (const pages of parts.slice(0, -1))
      expect(pages.map(ids => ids.length)).toEqual(pages.map(() => pageSize))
    expect(parts.flat(2)).toEqual(made.toReversed())
  },
)

test('an empty list is one part, whose page is empty', async () => {
  const { cursors, total } = await split(8)
  expect(total).toBe(0)
  expect(cursors).toHaveLength(1)
  expect((await list({ cursor: cursors[0] ?? '' })).nextCursor).toBeNull()
  expect(await readPart(cursors[0] ?? '')).toEqual([[]])
})

test('parts and the feed give the truth while others write', async () => {
  const made = await make(12)
  const { cursors, changes } = await split(4)
  const late = (await service.create('late')).key.id
  // The keys at both sides of the first border, and the newest and the oldest of all.
  for (const at of [11, 9, 8, 0]) await remove(made[at] ?? '')
  const parts = await Promise.all(cursors.map(readPart))
  const found = parts.flat(2)
  expect(new Set(found).size).toBe(found.length)
  expect(found).not.toContain(late)

  const mirror = new Set(found)
  const feed = read(ChangePage, await get(`${preview}/changes`, { after: changes }))
  const rest = read(ChangePage, await get(`${preview}/changes`, { after: feed.nextCursor }))
  for (const change of [...feed.data, ...rest.data])
    if (change.type === 'delete') mirror.delete(change.id)
    else mirror.add(change.key.id)
  expect([...mirror].toSorted()).toEqual([...made.slice(1, 8), made[10], late].toSorted())
})

test('a part is of this list alone, and its end cannot be moved', async () => {
  await make(7)
  const cursor = (await split(2)).cursors[0] ?? ''
  const elsewhere = await get('/v1/environments/production/keys', { cursor })
  expect(problemOf(elsewhere)).toEqual({ status: 400, name: 'cursor-invalid' })
  const ofKind = await get(`${preview}/keys`, { cursor, kind: 'key' })
  expect(problemOf(ofKind)).toEqual({ status: 400, name: 'cursor-invalid' })
  const bytes = Buffer.from(cursor, 'base64url')
  const place = bytes.subarray(16).toString()
  expect(place).toMatch(/^\d+ [1-9]\d*$/)
  for (const forged of [place.replace(/\d+$/, '0'), place.replace(/ \d+$/, '')]) {
    const moved = Buffer.concat([bytes.subarray(0, 16), Buffer.from(forged)]).toString('base64url')
    const answer = await get(`${preview}/keys`, { cursor: moved })
    expect(problemOf(answer)).toEqual({ status: 400, name: 'cursor-invalid' })
  }
})

test.each(['0', '17', '-1', 'x', '1.5', ''])('%o is no number of parts', async count => {
  const answer = await service.call('GET', `${preview}/keys/shards?count=${count}`)
  expect(problemOf(answer)).toEqual({ status: 400, name: 'request-invalid' })
})
