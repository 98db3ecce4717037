import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { writePlan } from '../../src/service/plan.ts'
import { apiAccess } from '../../src/service/profiles/api-access.ts'
import { consently } from '../../src/service/profiles/consently.ts'
import type { Grant } from '../../src/service/tokens.ts'
import { ProfileDocument } from '../../src/service/wire-profile.ts'
import { ProblemDocument } from '../../src/service/wire-service.ts'
import { askFor, everyEffect } from './effects.ts'
import { problemOf, read, type Setting, startTestService, type TestService } from './harness.ts'

let service: TestService
let keyPath: string
beforeAll(async () => {
  service = await startTestService()
  keyPath = `/v1/environments/preview/keys/${(await service.create('guarded')).key.id}`
})
afterAll(() => service.remove())

const keys = '/v1/environments/preview/keys'
describe('without a valid token', () => {
  test('every guarded route is 401 and says how to authenticate', async () => {
    const invalid = 'Bearer realm="claviger", error="invalid_token"'
    const unusable = [
      [null, 'Bearer realm="claviger"'],
      ['', 'Bearer realm="claviger"'],
      ['ü', 'Bearer realm="claviger"'],
      ['clva_wrong', invalid],
      [`${service.admin}x`, invalid],
    ] as const
    const asked = [...everyEffect, { effect: 'list', method: 'GET', path: '/v1/profile' } as const]
    for (const one of asked)
      for (const [token, challenge] of unusable) {
        const headers = token === null ? {} : { authorization: `Bearer ${token}` }
        const answer = await askFor(service, one, { token: null, headers })
        expect(problemOf(answer)).toEqual({ status: 401, name: 'unauthorized' })
        expect(answer.headers['www-authenticate']).toBe(challenge)
      }
  })

  test('another scheme is 401', async () => {
    const basic = Buffer.from(`admin:${service.admin}`).toString('base64')
    const answer = await service.call('GET', keys, {
      token: null,
      headers: { authorization: `Basic ${basic}` },
    })
    expect(answer.status).toBe(401)
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="claviger"')
  })

  test('health and the document are open', async () => {
    const health = await service.call('GET', '/v1/health', { token: null })
    expect(health.json).toEqual({
      status: 'ok',
      service: 'claviger-key-service',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      profile: 'claviger',
    })
    expect(health.headers['cache-control']).toBe('no-store')
    const document = await service.call('GET', '/v1/openapi.json', { token: null })
    expect(read(z.object({ openapi: z.string() }), document).openapi).toMatch(/^3\.1/)
  })
})

describe('a token', () => {
  test('of another environment is 403, and told which one', async () => {
    const token = await service.issue({ name: 'elsewhere', environments: ['production'] })
    for (const one of everyEffect.filter(({ path }) => path.includes('preview'))) {
      const answer = await askFor(service, one, { token })
      expect(problemOf(answer)).toEqual({ status: 403, name: 'environment-forbidden' })
      expect(read(ProblemDocument, answer).environment).toBe('preview')
      expect(answer.headers['www-authenticate']).toContain('error="insufficient_scope"')
    }
  })

  test('reads the profile, which tells what it may do', async () => {
    const token = await service.issue({
      name: 'support',
      permissions: ['key:view'],
      environments: ['preview'],
    })
    const answer = await service.call('GET', '/v1/profile', { token })
    const profile = read(ProfileDocument, answer)
    expect(profile.caller).toEqual({
      name: 'support',
      permissions: ['key:view'],
      environments: ['preview'],
    })
    expect(profile.keyFormat.prefixes.preview).toBe('clv_preview_')
    expect(profile.limits).toEqual({
      nameLength: 255,
      descriptionLength: 1000,
      pageSize: 1000,
      shards: 16,
      keys: null,
    })
    const effects = profile.capabilities.map(({ effect }) => effect)
    expect(Object.keys(profile.vocabulary.effects).toSorted()).toEqual(effects.toSorted())
    expect(Math.abs(Date.parse(profile.serverTime) - Date.now())).toBeLessThan(60_000)
  })

  test('stops at once when it is replaced', async () => {
    const first = await service.issue({ name: 'rotated' })
    expect((await service.call('GET', keys, { token: first })).status).toBe(200)
    const second = await service.issue({ name: 'rotated' })
    expect((await service.call('GET', keys, { token: first })).status).toBe(401)
    expect((await service.call('GET', keys, { token: second })).status).toBe(200)
  })
})

describe('what is wrong with a request is told in one order:', () => {
  const rotate = everyEffect.find(({ effect }) => effect === 'rotate') ?? everyEffect[0]
  const problemOfRotate = async (setting: Setting, grant: Partial<Grant>, plan: string | null) => {
    const other = await startTestService(setting)
    try {
      const token = await other.issue({ name: 'other', ...grant })
      if (plan !== null) await writePlan(other.service.database, { name: plan, missing: [] })
      if (setting.rateLimit === 1) await other.call('GET', '/v1/profile', { token })
      return rotate && problemOf(await askFor(other, rotate, { token }))
    } finally {
      await other.remove()
    }
  }
  const nothing = { permissions: [], environments: ['production'] } as const

  test.each([
    ['the limit of requests', { profile: consently, rateLimit: 1 }, null, 429, 'rate-limited'],
    ['an effect that is not there', { profile: consently }, null, 404, 'not-found'],
    ['the plan', { profile: apiAccess }, 'Starter', 403, 'plan-required'],
    ['the permission', { profile: apiAccess }, 'Business', 403, 'permission-missing'],
  ] as const)('%s', async (_what, setting, plan, status, name) => {
    expect(await problemOfRotate(setting, nothing, plan)).toEqual({ status, name })
  })

  test('and then the environment', async () => {
    const grant = { permissions: ['api_access:rotate'], environments: ['production'] } as const
    expect(await problemOfRotate({ profile: apiAccess }, grant, null)).toEqual({
      status: 403,
      name: 'environment-forbidden',
    })
  })
})

describe('the rate limit', () => {
  test('is told on every authenticated answer, and ends in 429 until the window is over', async () => {
    let now = Date.now()
    const limited = await startTestService({ rateLimit: 2, now: () => now })
    try {
      const ask = () => limited.call('GET', keys)
      const first = await ask()
      expect(first.headers['ratelimit-policy']).toBe('"default";q=2;w=60')
      expect(first.headers.ratelimit).toBe('"default";r=1;t=60')
      now += 20_000
      expect((await ask()).headers.ratelimit).toBe('"default";r=0;t=40')
      const over = await ask()
      expect(problemOf(over)).toEqual({ status: 429, name: 'rate-limited' })
      expect(over.headers['retry-after']).toBe('40')
      expect(over.headers.ratelimit).toBe('"default";r=0;t=40')
      const other = await limited.issue({ name: 'other' })
      expect((await limited.call('GET', keys, { token: other })).status).toBe(200)
      now += 40_000
      expect((await ask()).status).toBe(200)
    } finally {
      await limited.remove()
    }
  })

  test('is told on refusals too', async () => {
    const token = await service.issue({ name: 'limited', permissions: ['key:view'] })
    const forbidden = await service.call('DELETE', keyPath, { token })
    const missing = await service.call('GET', `${keys}/none`)
    expect([forbidden.status, missing.status]).toEqual([403, 404])
    expect(forbidden.headers.ratelimit).toMatch(/^"default";r=\d+;t=\d+$/)
    expect(missing.headers.ratelimit).toMatch(/^"default";r=\d+;t=\d+$/)
  })
})
