import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { meaningOf } from '../../../../src/main/connectors/openrouter/refusal.ts'
import {
  createdOf,
  keyOf,
  keysOf,
  presentedOf,
} from '../../../../src/main/connectors/openrouter/wire.ts'
import { infoOf } from '../../../../src/shared/error.ts'

const fixture = (name: string) =>
  JSON.parse(readFileSync(`${import.meta.dirname}/fixtures/${name}.json`, 'utf8'))
const failureOf = (work: () => unknown) => {
  try {
    return work()
  } catch (cause) {
    return infoOf(cause)
  }
}
const hash = 'f01d52606dc8f0a8303a7b5cc3fa07109c2e346cec7c0a16b40de462992ce943'
const workspace = '0df9e665-d932-5740-b2c7-b52af166bc11'

describe('what OpenRouter says of keys', () => {
  it('tells of a key what is known of it, with null and absent for never', async () => {
    const [first, second] = await keysOf(fixture('list-keys'))
    expect(first).toEqual({
      workspace,
      key: {
        ...{ id: hash, kind: 'key', name: 'My Production Key', mask: 'sk-or-v1-0e6...c96' },
        ...{ description: null, state: 'active', usageCount: null, previousUntil: null },
        createdBy: 'user_2dHFtVWx2n56w6HkM0000000000',
        createdAt: Date.UTC(2025, 7, 24, 10, 30),
        updatedAt: Date.UTC(2025, 7, 24, 15, 45),
        lastUsedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
        expiresAt: Date.UTC(2027, 11, 31, 23, 59, 59),
        version: expect.any(String),
      },
    })
    // A label that is a name masks nothing.
    const never = { updatedAt: null, lastUsedAt: null, expiresAt: null, createdBy: null }
    expect(second?.key).toMatchObject({ ...never, state: 'suspended', mask: null })
  })

  it('reads a new key', () => {
    const { key, secret } = createdOf(fixture('create-key'))
    expect(secret).toBe(fixture('create-key').key)
    expect(key).toMatchObject({ id: hash, state: 'active', mask: null })
    expect(JSON.stringify(key)).not.toContain(secret)
  })

  it('refuses a hash that is the key itself, which would be kept as an id', async () => {
    const { data, key } = fixture('create-key')
    const shape = { code: 'bad-response', reason: 'shape' }
    expect(failureOf(() => createdOf({ data: { ...data, hash: key }, key }))).toEqual(shape)
    expect(await keysOf({ data: [{ ...data, hash: key }] }).catch(infoOf)).toEqual(shape)
  })

  it('shows no label that is more than a mask', () => {
    const { data, key } = fixture('create-key')
    expect(keyOf({ data: { ...data, label: key } }, hash).key.mask).toBeNull()
  })

  it('refuses a time that is a number, and says so', () => {
    const { data } = fixture('create-key')
    expect(failureOf(() => keyOf({ data: { ...data, expires_at: 1_830_297_599 } }, hash))).toEqual({
      ...{ code: 'bad-response', reason: 'time-unit' },
    })
  })

  it('takes an answer about another key for none', () => {
    expect(failureOf(() => keyOf(fixture('create-key'), 'other'))).toMatchObject({
      reason: 'shape',
    })
  })

  it('tells management keys from ordinary ones', () => {
    const { management, ordinary } = fixture('current-key')
    const account = 'user_2dHFtVWx2n56w6HkM0000000000'
    expect(presentedOf(management)).toEqual({
      ...{ isManagement: true, label: 'sk-or-v1-au7...890', workspace: null, account },
    })
    expect(presentedOf(ordinary)).toMatchObject({ isManagement: false, workspace, account })
  })
})

describe('what a refusal of OpenRouter means', () => {
  const of = (path: string, status: number, body: unknown, query = {}) =>
    meaningOf({
      ...{ request: { method: 'GET', path, query }, status, headers: {}, body },
      environment: 'preview',
    })
  const setting = { code: 'setting-refused', environment: 'preview', setting: 'workspace' }

  it('takes a key for gone when it says that', () => {
    const { notFound } = fixture('refusals')
    expect(of('/keys/abc', 404, notFound)).toEqual({ code: 'not-found', what: 'key' })
  })

  it.each([null, {}, { message: 'no route' }])('takes no key for gone by 404 with %o', body => {
    expect(of('/keys/abc', 404, body)).toMatchObject({ code: 'refused', status: 404 })
    expect(of('/keys', 404, body)).toMatchObject({ code: 'refused', status: 404 })
  })

  it('names the workspace that is not there, or is missing', () => {
    const body = { error: { code: 400, message: 'Workspace not found' } }
    const named = { workspace_id: 'ws' }
    expect(of('/keys', 400, body, named)).toEqual({ ...setting, cause: 'not-found', choices: null })
    expect(of('/keys', 400, body)).toEqual({ ...setting, cause: 'missing', choices: null })
  })

  it.each(['unauthorized', 'forbidden', 'badRequest', 'tooManyRequests'])(
    'adds nothing to what the status of %s says',
    name => {
      const body = fixture('refusals')[name]
      expect(of('/keys', body.error.code, body)).toBeNull()
    },
  )
})
