import { describe, expect, it } from 'vitest'
import { replacementFor } from '../../../../src/main/connectors/cloudflare/change.ts'
import { meaningOf } from '../../../../src/main/connectors/cloudflare/refusal.ts'
import {
  envelopeOf,
  pageOf,
  rolledOf,
  tokenOf,
} from '../../../../src/main/connectors/cloudflare/wire.ts'
import { infoOf } from '../../../../src/shared/error.ts'
import errors from './fixtures/errors.json' with { type: 'json' }
import rolled from './fixtures/rolled.json' with { type: 'json' }
import tokens from './fixtures/tokens.json' with { type: 'json' }

const id = 'ed17574386854bf78a67040be0a770b0'
const read = () => tokenOf(tokens.result[0], id)
const codeOf = (attempt: () => unknown): unknown => {
  try {
    return attempt()
  } catch (cause) {
    return infoOf(cause)
  }
}

it('reads tokens with and without what is optional', async () => {
  expect(await pageOf(tokens, 1, 50)).toMatchObject({
    ...{ next: null, total: 2, truncated: false },
    keys: [
      {
        ...{ name: 'readonly token', state: 'active', expiresAt: Date.UTC(2030, 0, 1) },
        lastUsedAt: Date.UTC(2020, 0, 2, 12, 34),
      },
      { name: 'leaked token', state: 'revoked', expiresAt: null, lastUsedAt: null },
    ],
  })
})

it('asks for another page after a full one, whatever the total says, and never for the same', async () => {
  const info = { page: 1, per_page: 2, count: 2, total_count: 2 }
  expect((await pageOf({ ...tokens, result_info: info }, 1, 50)).next).toBe('2')
  expect(await pageOf({ ...tokens, result_info: info }, 2, 50)).toMatchObject({
    ...{ next: null, truncated: true },
  })
})

it('gives back what a PUT would take away, and only what it may send', () => {
  expect(replacementFor(read(), { name: 'billing' })).toEqual({
    name: 'billing',
    status: 'active',
    policies: [
      {
        effect: 'allow',
        permission_groups: [
          { id: 'c8fed203ed3043cba015a93ad1616f1f', meta: { key: 'key', value: 'value' } },
          { id: '82e64a83756745bbbb1c9c2701bf816b' },
        ],
        resources: tokens.result[0]?.policies[0]?.resources,
      },
    ],
    condition: tokens.result[0]?.condition,
    not_before: '2018-07-01T05:20:00Z',
    expires_on: '2030-01-01T00:00:00Z',
  })
})

it('sends no condition that would let nobody in, no expiry that was taken away, no part of a second', () => {
  const empty = { ...read(), condition: { 'request.ip': { in: [] } } }
  expect(replacementFor(empty, { expiresAt: null })).not.toHaveProperty('condition')
  expect(replacementFor(empty, { expiresAt: null })).not.toHaveProperty('expires_on')
  const expiresAt = Date.UTC(2027, 0, 1, 0, 0, 0, 250)
  expect(replacementFor(empty, { expiresAt }).expires_on).toBe('2027-01-01T00:00:00Z')
})

it('sets no token expired: a time does that', () => {
  const over = { ...read(), status: 'expired' }
  expect(replacementFor(over, { expiresAt: null }).status).toBe('active')
  expect(replacementFor(over, { state: 'suspended' }).status).toBe('disabled')
})

it('replaces no token whose permissions it could not read', () => {
  const { policies: _, ...bare } = read()
  expect(codeOf(() => replacementFor(bare, {}))).toMatchObject({ code: 'bad-response' })
})

it('takes nothing for success that does not say so', () => {
  expect(rolledOf(envelopeOf(rolled).result)).toBe('8M7wS6hCpXVc-DoRnPPY_UCWPgy8aea4Wy6kCe5T')
  expect(codeOf(() => envelopeOf({ ...rolled, success: false }))).toMatchObject({
    code: 'bad-response',
  })
})

describe('a refusal', () => {
  const meaning = (body: unknown, path = '/user/tokens', method: 'GET' | 'PUT' = 'GET') =>
    meaningOf({
      ...{ status: 403, body, headers: {}, environment: 'preview' },
      request: { method, path },
    })
  const environment = 'preview'

  it.each([
    ['invalidToken', { code: 'unauthorized', environment }],
    ['invalidAccessToken', { code: 'unauthorized', environment }],
    ['invalidFormat', { code: 'credential-unfit', environment, cause: 'wrong-kind' }],
    ['notAUser', { code: 'setting-refused', setting: 'account', cause: 'missing' }],
    ['notAllowed', { code: 'forbidden', permission: 'User API Tokens Read' }],
    ['authentication', { code: 'forbidden', permission: 'User API Tokens Read' }],
    ['elsewhere', { code: 'refused', detail: expect.stringContaining('203.0.113.7') }],
  ] as const)('%s means what it says', (name, expected) => {
    expect(meaning(errors[name])).toMatchObject(expected)
  })

  it('names the permission by what was tried, and the account', () => {
    const said = meaning(errors.notAllowed, '/accounts/0123/tokens/x', 'PUT')
    expect(said).toMatchObject({ permission: 'Account API Tokens Write, account 0123' })
    expect(meaning(errors.noRoute, '/accounts/0123/tokens')).toMatchObject({
      ...{ code: 'setting-refused', setting: 'account', cause: 'not-found' },
    })
    expect(meaning(errors.noRoute)).toBeNull()
  })
})
