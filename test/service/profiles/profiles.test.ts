import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { profiles } from '../../../src/service/profiles/index.ts'
import { environments, permissionsOf } from '../../../src/service/profiles/profile.ts'
import { ProfileDocument } from '../../../src/service/wire-profile.ts'
import { actorIn } from '../actor.ts'
import { read, startTestService, type TestService } from '../harness.ts'

const columnIds = [
  ...['name', 'key', 'mask', 'state', 'environment', 'createdAt', 'createdBy', 'updatedAt'],
  ...['lastUsedAt', 'usageCount', 'expiresAt'],
]

test('every profile has a name of its own', () => {
  expect(profiles.map(({ name }) => name)).toEqual([
    ...['claviger', 'consently', 'consentrix', 'environments', 'projects', 'api-access'],
  ])
})

describe.each(profiles.map(profile => [profile.name, profile] as const))('%s', (_, profile) => {
  let service: TestService
  beforeAll(async () => {
    service = await startTestService({ profile })
  })
  afterAll(() => service.remove())

  const effects = profile.capabilities.map(({ effect }) => effect)
  const kinds = [
    ...(effects.includes('create') ? ['key'] : []),
    ...(effects.includes('create-system') ? ['system'] : []),
  ]
  const documentOf = async (token = service.admin) =>
    read(ProfileDocument, await service.call('GET', '/v1/profile', { token }))

  test('is told whole by its document', async () => {
    const { name, title, capabilities, plans, upgrade, callOrigin: _origin, ...rest } = profile
    const { verification, serverTime: _time, ...told } = await documentOf()
    const { plan, service: named, caller, ...document } = told
    expect(verification).toEqual({ byId: true })
    expect(document).toEqual({
      ...rest,
      profile: name,
      environments,
      capabilities: capabilities.map(one => ({ whenForbidden: 'disabled', ...one })),
    })
    expect(plan).toEqual({ ...plans.at(-1), needed: null, upgrade })
    expect(named.name).toBe(title)
    expect(caller).toEqual({ name: 'admin', permissions: permissionsOf(profile), environments })
  })

  test('has words for each of its effects, and for nothing that it lacks', async () => {
    const { vocabulary } = await documentOf()
    expect(Object.keys(vocabulary.effects).toSorted()).toEqual(effects.toSorted())
    expect(permissionsOf(profile)).toEqual(
      expect.arrayContaining(Object.keys(vocabulary.permissions)),
    )
    expect(kinds).toEqual(expect.arrayContaining(Object.keys(vocabulary.kinds)))
    expect(kinds).toEqual(expect.arrayContaining([...profile.uniqueNames]))
    const columns = Object.values(vocabulary.kinds).flatMap(words => words?.columns ?? [])
    expect(columnIds).toEqual(expect.arrayContaining(columns.map(({ id }) => id)))
  })

  test('has a last plan that lacks nothing, and words for what another lacks', () => {
    expect(profile.plans.at(-1)?.missing).toEqual([])
    const missing = profile.plans.flatMap(plan => plan.missing)
    expect(effects).toEqual(expect.arrayContaining(missing))
    expect(profile.upgrade === null).toBe(missing.length === 0)
  })

  test.each(environments)('makes keys of its format in %s, and knows their mask', async where => {
    const actor = actorIn(service, where)
    const { key, secret } = kinds.includes('key')
      ? await service.create('checkout-service', where)
      : await actor.generate((await actor.system('checkout-service')).id)
    const { prefixes, mask } = (await documentOf()).keyFormat
    expect(secret.startsWith(prefixes[where])).toBe(true)
    const shown = secret.slice(0, prefixes[where].length + mask.head)
    expect(key.mask).toBe(`${mask.prefix ? shown : ''}${mask.filler}${secret.slice(-mask.tail)}`)
    expect(await actor.verdict(secret)).toEqual({ valid: true, code: 'VALID', keyId: key.id })
    expect(await actor.verdict(key.mask ?? '')).toEqual({ valid: false, code: 'MASKED' })
  })
})
