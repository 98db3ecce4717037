import { afterAll, beforeAll, expect, test } from 'vitest'
import { projects } from '../../../src/service/profiles/projects.ts'
import { AuditPage, KeyPage } from '../../../src/service/wire.ts'
import { ProblemDocument } from '../../../src/service/wire-service.ts'
import { actorIn } from '../actor.ts'
import { keyOf, read, startTestService, type TestService } from '../harness.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService({ profile: projects })
})
afterAll(() => service.remove())

const keys = '/v1/environments/preview/keys'
const list = async () => read(KeyPage, await service.call('GET', keys)).data

test('Projects: a key is made, used, renamed, disabled, activated and deleted', async () => {
  const actor = actorIn(service)
  expect(await list()).toEqual([])

  // “The key starts with sk-project-.”
  const { key, secret } = await service.create('reasoning-worker')
  expect(secret).toMatch(/^sk-project-/)

  // “After this, only a short preview (sk-project-... plus the last characters) is ever shown.”
  expect(key.mask).toBe(`sk-project-...${secret.slice(-4)}`)
  expect(JSON.stringify([await list(), await actor.get(key.id)])).not.toContain(secret)
  expect(await actor.verdict(key.mask ?? '')).toEqual({ valid: false, code: 'MASKED' })

  // “The list shows each key by its API key (name and preview), its Status, who it was Created by, and when it was Created
  // on.”
  const [listed] = await list()
  expect(listed).toMatchObject({
    ...{ name: 'reasoning-worker', mask: key.mask, status: 'active', createdBy: 'admin' },
  })

  // “A reasoning started with a key shows API as its origin in your history.”
  expect(await actor.verdict(secret)).toMatchObject({ valid: true })
  await expect
    .poll(async () => read(AuditPage, await service.call('GET', '/v1/audit')).data, {
      timeout: 5000,
    })
    .toMatchObject([
      { action: 'call', origin: 'API', token: null, key: { name: 'reasoning-worker' } },
      { action: 'create', origin: 'Admin', token: 'admin' },
    ])

  // “On API key details, change the Name, or set the Status to Active or Disabled.”
  const { etag } = await actor.get(key.id)
  const edits = { name: 'reasoning-worker-eu', status: 'suspended' }
  const disabled = keyOf(await actor.edit(key.id, edits, etag))
  expect(disabled).toMatchObject(edits)

  // “Disabling a key immediately blocks every call that uses it.”
  expect(await actor.verdict(secret)).toMatchObject({ valid: false, code: 'SUSPENDED' })
  // “Set it back to Active to allow calls again.”
  await actor.edit(key.id, { status: 'active' }, disabled.etag)
  expect(await actor.verdict(secret)).toMatchObject({ valid: true })

  // “The key is removed and can no longer be used.”
  expect((await service.call('DELETE', actor.at(key.id))).status).toBe(204)
  expect(await list()).toEqual([])
  expect(await actor.verdict(secret)).toEqual({ valid: false, code: 'NOT_FOUND' })
})

test('Projects: “Creating an API key requires being an administrator of the project.”', async () => {
  const permissions = ['api_keys:view', 'api_keys:edit', 'api_keys:delete']
  const token = await service.issue({ name: 'member', permissions })
  const refused = await service.call('POST', keys, {
    token,
    body: { name: 'reasoning-worker' },
    headers: { 'idempotency-key': 'one-wish-of-a-member' },
  })
  expect(refused.status).toBe(403)
  expect(read(ProblemDocument, refused).permission).toBe('project:administrator')
  expect((await service.call('GET', keys, { token })).status).toBe(200)
})
