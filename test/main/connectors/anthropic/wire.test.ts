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

it('reads both shapes of where a key belongs, and what is null or absent', async () => {
  expect(await pageOf(keys, asked)).toMatchObject({
    next: 'apikey_01Rj2N8SVvo6BePZj99NhmiT',
    keys: [
      {
        ...{ name: 'Developer Key', mask: 'sk-ant-api03-R2D...igAA', state: 'active' },
        ...{ createdBy: 'user_01WCz1FkmYMm4gnmykNKUu3Q', expiresAt: 1_730_332_707_427 },
      },
    ],
  })
  expect(await pageOf(keysBefore, asked)).toMatchObject({
    next: null,
    keys: [{ state: 'suspended', expiresAt: null, createdAt: 1_730_332_707_427 }],
  })
})

it('lets no key of another workspace in', async () => {
  const other = { cursor: null, workspace: 'wrkspc_other' }
  expect(await pageOf(keys, other).catch(infoOf)).toEqual({ code: 'bad-response', reason: 'shape' })
  expect(await pageOf(keysBefore, other).catch(infoOf)).toMatchObject({ code: 'bad-response' })
  const [key] = keys.data
  const one = { id: key?.id ?? '', workspace: 'wrkspc_other' }
  expect(codeOf(() => keyOf(key, one))).toEqual({ code: 'not-found', what: 'key' })
})

it.each([
  ['archived', 'revoked'],
  ['expired', 'expired'],
  ['constructor', 'unknown'],
])('takes the status %s for %s', async (status, state) => {
  const [key] = keys.data
  expect((await pageOf({ ...keys, data: [{ ...key, status }] }, asked)).keys[0]?.state).toBe(state)
})

it('refuses a time that is a number', async () => {
  const [key] = keys.data
  const late = { ...keys, data: [{ ...key, created_at: 1_730_332_707 }] }
  expect(await pageOf(late, asked).catch(infoOf)).toEqual({
    code: 'bad-response',
    reason: 'time-unit',
  })
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
