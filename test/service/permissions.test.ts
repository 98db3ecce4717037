import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { claviger } from '../../src/service/profiles/claviger.ts'
import { profiles } from '../../src/service/profiles/index.ts'
import { effects, type Profile, permissionsOf } from '../../src/service/profiles/profile.ts'
import { ProblemDocument } from '../../src/service/wire-service.ts'
import { askFor, everyEffect } from './effects.ts'
import { errorsOf, keyOf, problemOf, read, startTestService, type TestService } from './harness.ts'

/** Every effect with a code of its own: no route can be let in by the code of another. */
const separate: Profile = {
  ...claviger,
  capabilities: claviger.capabilities.map(({ effect, permission }) => ({
    effect,
    permission: permission === null ? null : `only:${effect}`,
  })),
}

const cases = [
  ...profiles.map(profile => [profile.name, profile] as const),
  ['a profile with a code for each effect', separate] as const,
]

describe.each(cases)('%s', (_name, profile) => {
  let service: TestService
  beforeAll(async () => {
    service = await startTestService({ profile })
  })
  afterAll(() => service.remove())

  const permissionOf = (effect: string) =>
    profile.capabilities.find(one => one.effect === effect)?.permission
  const had = everyEffect.filter(({ effect }) => permissionOf(effect))

  test('refuses each effect to a token that lacks just its permission, and says which', async () => {
    for (const asked of had) {
      const permission = permissionOf(asked.effect)
      const permissions = permissionsOf(profile).filter(code => code !== permission)
      const token = await service.issue({ name: 'limited', permissions })
      const answer = await askFor(service, asked, { token })
      expect(problemOf(answer), asked.effect).toEqual({ status: 403, name: 'permission-missing' })
      expect(read(ProblemDocument, answer).permission).toBe(permission)
      expect(answer.headers['www-authenticate']).toBe(
        `Bearer realm="claviger", error="insufficient_scope", scope="${permission}"`,
      )
    }
  })

  test('lets in a token with nothing but that permission', async () => {
    for (const asked of had) {
      const permissions = [permissionOf(asked.effect) ?? '']
      const token = await service.issue({ name: 'just that', permissions })
      const answer = await askFor(service, asked, { token })
      expect([401, 403], asked.effect).not.toContain(answer.status)
      expect(answer.text).not.toContain('This service cannot do that.')
    }
  })

  test('has no effect that the profile lacks, and changes nothing that was asked with one', async () => {
    for (const asked of everyEffect.filter(one => !had.includes(one))) {
      const answer = await askFor(service, asked)
      const [member] = Object.keys(asked.body ?? {})
      if (asked.method === 'PATCH')
        expect(errorsOf(answer)).toEqual([{ pointer: `/${member}`, code: 'unsupported' }])
      else expect(problemOf(answer), asked.effect).toEqual({ status: 404, name: 'not-found' })
    }
  })
})

/** For every administrator: what the service is, and what whoever presents a key hears. */
const free = ['/v1/profile', '/v1/environments/{environment}/keys/{id}/verification']

test('the requests above are all that there is: every effect, and every operation with one', async () => {
  const asked = new Set<string>([...everyEffect.map(({ effect }) => effect), 'verify'])
  expect([...asked].toSorted()).toEqual(effects.toSorted())

  const service = await startTestService()
  const answer = await service.call('GET', '/v1/openapi.json')
  await service.remove()
  const { paths } = read(
    z.object({
      paths: z.record(
        z.string(),
        z.record(z.string(), z.object({ security: z.array(z.unknown()) })),
      ),
    }),
    answer,
  )
  const secured = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { security }]) => security.length > 0 && !free.includes(path))
      .map(([method]) => `${method.toUpperCase()} ${path}`),
  )
  const addressed = everyEffect.map(({ method, path }) => {
    const template = path
      .replace(/\?.*/, '')
      .replace('/preview', '/{environment}')
      .replace('key_none', '{id}')
    return `${method} ${template}`
  })
  expect([...new Set(addressed)].toSorted()).toEqual(secured.toSorted())
})

test('an edit takes the permission of every member, and without one nothing is changed', async () => {
  const service = await startTestService({ profile: separate })
  try {
    const { key } = await service.create('before')
    const path = `/v1/environments/preview/keys/${key.id}`
    const token = await service.issue({ name: 'renamer', permissions: ['only:rename'] })
    const edit = (body: Readonly<Record<string, unknown>>) =>
      service.call('PATCH', path, { token, body, headers: { 'if-match': key.etag } })
    const both = await edit({ name: 'after', status: 'suspended' })
    expect(read(ProblemDocument, both).permission).toBe('only:suspend')
    expect(keyOf(await service.call('GET', path))).toEqual(key)
    expect(keyOf(await edit({ name: 'after' })).name).toBe('after')
  } finally {
    await service.remove()
  }
})
