import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createdOf, keyOf, problemOf, startTestService, type TestService } from './harness.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService()
})
afterAll(() => service.remove())

const keys = '/v1/environments/preview/keys'
const at = (id: string, rest = '') => `${keys}/${id}${rest}`
const unknownId = 'key_AAAAAAAAAAAAAAAAAAAAAA'

describe('create', () => {
  test('answers the key, its secret once, ETag and Location', async () => {
    const answer = await service.call('POST', keys, {
      body: { name: '  checkout  ', description: ' line one\nline two ' },
      headers: { 'idempotency-key': randomUUID() },
    })
    const { key, secret } = createdOf(answer)
    expect(answer.status).toBe(201)
    expect(answer.headers.etag).toBe(key.etag)
    expect(answer.headers.etag).toMatch(/^"[^"]+"$/)
    expect(answer.headers.location).toBe(at(key.id))
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(secret).toMatch(/^clv_preview_/)
    expect(key).toMatchObject({
      name: 'checkout',
      description: 'line one\nline two',
      mask: `${secret.slice(0, 16)}****${secret.slice(-4)}`,
      status: 'active',
      environment: 'preview',
      createdBy: 'admin',
      lastUsedAt: null,
      usageCount: 0,
      expiresAt: null,
    })
    expect(key.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(key.id).toMatch(/^key_/)
  })

  test('allows a name twice', async () => {
    const first = await service.create('twin')
    const second = await service.create('twin')
    expect(second.key.id).not.toBe(first.key.id)
    expect(second.secret).not.toBe(first.secret)
  })

  test('takes an empty description for none', async () => {
    const answer = await service.call('POST', keys, {
      body: { name: 'plain', description: '   ' },
      headers: { 'idempotency-key': randomUUID() },
    })
    expect(createdOf(answer).key.description).toBeNull()
  })
})

describe('get', () => {
  test('answers the key with its ETag and without its secret', async () => {
    const { key, secret } = await service.create('read')
    const answer = await service.call('GET', at(key.id))
    expect(answer.status).toBe(200)
    expect(keyOf(answer)).toEqual(key)
    expect(answer.headers.etag).toBe(key.etag)
    expect(answer.text).not.toContain(secret)
  })

  test('is not found for an id that is not there', async () => {
    expect(problemOf(await service.call('GET', at(unknownId)))).toEqual({
      status: 404,
      name: 'not-found',
    })
  })
})

describe('edit', () => {
  test('renames, describes and clears, each with a new ETag', async () => {
    const { key } = await service.create('before')
    const renamed = keyOf(
      await service.call('PATCH', at(key.id), {
        body: { name: ' after ', description: 'why' },
        headers: { 'if-match': key.etag },
      }),
    )
    expect(renamed).toMatchObject({ name: 'after', description: 'why' })
    expect(renamed.etag).not.toBe(key.etag)
    const answer = await service.call('PATCH', at(key.id), {
      body: { description: null },
      headers: { 'if-match': renamed.etag },
    })
    expect(keyOf(answer)).toMatchObject({ name: 'after', description: null })
    expect(answer.headers.etag).toBe(keyOf(answer).etag)
    expect(keyOf(answer).etag).not.toBe(renamed.etag)
  })

  test('leaves the ETag when nothing differs', async () => {
    const { key } = await service.create('same')
    const answer = await service.call('PATCH', at(key.id), {
      body: { name: 'same', description: '' },
      headers: { 'if-match': key.etag },
    })
    expect(keyOf(answer)).toEqual(key)
  })

  test('demands If-Match', async () => {
    const { key } = await service.create('unguarded')
    const answer = await service.call('PATCH', at(key.id), { body: { name: 'x' } })
    expect(problemOf(answer)).toEqual({ status: 428, name: 'precondition-required' })
  })

  test('refuses a stale, a weak and a malformed ETag, and keeps the key', async () => {
    const { key } = await service.create('guarded')
    for (const tag of ['"other"', `W/${key.etag}`, key.etag.slice(1, -1), '']) {
      const answer = await service.call('PATCH', at(key.id), {
        body: { name: 'stolen' },
        headers: { 'if-match': tag },
      })
      expect(problemOf(answer)).toEqual({ status: 412, name: 'precondition-failed' })
    }
    expect(keyOf(await service.call('GET', at(key.id)))).toEqual(key)
  })

  test('takes one ETag of several, and any with an asterisk', async () => {
    const { key } = await service.create('listed')
    const one = await service.call('PATCH', at(key.id), {
      body: { name: 'listed 1' },
      headers: { 'if-match': `"nothing", ${key.etag}` },
    })
    const any = await service.call('PATCH', at(key.id), {
      body: { name: 'listed 2' },
      headers: { 'if-match': '*' },
    })
    expect([one.status, any.status]).toEqual([200, 200])
    const gone = await service.call('PATCH', at(unknownId), {
      body: { name: 'x' },
      headers: { 'if-match': '*' },
    })
    expect(gone.status).toBe(404)
  })

  test('of two at once with one ETag, one is refused', async () => {
    const { key } = await service.create('raced')
    const edit = (name: string) =>
      service.call('PATCH', at(key.id), { body: { name }, headers: { 'if-match': key.etag } })
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map(edit))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412])
  })
})

