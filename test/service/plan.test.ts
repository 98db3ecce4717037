import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { planNamed, writePlan } from '../../src/service/plan.ts'
import { apiAccess } from '../../src/service/profiles/api-access.ts'
import { KeyPage } from '../../src/service/wire.ts'
import { ProfileDocument } from '../../src/service/wire-profile.ts'
import { ProblemDocument } from '../../src/service/wire-service.ts'
import { actorIn } from './actor.ts'
import { askFor, everyEffect } from './effects.ts'
import { problemOf, read, startTestService, type TestService } from './harness.ts'

const starter = planNamed(apiAccess, 'Starter') ?? apiAccess.plans[0]

let service: TestService
beforeAll(async () => {
  service = await startTestService({ profile: apiAccess })
})
afterAll(() => service.remove())

const setPlan = async (name: string): Promise<void> => {
  const plan = planNamed(apiAccess, name)
  if (plan) await writePlan(service.service.database, plan)
}
beforeEach(() => setPlan('Business'))

const profileOf = async () => read(ProfileDocument, await service.call('GET', '/v1/profile'))

test('a new service has the plan that lacks nothing', async () => {
  expect((await profileOf()).plan).toMatchObject({ name: 'Business', missing: [], needed: null })
})

describe('a plan that was downgraded while the service runs', () => {
  beforeEach(() => setPlan('Starter'))

  test('refuses what it lacks at once, and says what and which plan', async () => {
    const missing = everyEffect.filter(({ effect }) => starter?.missing.includes(effect))
    expect(missing.length).toBeGreaterThan(4)
    for (const asked of missing) {
      const answer = await askFor(service, asked)
      expect(problemOf(answer), asked.effect).toEqual({ status: 403, name: 'plan-required' })
      const { effect, plan } = read(ProblemDocument, answer)
      expect([effect, plan]).toEqual([asked.effect, 'Starter'])
      expect(answer.headers['www-authenticate']).toBeUndefined()
    }
  })

  test('still has all the capabilities, and tells what it lacks and which plan has it', async () => {
    const { plan, capabilities } = await profileOf()
    expect(plan).toEqual({
      name: 'Starter',
      missing: ['list', 'create', 'expire', 'rotate'],
      needed: 'Business',
      upgrade: {
        title: 'Upgrade required',
        text: 'API Access is available only on supported paid plans.',
      },
    })
    expect(capabilities.map(({ effect }) => effect)).toContain('create')
  })

  test('accepts the keys that there are, and lets a leaked one be stopped', async () => {
    await setPlan('Business')
    const { key, secret } = await service.create('crm-integration')
    await setPlan('Starter')
    const actor = actorIn(service)
    expect(await actor.verdict(secret)).toMatchObject({ valid: true })
    expect((await actor.act(key.id, 'revoke')).status).toBe(200)
    expect(await actor.verdict(secret)).toMatchObject({ code: 'REVOKED' })
  })

  test('gives back everything with the plan', async () => {
    const keys = '/v1/environments/preview/keys'
    expect((await service.call('GET', keys)).status).toBe(403)
    await setPlan('Business')
    expect((await service.call('GET', keys)).status).toBe(200)
  })

  test('makes no key with an expiry where the plan lacks expiry alone', async () => {
    const plans = [{ name: 'Starter', missing: ['expire'] as const }]
    const other = await startTestService({ profile: { ...apiAccess, plans } })
    try {
      const actor = actorIn(other)
      const expiresAt = new Date(Date.now() + 60_000).toISOString()
      const refused = await actor.post('/keys', { name: 'crm-integration', expiresAt })
      expect(read(ProblemDocument, refused).effect).toBe('expire')
      expect((await actor.post('/keys', { name: 'crm-integration' })).status).toBe(201)
      const list = await other.call('GET', '/v1/environments/preview/keys')
      expect(read(KeyPage, list).data).toHaveLength(1)
    } finally {
      await other.remove()
    }
  })
})
