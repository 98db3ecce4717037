import { describe, expect, it } from 'vitest'
import { secret } from '../../../src/main/base/secret.ts'
import type { TransportRequest, TransportResponse } from '../../../src/main/base/transport.ts'
import { claviger } from '../../../src/main/connectors/claviger/index.ts'
import type { Endpoint } from '../../../src/main/connectors/connector.ts'
import { createHttp, failureOf } from '../../../src/main/connectors/http.ts'
import { infoOf } from '../../../src/shared/error.ts'

const endpoint: Endpoint = {
  url: 'https://keys.example.com',
  trust: { ca: null, pin: null },
  settings: { api: 'api_1' },
  environment: 'production',
  connector: claviger,
}
const json = { 'content-type': 'application/json' }

const sendTo = (response: TransportResponse, change: Partial<Endpoint> = {}) => {
  const requests: TransportRequest[] = []
  const http = createHttp({
    transport: async request => {
      requests.push(request)
      return response
    },
    endpoint: { ...endpoint, ...change },
    credential: secret('clva_canary'),
    now: () => 0,
  })
  return { requests, http }
}

describe('createHttp', () => {
  it('keeps every path on the connection’s origin and carries the credential in one header', async () => {
    const { http, requests } = sendTo({ status: 200, headers: json, body: '{}' })
    for (const path of ['/v1/profile', '//evil.example/x', '/v1/..x', '/\\evil.example']) {
      await http.send({ method: 'GET', path, query: { q: 'a&b=c', none: null } })
    }
    for (const { url, headers } of requests) {
      expect(new URL(url).origin).toBe(endpoint.url)
      expect(new URL(url).search).toBe('?q=a%26b%3Dc')
      expect(headers.authorization).toBe('Bearer clva_canary')
    }
  })

  it('goes on from the path under which the service is', async () => {
    const reply = { status: 200, headers: json, body: '{}' }
    const { http, requests } = sendTo(reply, { url: 'https://a.example/api/auth' })
    await http.send({ method: 'GET', path: '/api-key/list' })
    expect(requests[0]?.url).toBe('https://a.example/api/auth/api-key/list')
  })

  it.each(['/keys/..', '/keys/.', '/keys/%2E%2e/x', '/keys/.%2e', '/..\\x'])(
    'sends nothing to %s, which leads out of it',
    async path => {
      const reply = { status: 200, headers: json, body: '{}' }
      const { http, requests } = sendTo(reply, { url: 'https://a.example/api/auth' })
      const failure = http.send({ method: 'DELETE', path })
      expect(await failure.catch(infoOf)).toEqual({ code: 'bad-response', reason: 'shape' })
      expect(requests).toEqual([])
    },
  )

  it('carries the credential as the connector says', async () => {
    const authorization = { header: 'x-api-key', scheme: '' }
    const reply = { status: 200, headers: json, body: '{}' }
    const { http, requests } = sendTo(reply, { connector: { ...claviger, authorization } })
    await http.send({ method: 'GET', path: '/' })
    expect(requests[0]?.headers).toMatchObject({ 'x-api-key': 'clva_canary' })
    expect(requests[0]?.headers).not.toHaveProperty('authorization')
  })

  it('presents a key in the place of the credential, and takes its refusal for an answer', async () => {
    const { http, requests } = sendTo({ status: 401, headers: json, body: '{"code":"NO"}' })
    const key = secret('key-canary')
    const said = await http.present(key, { method: 'GET', path: '/whoami' })
    expect(said).toMatchObject({ status: 401, body: { code: 'NO' } })
    expect(requests[0]?.headers.authorization).toBe('Bearer key-canary')
    expect(JSON.stringify(requests)).not.toContain('clva_canary')
  })

  it.each([
    [302, {}, ''],
    [429, {}, ''],
    [503, json, '{}'],
    // A proxy's.
    [403, { 'content-type': 'text/html' }, '<html>'],
    [200, { 'content-type': 'text/html' }, '<html>'],
  ])('takes %i for no answer about a key that it presented', async (status, headers, body) => {
    const { http } = sendTo({ status, headers, body })
    const request = { method: 'GET', path: '/whoami' } as const
    await expect(http.present(secret('key-canary'), request)).rejects.toThrow()
  })

  it('lets no connector replace the credential', async () => {
    const { http, requests } = sendTo({ status: 200, headers: json, body: '{}' })
    await http.send({ method: 'GET', path: '/', headers: { authorization: 'Bearer other' } })
    expect(requests[0]?.headers.authorization).toBe('Bearer clva_canary')
  })

  it.each([
    ['text/html', '<html>', 'web-page'],
    ['text/plain', '{}', 'not-json'],
    ['application/json', '{"cut', 'not-json'],
    ['', '{}', 'not-json'],
  ])('refuses %s with %j', async (type, body, reason) => {
    const { http } = sendTo({ status: 200, headers: { 'content-type': type }, body })
    const failure = await http.send({ method: 'GET', path: '/' }).catch(infoOf)
    expect(failure).toEqual({ code: 'bad-response', reason })
  })

  it('answers null for an empty body', async () => {
    const { http } = sendTo({ status: 204, headers: {}, body: '' })
    expect((await http.send({ method: 'DELETE', path: '/' })).body).toBeNull()
  })

  it('does not repeat a credential that the service echoes', async () => {
    const body = JSON.stringify({ detail: 'Bearer clva_canary is not valid here' })
    const { http } = sendTo({ status: 400, headers: json, body })
    const failure = await http.send({ method: 'GET', path: '/' }).catch(infoOf)
    expect(failure).toEqual({ code: 'refused', status: 400, detail: null })
  })

  it('does not repeat it as the name of a permission', async () => {
    const body = JSON.stringify({ permission: 'key:delete clva_canary' })
    const { http } = sendTo({ status: 403, headers: json, body })
    const failure = await http.send({ method: 'GET', path: '/' }).catch(infoOf)
    expect(failure).toEqual({ code: 'forbidden', permission: null, environment: null })
  })

  it('does not repeat the beginning of it where a long text is cut', async () => {
    const body = JSON.stringify({ detail: `${'x'.repeat(295)}clva_canary` })
    const { http } = sendTo({ status: 400, headers: json, body })
    const failure = await http.send({ method: 'GET', path: '/' }).catch(infoOf)
    expect(failure).toEqual({ code: 'refused', status: 400, detail: null })
  })
})