describe('suspend and resume', () => {
  test('move the key and its ETag, and leave it alone when it is there already', async () => {
    const { key } = await service.create('paused')
    const suspended = await service.call('POST', at(key.id, '/suspend'))
    expect(suspended.status).toBe(200)
    expect(keyOf(suspended).status).toBe('suspended')
    expect(suspended.headers.etag).toBe(keyOf(suspended).etag)
    expect(suspended.headers.etag).not.toBe(key.etag)
    const again = await service.call('POST', at(key.id, '/suspend'))
    expect(keyOf(again)).toEqual(keyOf(suspended))
    const resumed = keyOf(await service.call('POST', at(key.id, '/resume')))
    expect(resumed.status).toBe('active')
    expect(keyOf(await service.call('POST', at(key.id, '/resume')))).toEqual(resumed)
  })

  test('honour If-Match', async () => {
    const { key } = await service.create('paused with care')
    const stale = await service.call('POST', at(key.id, '/suspend'), {
      headers: { 'if-match': '"stale"' },
    })
    expect(problemOf(stale)).toEqual({ status: 412, name: 'precondition-failed' })
    const good = await service.call('POST', at(key.id, '/suspend'), {
      headers: { 'if-match': key.etag },
    })
    expect(good.status).toBe(200)
  })

  test('take an empty body that calls itself JSON', async () => {
    const { key } = await service.create('typed nothing')
    const answer = await service.call('POST', at(key.id, '/suspend'), { body: '' })
    expect(answer.status).toBe(200)
  })

  test('are not found for an id that is not there', async () => {
    expect((await service.call('POST', at(unknownId, '/suspend'))).status).toBe(404)
    expect((await service.call('POST', at(unknownId, '/resume'))).status).toBe(404)
  })
})

describe('delete', () => {
  test('removes the key for good', async () => {
    const { key } = await service.create('doomed')
    const answer = await service.call('DELETE', at(key.id))
    expect([answer.status, answer.text]).toEqual([204, ''])
    expect((await service.call('GET', at(key.id))).status).toBe(404)
    expect((await service.call('DELETE', at(key.id))).status).toBe(404)
    expect((await service.call('POST', at(key.id, '/resume'))).status).toBe(404)
  })

  test('honours If-Match', async () => {
    const { key } = await service.create('doomed with care')
    const stale = await service.call('DELETE', at(key.id), { headers: { 'if-match': '"stale"' } })
    expect(stale.status).toBe(412)
    const good = await service.call('DELETE', at(key.id), { headers: { 'if-match': key.etag } })
    expect(good.status).toBe(204)
  })
})

describe('the other environment', () => {
  test('does not have the key, whatever is asked of it', async () => {
    const { key } = await service.create('here')
    const elsewhere = (rest = '') => `/v1/environments/production/keys/${key.id}${rest}`
    const headers = { 'if-match': key.etag }
    const answers = await Promise.all([
      service.call('GET', elsewhere()),
      service.call('PATCH', elsewhere(), { body: { name: 'x' }, headers }),
      service.call('POST', elsewhere('/suspend'), { headers }),
      service.call('POST', elsewhere('/resume'), { headers }),
      service.call('DELETE', elsewhere(), { headers }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
    expect(keyOf(await service.call('GET', at(key.id)))).toEqual(key)
  })
})
