import { afterAll, beforeAll, expect, test } from 'vitest'
import { consentrix } from '../../../src/service/profiles/consentrix.ts'
import { AuditPage, KeyPage } from '../../../src/service/wire.ts'
import { ProfileDocument } from '../../../src/service/wire-profile.ts'
import { actorIn } from '../actor.ts'
import { keyOf, problemOf, read, startTestService, type TestService } from '../harness.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService({ profile: consentrix })
})
afterAll(() => service.remove())

const list = async () =>
  read(KeyPage, await service.call('GET', '/v1/environments/preview/keys')).data

test('Consentrix: a system is made, gets a key, loses it, gets another, and goes with it', async () => {
  const actor = actorIn(service)

  // “Enter a unique System Name (e.g., mobile-app-ios, checkout-service, crm-integration).”
  const system = await actor.system('mobile-app-ios')
  const again = await actor.post('/systems', { name: ' Mobile-App-iOS ' })
  expect(problemOf(again)).toEqual({ status: 409, name: 'name-taken' })

  // “API Key Mark: Last 4 characters of the API key (or "Not generated")”
  expect(system).toMatchObject({ kind: 'system', status: 'absent', mask: null })
  const { vocabulary } = read(ProfileDocument, await service.call('GET', '/v1/profile'))
  expect(vocabulary.states.absent).toBe('Not generated')

  // “Generate a secure API key (shown only once for security)”
  const { key, secret } = await actor.generate(system.id)
  expect(await actor.verdict(secret)).toMatchObject({ valid: true })
  expect(JSON.stringify([await list(), await actor.get(system.id)])).not.toContain(secret)

  // “The API key mark (e.g., ••••••••••••abcd) will be visible in the system list for identification.”
  expect(key.mask).toBe(`••••••••••••${secret.slice(-4)}`)
  expect((await list())[0]).toMatchObject({ name: 'mobile-app-ios', mask: key.mask })

  // “An API key has already been generated for this system. To create a new key, revoke the existing one first.”
  const second = await actor.act(system.id, 'generate')
  expect(problemOf(second)).toEqual({ status: 409, name: 'key-exists' })
  expect(await actor.verdict(secret)).toMatchObject({ valid: true })

  // “You can modify the name of an existing system.”
  const renamed = keyOf(await actor.edit(system.id, { name: 'mobile-app' }, key.etag))
  expect(renamed).toMatchObject({ name: 'mobile-app', mask: key.mask })
  expect(await actor.verdict(secret)).toMatchObject({ valid: true })

  // “Revoking an API key immediately invalidates it.”
  expect((await actor.act(system.id, 'revoke')).status).toBe(200)
  expect(await actor.verdict(secret)).toMatchObject({ valid: false, code: 'REVOKED' })

  // “After revocation, the system will show "Not generated" as the API key mark. You can generate a new key if needed.”
  expect(await actor.get(system.id)).toMatchObject({ status: 'absent', mask: null })
  // “No API key has been generated for this system yet.”
  const revokedTwice = await actor.act(system.id, 'revoke')
  expect(problemOf(revokedTwice)).toEqual({ status: 409, name: 'no-key' })
  const { secret: fresh } = await actor.generate(system.id)
  expect(fresh).not.toBe(secret)
  expect(await actor.verdict(fresh)).toMatchObject({ valid: true })

  // “Deleting a system permanently removes it and its API key from the system.”
  expect((await service.call('DELETE', actor.at(system.id))).status).toBe(204)
  expect(await actor.verdict(fresh)).toEqual({ valid: false, code: 'NOT_FOUND' })
  expect(await list()).toEqual([])

  // “Use the Audit Log to track API key activities and detect unusual patterns.”
  expect(await actor.actions(system.id)).toEqual([
    ...['create-system', 'generate', 'rename', 'revoke', 'generate', 'delete'],
  ])
})

test('Consentrix: “Use separate systems for separate applications”', async () => {
  const actor = actorIn(service)
  const one = await actor.generate((await actor.system('checkout-service')).id)
  const other = await actor.generate((await actor.system('crm-integration')).id)
  await actor.act(one.key.id, 'revoke')
  expect(await actor.verdict(other.secret)).toMatchObject({ valid: true, keyId: other.key.id })
})

test('Consentrix: calls with a key stand in the audit log too', async () => {
  const actor = actorIn(service)
  const { key, secret } = await actor.generate((await actor.system('billing')).id)
  await actor.verdict(secret)
  await expect
    .poll(async () => read(AuditPage, await service.call('GET', '/v1/audit')).data[0], {
      timeout: 5000,
    })
    .toMatchObject({ action: 'call', token: null, origin: 'API', key: { id: key.id } })
})

// “Required Permissions”
test.each([
  ['view', ['list', 'audit']],
  ['create', ['create-system', 'generate']],
  ['edit', ['rename', 'revoke']],
  ['delete', ['delete']],
])('Consentrix: api_key_management:%s allows %j', async (code, effects) => {
  const permissions = [`api_key_management:${code}`]
  const token = await service.issue({ name: 'limited', permissions })
  const { capabilities } = read(
    ProfileDocument,
    await service.call('GET', '/v1/profile', { token }),
  )
  const allowed = capabilities.filter(({ permission }) => permission === permissions[0])
  expect(allowed.map(({ effect }) => effect)).toEqual(effects)
})

test('Consentrix: only “Create API key” cannot be seen without its permission', async () => {
  const { capabilities, vocabulary } = read(
    ProfileDocument,
    await service.call('GET', '/v1/profile'),
  )
  const hidden = capabilities.filter(({ whenForbidden }) => whenForbidden === 'hidden')
  expect(hidden.map(({ effect }) => effect)).toEqual(['create-system'])
  expect(vocabulary.permissions['api_key_management:create']).toBe(
    'Your user account does not have the api_key_management:create permission. Contact your administrator.',
  )
})
