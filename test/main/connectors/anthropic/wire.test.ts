import { expect, it } from 'vitest'
import { meaningOf } from '../../../../src/main/connectors/anthropic/refusal.ts'
import { keyOf, pageOf } from '../../../../src/main/connectors/anthropic/wire.ts'
import { infoOf } from '../../../../src/shared/error.ts'
import keys from './fixtures/api-keys.json' with { type: 'json' }
import keysBefore from './fixtures/api-keys-before-scope.json' with { type: 'json' }
import permissionError from './fixtures/permission-error.json' with { type: 'json' }

const workspace = 'wrkspc_01JwQvzr7rXLA5AGx3HKfFUJ'
const asked = { cursor: null, workspace }
const codeOf = (read: () => unknown): unknown => {
  try {
    return read()
  } catch (cause) {
    return infoOf(cause)
  }
}

it('reads both shapes of where a key belongs, and what is null or absent', () => {
  expect(pageOf(keys, asked)).toMatchObject({
    next: 'apikey_01Rj2N8SVvo6BePZj99NhmiT',
    keys: [
      {
        ...{ name: 'Developer Key', mask: 'sk-ant-api03-R2D...igAA', state: 'active' },
        ...{ createdBy: 'user_01WCz1FkmYMm4gnmykNKUu3Q', expiresAt: 1_730_332_707_427 },
      },
    ],
  })
  expect(pageOf(keysBefore, asked)).toMatchObject({
    next: null,
    keys: [{ state: 'suspended', expiresAt: null, createdAt: 1_730_332_707_427 }],
  })
})

it('lets no key of another workspace in', () => {
  const other = { cursor: null, workspace: 'wrkspc_other' }
  expect(codeOf(() => pageOf(keys, other))).toEqual({ code: 'bad-response', reason: 'shape' })
  expect(codeOf(() => pageOf(keysBefore, other))).toMatchObject({ code: 'bad-response' })
  const [key] = keys.data
  const one = { id: key?.id ?? '', workspace: 'wrkspc_other' }
  expect(codeOf(() => keyOf(key, one))).toEqual({ code: 'not-found', what: 'key' })
})

it.each([
  ['archived', 'revoked'],
  ['expired', 'expired'],
  ['constructor', 'unknown'],
])('takes the status %s for %s', (status, state) => {
  const [key] = keys.data
  expect(pageOf({ ...keys, data: [{ ...key, status }] }, asked).keys[0]?.state).toBe(state)
})

it('refuses a time that is a number', () => {
  const [key] = keys.data
  const late = { ...keys, data: [{ ...key, created_at: 1_730_332_707 }] }
  expect(codeOf(() => pageOf(late, asked))).toEqual({ code: 'bad-response', reason: 'time-unit' })
})

it('tells a missing permission and an expired credential apart', () => {
  const meaning = (status: number, body: unknown) =>
    meaningOf({
      ...{ status, body, headers: {}, environment: 'preview' },
      request: { method: 'GET', path: '/organizations/api_keys' },
    })
  expect(meaning(403, permissionError)).toMatchObject({
    ...{ code: 'forbidden', environment: 'preview' },
  })
  const expired = { type: 'error', error: { type: 'authentication_error', message: 'key expired' } }
  expect(meaning(401, expired)).toMatchObject({ code: 'credential-unfit', cause: 'expired' })
  expect(meaning(401, { error: { type: 'authentication_error', message: 'invalid' } })).toBeNull()
})
