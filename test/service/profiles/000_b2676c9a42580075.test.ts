import { afterAll, beforeAll, expect, test } from 'vitest'
import { consently } from '../../../src/service/profiles/consently.ts'
import { KeyPage } from '../../../src/service/wire.ts'
import { ProfileDocument } from '../../../src/service/wire-profile.ts'
import { actorIn } from '../actor.ts'
import { problemOf, read, startTestService, type TestService } from '../harness.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService({ profile: consently })
})
afterAll(() => service.remove())

const list = async () =>
  read(KeyPage, await service.call('GET', '/v1/environments/preview/keys')).data

test('Consently: a key is made, revoked for a time, restored, and deleted for good', async () => {
  const actor = actorIn(service)

  // “Enter a descriptive name in the Key Name field (e.g., My Integration Key), then click Create API Key.”
  const { key, secret } = await service.create('My Integration Key')
  expect(await actor.verdict(secret)).toEqual({ valid: true, code: 'VALID', keyId: key.id })

  // “The key is listed with its name, a masked key prefix (e.g., cly_3bdf****fede), Active status, and the creation
  // timestamp.”
  const mask = `${secret.slice(0, 8)}****${secret.slice(-4)}`
  expect(mask).toMatch(/^cly_\w{4}\*{4}\w{4}$/)
  const [listed] = await list()
  expect(listed).toMatchObject({ name: 'My Integration Key', mask, status: 'active' })
  expect(Math.abs(Date.parse(listed?.createdAt ?? '') - Date.now())).toBeLessThan(60_000)

  // “This is the only time the full key is displayed.”
  expect(JSON.stringify([await list(), await actor.get(key.id)])).not.toContain(secret)

  // “You can create multiple keys”
  await service.create('Analytics App')
  expect(await list()).toHaveLength(2)

  // “Revoking a key suspends its access without permanently deleting it.”
  expect((await actor.act(key.id, 'suspend')).status).toBe(200)
  expect(await actor.get(key.id)).toMatchObject({ status: 'suspended' })
  expect(await actor.verdict(secret)).toMatchObject({ valid: false, code: 'SUSPENDED' })

  // “The key's status returns to Active and it can authenticate requests again immediately.”
  expect((await actor.act(key.id, 'resume')).status).toBe(200)
  expect(await actor.get(key.id)).toMatchObject({ status: 'active' })
  expect(await actor.verdict(secret)).toMatchObject({ valid: true })

  // “Any service or integration using this key will stop working immediately and cannot be recovered.”
  expect((await service.call('DELETE', actor.at(key.id))).status).toBe(204)
  expect(await actor.verdict(secret)).toEqual({ valid: false, code: 'NOT_FOUND' })
  expect((await actor.act(key.id, 'resume')).status).toBe(404)

  // “The key is permanently removed from your API Keys list.”
  expect((await list()).map(({ name }) => name)).toEqual(['Analytics App'])
})

test('Consently: “My key is Active but requests are being rejected”', async () => {
  const actor = actorIn(service)
  const { key, secret } = await service.create('Staging Environment')

  // “Confirm you are using the full key value copied at creation, not the masked prefix shown in the list”
  expect(await actor.verdict(key.mask ?? '')).toEqual({ valid: false, code: 'MASKED' })

  // “Check that the key has not been accidentally revoked by viewing its status in the API Keys list”
  await actor.act(key.id, 'suspend')
  expect(await actor.verdict(secret)).toMatchObject({ code: 'SUSPENDED', keyId: key.id })

  // “If the issue persists, revoke the key, create a new one, and update your integration with the new value”
  const { secret: fresh } = await service.create('Staging Environment')
  expect(await actor.verdict(fresh)).toMatchObject({ valid: true })
})

test('Consently: “I forgot to copy my key before clicking Done”', async () => {
  const { guidance } = read(ProfileDocument, await service.call('GET', '/v1/profile'))
  expect(guidance).toContainEqual({
    title: 'I forgot to copy my key before clicking Done',
    text: 'Why this happens: Consently displays the full key only once at creation for security.',
    items: [
      'The existing key cannot be recovered. Delete the old key and create a new one, then copy it before closing the modal.',
    ],
  })
})

test('Consently: keys of both environments begin alike, and each is valid in its own', async () => {
  const { secret } = await service.create('My Integration Key', 'production')
  expect(secret).toMatch(/^cly_/)
  expect(await actorIn(service, 'production').verdict(secret)).toMatchObject({ valid: true })
  expect(await actorIn(service).verdict(secret)).toEqual({
    valid: false,
    code: 'WRONG_ENVIRONMENT',
  })
})

test('Consently: what the document does not have is not there', async () => {
  const { key } = await service.create('My Integration Key')
  const actor = actorIn(service)
  for (const verb of ['revoke', 'rotate', 'generate'])
    expect((await actor.act(key.id, verb)).status).toBe(404)
  const described = await actor.post('/keys', { name: 'one', description: 'text' })
  expect(problemOf(described)).toEqual({ status: 422, name: 'fields-invalid' })
})
