import { describe, expect, it } from 'vitest'
import { betterAuth } from '../../../../src/main/connectors/better-auth/index.ts'
import { infoOf } from '../../../../src/shared/error.ts'
import { answering, recorded } from './service.ts'

/** As @better-auth/api-key 1.7.5 reads its list: it sorts, cuts off at `cap`, and only then filters, counts and pages. */
const cutOffAt = (cap: number, count: number, config: (number: number) => string) => {
  const reply = recorded('list')
  const key = JSON.parse(reply.body).apiKeys[1]
  // By id they stand otherwise than by age.
  const keys = Array.from({ length: count }, (_, age) => ({
    ...{ ...key, id: `${(age * 7919) % 10_007}`.padStart(5, '0'), name: `key-${age}` },
    ...{ configId: config(age), createdAt: new Date(Date.UTC(2026, 0, 1, 0, age)).toISOString() },
  }))
  return answering({
    'GET /api-key/list': ({ searchParams: asked }) => {
      const by = asked.get('sortBy') === 'id' ? 'id' : 'createdAt'
      const sign = asked.get('sortDirection') === 'desc' ? -1 : 1
      const read = keys.toSorted((a, b) => sign * (a[by] < b[by] ? -1 : 1)).slice(0, cap)
      const kept = read.filter(({ configId }) => configId === (asked.get('configId') ?? configId))
      const from = Number(asked.get('offset') ?? 0)
      const apiKeys = kept.slice(from, from + Number(asked.get('limit') ?? kept.length))
      const body = JSON.stringify({ apiKeys, total: kept.length })
      return { ...reply, body }
    },
  }).http
}
const list = (http: ReturnType<typeof cutOffAt>) => betterAuth.operations.list(http, null)

describe('a list that better-auth cuts off', () => {
  it.each([
    [0, 0, false],
    [1, 1, false],
    [100, 100, false],
    [150, 150, false],
    [199, 199, false],
  ])('of %i keys shows %i', async (count, shown, truncated) => {
    const page = await list(cutOffAt(100, count, () => 'prod'))
    expect(page).toMatchObject({ total: shown, truncated, next: null })
    expect(new Set(page.keys.map(({ id }) => id)).size).toBe(shown)
  })

  it.each([200, 201, 450])(
    'of %i keys says that there may be more, and has the newest',
    async count => {
      const page = await list(cutOffAt(100, count, () => 'prod'))
      expect(page).toMatchObject({ total: null, truncated: true, next: null })
      expect(page.keys.length).toBeGreaterThanOrEqual(200)
      expect(new Set(page.keys.map(({ id }) => id)).size).toBe(page.keys.length)
      expect(page.keys.map(({ name }) => name)).toContain(`key-${count - 1}`)
    },
  )

  it('is cut off by all of a user’s keys, of whatever configuration', async () => {
    const page = await list(cutOffAt(100, 450, age => (age < 449 ? 'default' : 'prod')))
    expect(page).toMatchObject({ total: null, truncated: true, keys: [{ name: 'key-449' }] })
  })

  it('is read page by page where the service allows more', async () => {
    const page = await list(cutOffAt(10_000, 4500, () => 'prod'))
    expect(page).toMatchObject({ total: 4500, truncated: false })
  })

  it('is given up where each page promises one more', async () => {
    const reply = recorded('list')
    const key = JSON.parse(reply.body).apiKeys[1]
    let asked = 0
    const { http } = answering({
      'GET /api-key/list': () => {
        const apiKeys = [{ ...key, id: `key-${asked++}` }]
        return { ...reply, body: JSON.stringify({ apiKeys, total: 1e9 }) }
      },
    })
    const failure = await betterAuth.operations.list(http, null).catch(infoOf)
    expect(failure).toEqual({ code: 'bad-response', reason: 'too-large' })
    expect(asked).toBe(100)
  })
})
