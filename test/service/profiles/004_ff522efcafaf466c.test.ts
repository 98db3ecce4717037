import { afterAll, beforeAll, expect, test } from 'vitest'
import { planNamed, writePlan } from '../../../src/service/plan.ts'
import { apiAccess } from '../../../src/service/profiles/api-access.ts'
import { KeyPage } from '../../../src/service/wire.ts'
import { ProfileDocument } from '../../../src/service/wire-profile.ts'
import { actorIn } from '../actor.ts'
import { createdOf, problemOf, read, startTestService, type TestService } from '../harness.ts'

const day = 86_400_000
let now = Date.now()
let service: TestService
beforeAll(async () => {
  service = await startTestService({ profile: apiAccess, now: () => now })
})
afterAll(() => service.remove())

const list = async () =>
  read(KeyPage, await service.call('GET', '/v1/environments/preview/keys')).data

test('API access: “available only on supported paid plans”', async () => {
  const setPlan = (name: string) =>
    writePlan(service.service.database, planNamed(apiAccess, name) ?? { name, missing: [] })
  await setPlan('Starter')
  const refused = await actorIn(service).post('/keys', { name: 'crm-integration' })
  expect(problemOf(refused)).toEqual({ status: 403, name: 'plan-required' })
  const { plan } = read(ProfileDocument, await service.call('GET', '/v1/profile'))
  expect([plan.upgrade?.title, plan.needed]).toEqual(['Upgrade required', 'Business'])
  await setPlan('Business')
})

test('API access: a key is made, used, rotated, and revoked for good', async () => {
  const actor = actorIn(service)

  // “Set an expiry date if your organization requires one.”
  const expiresAt = new Date(now + 90 * day).toISOString()
  const body = { name: 'crm-integration', expiresAt }
  const { key, secret } = createdOf(await actor.post('/keys', body))
  expect(key.expiresAt).toBe(expiresAt)
  expect((await service.create('staging-api')).key.expiresAt).toBeNull()

  // “Name, Prefix, Usage count, Last used date, Expiry date, Status”
  expect(await actor.verdict(secret)).toMatchObject({ valid: true })
  await expect
    .poll(async () => (await list()).find(({ id }) => id === key.id), { timeout: 5000 })
    .toMatchObject({
      name: 'crm-integration',
      mask: `aac_preview_${secret.slice(12, 16)}****${secret.slice(-4)}`,
      usageCount: 1,
      lastUsedAt: new Date(now).toISOString(),
      expiresAt,
      status: 'active',
    })

  // “Rotate the key.” “Copy and deliver the new key”
  const rotated = createdOf(await actor.rotate(key.id))
  expect(rotated.secret).not.toBe(secret)
  expect(rotated.key).toMatchObject({ id: key.id, name: 'crm-integration', expiresAt })
  expect(await actor.verdict(rotated.secret)).toMatchObject({ valid: true, keyId: key.id })
  expect(await actor.verdict(secret)).toMatchObject({ valid: false, code: 'REPLACED' })

  // “Use Revoke when a key should no longer be usable.”
  expect((await actor.act(key.id, 'revoke')).status).toBe(200)
  expect(await actor.verdict(rotated.secret)).toMatchObject({ valid: false, code: 'REVOKED' })
  expect((await list()).find(({ id }) => id === key.id)?.status).toBe('revoked')

  // “Revocation cannot be undone for that key.”
  expect((await actor.act(key.id, 'resume')).status).toBe(404)
  expect(problemOf(await actor.rotate(key.id))).toEqual({ status: 409, name: 'key-revoked' })
  expect(problemOf(await actor.edit(key.id, { expiresAt: null }))).toEqual({
    status: 409,
    name: 'key-revoked',
  })
  expect(await actor.verdict(rotated.secret)).toMatchObject({ valid: false })
})

test('API access: a key is refused from its expiry date on', async () => {
  const actor = actorIn(service)
  const expiresAt = new Date(now + day).toISOString()
  const { key, secret } = createdOf(await actor.post('/keys', { name: 'prod-main-app', expiresAt }))
  expect(await actor.verdict(secret)).toMatchObject({ valid: true })
  now += day
  expect(await actor.verdict(secret)).toMatchObject({ valid: false, code: 'EXPIRED' })
  expect(await actor.get(key.id)).toMatchObject({ status: 'expired' })
})

test('API access: tells the hand-off, the three checks and the checklist', async () => {
  const { rotation, vocabulary, guidance, naming } = read(
    ProfileDocument,
    await service.call('GET', '/v1/profile'),
  )
  expect(rotation.steps).toHaveLength(4)
  expect(vocabulary.effects.revoke?.checks).toHaveLength(3)
  expect(guidance.find(({ title }) => title === 'User checklist')?.items).toHaveLength(6)
  expect(naming.examples).toEqual(['prod-main-app', 'staging-api', 'crm-integration'])
})
