import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { meaningOf } from '../../../../src/main/connectors/unkey/refusal.ts'
import { createdOf, keyOf, pageOf, verdictOf } from '../../../../src/main/connectors/unkey/wire.ts'
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

describe('what Unkey says of keys', () => {
  it('tells of a key what is known of it, with absent for never', async () => {
    const { keys, next, truncated } = await pageOf(fixture('list-keys'), null)
    expect({ next, truncated }).toEqual({ next: 'key_9012ijkl', truncated: false })
    expect(keys[0]).toEqual({
      ...{
        id: 'key_1234abcd',
        kind: 'key',
        name: 'Payment Service Production Key',
        mask: 'prod_…',
      },
      ...{ description: null, state: 'active', createdBy: null, usageCount: null },
      ...{ createdAt: Date.UTC(2024, 0, 1), updatedAt: Date.UTC(2024, 0, 2) },
      ...{ lastUsedAt: Date.UTC(2024, 0, 1), expiresAt: Date.UTC(2025, 0, 1) },
      ...{ previousUntil: null, version: expect.any(String) },
    })
    const never = { updatedAt: null, lastUsedAt: null, expiresAt: null }
    expect(keys[1]).toMatchObject({ ...never, state: 'suspended', name: 'key_5678efgh' })
  })

  it('drops a key that the list holds in full', async () => {
    const body = fixture('list-keys')
    expect(body.data[0].plaintext).toBeTruthy()
    expect(JSON.stringify(await pageOf(body, null))).not.toContain(body.data[0].plaintext)
  })

  it('takes a zero for never', () => {
    const { data } = fixture('get-key')
    const zeros = { ...data, expires: 0, lastUsedAt: 0, updatedAt: 0 }
    expect(keyOf({ data: zeros }, data.keyId)).toMatchObject({ expiresAt: null, lastUsedAt: null })
  })

  it('refuses a time in seconds, and says so', () => {
    const { data } = fixture('get-key')
    const wrong = { code: 'bad-response', reason: 'time-unit' }
    expect(
      failureOf(() => keyOf({ data: { ...data, expires: 1_735_689_600 } }, data.keyId)),
    ).toEqual(wrong)
    expect(
      failureOf(() => keyOf({ data: { ...data, createdAt: 1_704_067_200 } }, data.keyId)),
    ).toEqual(wrong)
  })

  it('takes an answer about another key for none', () => {
    const shape = { code: 'bad-response', reason: 'shape' }
    expect(failureOf(() => keyOf(fixture('get-key'), 'key_other'))).toEqual(shape)
  })

  it('notices a list that ends although there is more', async () => {
    const body = { ...fixture('list-keys'), pagination: { hasMore: true } }
    expect(await pageOf(body, null)).toMatchObject({ next: null, truncated: true })
  })

  it('reads a new key', () => {
    expect(createdOf(fixture('create-key'))).toEqual(fixture('create-key').data)
  })

  it.each([
    ['valid', 'valid'],
    ['disabled', 'suspended'],
    ['expired', 'expired'],
    ['notFound', 'not-found'],
    // It will be let in again.
    ['usageExceeded', 'unknown'],
  ])('says of a key that is %s: %s', (name, verdict) => {
    const body = fixture('verify-key')[name]
    expect(verdictOf(body)).toEqual({ verdict, id: body.data.keyId ?? null })
  })
})

describe('what a refusal of Unkey means', () => {
  const meaning = (name: string) => {
    const body = fixture('refusals')[name]
    const request = { method: 'POST', path: '/v2/keys.getKey' } as const
    return meaningOf({
      request,
      status: body.error.status,
      headers: {},
      body,
      environment: 'preview',
    })
  }
  it.each([
    [
      'insufficientPermissions',
      { code: 'forbidden', permission: 'api.api_1234abcd.delete_key', environment: null },
    ],
    ['keyNotFound', { code: 'not-found', what: 'key' }],
    [
      'apiNotFound',
      {
        ...{ code: 'setting-refused', environment: 'preview', setting: 'api' },
        ...{ cause: 'not-found', choices: null },
      },
    ],
    // Elsewhere 412 is a version that is out of date.
    [
      'preconditionFailed',
      { code: 'refused', status: 412, detail: 'This API does not support key encryption.' },
    ],
    ['invalidInput', { code: 'expiry-refused', cause: 'too-far', longestSeconds: null }],
    ['expiredRootKey', { code: 'credential-unfit', environment: 'preview', cause: 'expired' }],
  ])('%s', (name, expected) => {
    expect(meaning(name)).toEqual(expected)
  })

  it('does not take a key for gone because something else is not there', () => {
    const request = { method: 'POST', path: '/v2/keys.getKey' } as const
    const gateway = { request, status: 404, headers: {}, environment: 'preview' } as const
    expect(meaningOf({ ...gateway, body: { message: 'no route' } })).toMatchObject({
      code: 'refused',
    })
    expect(meaningOf({ ...gateway, body: null })).toMatchObject({ code: 'refused' })
  })
})
