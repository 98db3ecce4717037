import { afterAll, beforeAll, expect, test } from 'vitest'
import { environments } from '../../../src/service/profiles/environments.ts'
import { KeyPage } from '../../../src/service/wire.ts'
import { actorIn } from '../actor.ts'
import { createdOf, errorsOf, read, startTestService, type TestService } from '../harness.ts'

let service: TestService
beforeAll(async () => {
  service = await startTestService({ profile: environments })
})
afterAll(() => service.remove())

const list = async (environment: string) =>
  read(KeyPage, await service.call('GET', `/v1/environments/${environment}/keys?limit=1000`))

test('Environments: a key is made for one environment, revoked, reactivated and deleted', async () => {
  const [preview, production] = [actorIn(service), actorIn(service, 'production')]

  // “Provide a Name and optionally a Description for the key.”
  const body = { name: 'web-shop', description: 'The shop, while it is tried' }
  const { key, secret } = createdOf(await preview.post('/keys', body))
  expect(key).toMatchObject({ ...body, environment: 'preview' })
  expect((await service.create('payments')).key.description).toBeNull()

  // “keys are only valid for the chosen environment and cannot be used interchangeably”
  expect(await preview.verdict(secret)).toMatchObject({ valid: true })
  expect(await production.verdict(secret)).toEqual({ valid: false, code: 'WRONG_ENVIRONMENT' })
  const moved = await preview.edit(key.id, { description: '', environment: 'production' })
  expect(errorsOf(moved)).toEqual([{ pointer: '/environment', code: 'unknown-member' }])

  // “The list shows key details such as name, environment, and creation date.”
  const listed = (await list('preview')).data.find(({ id }) => id === key.id)
  expect(listed).toMatchObject({ name: 'web-shop', environment: 'preview' })
  expect((await list('production')).data).toEqual([])

  // “You can also create API keys for the Production environment using the same process.”
  const live = await service.create('web-shop', 'production')
  expect(await production.verdict(live.secret)).toMatchObject({ valid: true })
  expect(await preview.verdict(live.secret)).toEqual({ valid: false, code: 'WRONG_ENVIRONMENT' })

  // “Revoke temporarily disables the key (it can be reactivated later).”
  await production.act(live.key.id, 'suspend')
  expect(await production.verdict(live.secret)).toMatchObject({ code: 'SUSPENDED' })
  expect(await preview.verdict(secret)).toMatchObject({ valid: true })
  await production.act(live.key.id, 'resume')
  expect(await production.verdict(live.secret)).toMatchObject({ valid: true })

  // “Delete permanently removes the key from your organization.”
  expect((await service.call('DELETE', production.at(live.key.id))).status).toBe(204)
  expect(await production.verdict(live.secret)).toMatchObject({ code: 'NOT_FOUND' })
  expect((await list('production')).data).toEqual([])
  expect((await list('preview')).total).toBe(2)
})

test('Environments: “There is no limit to the number of keys that can be created.”', async () => {
  const before = (await list('preview')).total
  const wanted = 120
  await Promise.all(Array.from({ length: wanted }, (_, made) => service.create(`case-${made}`)))
  // “All active keys will be visible in the list.”
  const page = await list('preview')
  expect([page.total, page.data.length]).toEqual([before + wanted, before + wanted])
})