describe('what a status means', () => {
  const problem = (name: string, more = {}) =>
    JSON.stringify({ type: `urn:claviger:problem:${name}`, ...more })
  it.each([
    [200, {}, '', null],
    [204, {}, '', null],
    [
      302,
      { location: 'https://login.example/?next=x' },
      '',
      { code: 'redirected', location: 'https://login.example' },
    ],
    [307, {}, '', { code: 'redirected', location: null }],
    [302, { location: 'file:///etc/passwd' }, '', { code: 'redirected', location: null }],
    [302, { location: 'data:,x' }, '', { code: 'redirected', location: null }],
    [302, { location: '/login' }, '', { code: 'redirected', location: null }],
    [401, json, '', { code: 'unauthorized', environment: 'production' }],
    [
      403,
      json,
      problem('permission-missing', { permission: 'key:delete' }),
      { code: 'forbidden', permission: 'key:delete', environment: null },
    ],
    [
      403,
      json,
      problem('environment-forbidden'),
      { code: 'forbidden', permission: null, environment: 'production' },
    ],
    [404, json, '', { code: 'not-found', what: 'key' }],
    // Of a proxy that knows nothing of keys.
    [
      404,
      { 'content-type': 'text/html' },
      '<html>',
      { code: 'refused', status: 404, detail: null },
    ],
    [
      403,
      json,
      problem('plan-required', { effect: 'rotate', plan: 'Free' }),
      { code: 'plan-required', effect: 'rotate' },
    ],
    [409, json, problem('name-taken'), { code: 'name-taken' }],
    [409, json, problem('key-exists'), { code: 'conflict', cause: 'key-exists' }],
    [409, json, problem('no-key'), { code: 'conflict', cause: 'no-key' }],
    [409, json, problem('key-revoked'), { code: 'conflict', cause: 'key-revoked' }],
    [409, json, problem('key-expired'), { code: 'conflict', cause: 'key-expired' }],
    [
      409,
      json,
      problem('aura-clash', { detail: 'Blue.' }),
      { code: 'refused', status: 409, detail: 'Blue.' },
    ],
    [
      422,
      json,
      problem('fields-invalid', { errors: [{ pointer: '/expiresAt', code: 'past' }] }),
      { code: 'expiry-refused', cause: 'past', longestSeconds: null },
    ],
    [
      422,
      json,
      problem('fields-invalid', {
        errors: [{ pointer: '/expiresAt', code: 'too-far' }],
        longestSeconds: 86_400,
      }),
      { code: 'expiry-refused', cause: 'too-far', longestSeconds: 86_400 },
    ],
    [
      422,
      json,
      problem('fields-invalid', { errors: [{ pointer: '/overlapSeconds', code: 'too-far' }] }),
      { code: 'refused', status: 422, detail: null },
    ],
    [410, json, '', { code: 'refused', status: 410, detail: null }],
    [412, json, '', { code: 'changed-elsewhere' }],
    [428, json, '', { code: 'changed-elsewhere' }],
    [
      422,
      json,
      problem('x', { detail: 'Too long.' }),
      { code: 'refused', status: 422, detail: 'Too long.' },
    ],
    [429, { 'retry-after': '7' }, '', { code: 'rate-limited', retryAfterMs: 7000 }],
    [429, { 'x-retry-after': '10' }, '', { code: 'rate-limited', retryAfterMs: 10_000 }],
    [500, {}, '', { code: 'service-failed', status: 500 }],
    [503, {}, '<html>', { code: 'service-failed', status: 503 }],
  ] as const)('%i', (status, headers, body, meaning) => {
    const request = { method: 'GET', path: '/' } as const
    const { environment, connector } = endpoint
    const sent = { ...connector, environment, request, credential: secret('clva_canary') }
    expect(failureOf({ status, headers, body }, sent, 0)).toEqual(meaning)
  })
})
