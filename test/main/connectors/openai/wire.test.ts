import { describe, expect, it } from 'vitest'
import { meaningOf } from '../../../../src/main/connectors/openai/refusal.ts'
import { createdAccount, keyOf, pageOf } from '../../../../src/main/connectors/openai/wire.ts'
import { infoOf } from '../../../../src/shared/error.ts'
import adminKeys from './fixtures/admin-api-keys.json' with { type: 'json' }
import invalidKey from './fixtures/invalid-api-key.json' with { type: 'json' }
import missingScope from './fixtures/missing-scope.json' with { type: 'json' }
import projectKeys from './fixtures/project-api-keys.json' with { type: 'json' }
import account from './fixtures/service-account-created.json' with { type: 'json' }

const codeOf = (read: () => unknown): unknown => {
  try {
    return read()
  } catch (cause) {
    return infoOf(cause)
  }
}

it('reads seconds, nulls and what is absent', async () => {
  const { keys, next } = await pageOf(projectKeys, null)
  expect(next).toBeNull()
  expect(keys).toMatchObject([
    {
      ...{ id: 'key_abc', name: 'My API Key', mask: 'sk-abc...def', createdBy: 'First Last' },
      ...{ createdAt: 1_711_471_533_000, lastUsedAt: 1_711_471_534_000, expiresAt: null },
    },
    { id: 'key_def', lastUsedAt: null, expiresAt: 1_890_000_000_000 },
  ])
  expect((await pageOf(adminKeys, null)).keys).toMatchObject([
    { name: 'Main Admin Key', expiresAt: null },
  ])
})

it('calls a service account’s first key as the account is called, and says whose owner is gone', async () => {
  expect((await pageOf(projectKeys, null)).keys[1]).toMatchObject({
    name: 'Production App',
    createdBy: 'Production App (no longer in the project)',
  })
})

it('lets no secret out of a list', async () => {
  const [key] = projectKeys.data
  const page = await pageOf({ ...projectKeys, data: [{ ...key, value: 'sk-canary' }] }, null)
  expect(JSON.stringify(page)).not.toContain('sk-canary')
})

it('refuses a time in ms, and another key than the one that was asked for', () => {
  const [key] = projectKeys.data
  const late = { ...key, created_at: 1_711_471_533_000 }
  expect(codeOf(() => keyOf(late, null))).toEqual({ code: 'bad-response', reason: 'time-unit' })
  expect(codeOf(() => keyOf(key, 'key_def'))).toEqual({ code: 'bad-response', reason: 'shape' })
})

it('says that there is more where a page leads to itself or nowhere', async () => {
  const more = { ...projectKeys, has_more: true }
  expect(await pageOf(more, null)).toMatchObject({ next: 'key_def', truncated: false })
  expect(await pageOf(more, 'key_def')).toMatchObject({ next: null, truncated: true })
  const empty = { data: [], has_more: true, last_id: null }
  expect(await pageOf(empty, 'key_def')).toMatchObject({ next: null, truncated: true })
})

it('takes the key and its secret from a new service account', () => {
  expect(createdAccount(account)).toMatchObject({
    account: 'svc_acct_abc',
    value: 'sk-abcdefghijklmnop123',
    key: { id: 'key_abc', name: 'Production App', expiresAt: null },
  })
})

describe('a refusal', () => {
  const meaning = (status: number, body: unknown, path = '/organization/admin_api_keys') =>
    meaningOf({
      ...{ status, body, headers: {}, environment: 'production' },
      request: { method: 'GET', path },
    })

  it('names the scope that is missing, in both shapes and with both statuses', () => {
    const named = {
      ...{ code: 'forbidden', permission: 'api.management.read', environment: 'production' },
    }
    expect(meaning(403, missingScope)).toEqual(named)
    expect(meaning(401, { error: { message: missingScope.error } })).toEqual(named)
  })

  it('tells an expired credential from an unknown one', () => {
    const expired = { error: { message: 'The API key has expired.', code: 'invalid_api_key' } }
    expect(meaning(401, expired)).toMatchObject({ code: 'credential-unfit', cause: 'expired' })
    expect(meaning(401, invalidKey)).toBeNull()
  })

  it('takes a project that is not there for no key that is gone', () => {
    const missing = { error: { message: 'No such project', code: null } }
    const setting = { code: 'setting-refused', setting: 'project', cause: 'not-found' }
    expect(meaning(404, missing, '/organization/projects/proj_x')).toMatchObject(setting)
    expect(meaning(404, missing, '/organization/projects/proj_x/api_keys')).toMatchObject(setting)
    expect(meaning(404, missing, '/organization/projects/proj_x/api_keys/key_1')).toBeNull()
    expect(meaning(404, null, '/organization/projects/proj_x')).toBeNull()
  })
})
