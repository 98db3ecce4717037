import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { AppError, infoOf } from '../../../src/shared/error.ts'
import { type KeyService, startKeyService } from '../../../tools/key-service.ts'
import {
  connectTo,
  removeFolder,
  type Services,
  servicesOver,
  shareKeychain,
  startServices,
} from './set-up.ts'

let service: KeyService
let services: Services
let preview: Scope
let production: Scope

beforeAll(async () => {
  service = await startKeyService()
})
afterAll(() => service.remove())
beforeEach(async () => {
  services = await startServices()
  const connected = await connectTo(services, service)
  preview = connected.preview
  production = connected.production
})
afterEach(async () => {
  await services.stop()
  await removeFolder(services.folder)
})

const make = async (scope: Scope, name = 'checkout') => {
  const draft = { name, description: null, expiresAt: null }
  const reveal = await services.issuing.create({ ...scope, intent: randomUUID(), draft })
  const { secret } = await services.reveals.show({ id: reveal.id })
  const row = await services.keys.get({ ...scope, key: reveal.key })
  if (!row) throw new Error('The new key is not in the cache')
  return { secret, change: { ...scope, key: row.id, version: row.version } }
}

describe('changing a key', () => {
  it('suspends, restores and deletes it, at the service and in the cache', async () => {
    const { secret, change } = await make(production)
    const suspended = await services.keys.suspend(change)
    expect(suspended.state).toBe('suspended')
    expect(await service.verify('production', secret)).toMatchObject({ valid: false })
    expect((await services.keys.get(change))?.state).toBe('suspended')

    const restored = await services.keys.resume({ ...change, version: suspended.version })
    expect(await service.verify('production', secret)).toMatchObject({ valid: true })

    const gone = await services.keys.delete({ ...change, version: restored.version })
    expect(gone).toEqual({ alreadyGone: false })
    expect(await service.verify('production', secret)).toMatchObject({ valid: false })
    expect(await services.keys.get(change)).toBeNull()
    expect(await services.keys.delete(change)).toEqual({ alreadyGone: true })
  })

  it('does not claim to have deleted what somebody else had deleted', async () => {
    const { change } = await make(preview, 'gone before')
    const path = `/v1/environments/preview/keys/${change.key}`
    await service.ask('DELETE', path, service.tokens.preview)
    expect(await services.keys.delete(change)).toEqual({ alreadyGone: true })
    expect(await services.keys.delete(change)).toEqual({ alreadyGone: true })
    const lines = await services.store.activity.list(null, 2)
    expect(lines.map(({ by, kind, keyName }) => [by, kind, keyName])).toEqual([
      ['elsewhere', 'vanished', 'gone before'],
      ['you', 'revealed', 'gone before'],
    ])
  })

  it('looks at what became of a change whose answer was lost', async () => {
    const { change } = await make(preview)
    services.sync.watch([preview])
    await expect.poll(async () => (await services.sync.state(preview)).phase).toBe('live')
    services.network.meet(next => async request => {
      const response = await next(request)
      if (request.method === 'POST') throw new AppError({ code: 'interrupted' })
      return response
    })
    expect(await services.keys.suspend(change).catch(infoOf)).toEqual({ code: 'interrupted' })
    await expect.poll(async () => (await services.keys.get(change))?.state).toBe('suspended')
  })

  it('overwrites nothing that somebody else changed', async () => {
    const { change } = await make(preview)
    const path = `/v1/environments/preview/keys/${change.key}/suspend`
    await service.ask('POST', path, service.tokens.preview)
    const edit = { name: 'mine' }
    expect(await services.keys.edit({ ...change, edit }).catch(infoOf)).toEqual({
      code: 'changed-elsewhere',
    })
    expect(await services.keys.delete(change).catch(infoOf)).toEqual({ code: 'changed-elsewhere' })
  })

  it.each([
    ['proxy', 'text/html', '<h1>Not Found</h1>', 'refused'],
    ['gateway', 'application/json', '{"message":"no route"}', 'bad-response'],
  ])('does not take a %s’s “not found” for the service’s', async (_who, type, body, code) => {
    const { change } = await make(preview)
    const notFound = { status: 404, headers: { 'content-type': type }, body }
    services.network.meet(() => async () => notFound)
    expect(await services.keys.delete(change).catch(infoOf)).toMatchObject({ code })
    expect(await services.keys.get(change)).not.toBeNull()
  })

  it('changes what it is told to and leaves the rest, with a line for each in the log', async () => {
    const { secret, change } = await make(preview, 'before')
    const inAnHour = services.clock.now() + 3_600_000
    const described = await services.keys.edit({ ...change, edit: { description: 'now said' } })
    expect(described).toMatchObject({ name: 'before', description: 'now said', state: 'active' })
    const { version } = described
    const edit = { name: 'after', expiresAt: inAnHour, state: 'suspended' } as const
    const edited = await services.keys.edit({ ...change, version, edit })
    expect(edited).toMatchObject({ ...edit, description: 'now said' })
    expect(await services.keys.get(change)).toEqual(edited)
    expect(await service.verify('preview', secret)).toMatchObject({ code: 'SUSPENDED' })
    const never = { expiresAt: null, state: 'active' } as const
    await services.keys.edit({ ...change, version: edited.version, edit: never })
    expect(await service.verify('preview', secret)).toMatchObject({ valid: true })
    const lines = await services.store.activity.list(null, 6)
    expect(lines.map(({ kind, keyName }) => [kind, keyName]).toReversed()).toEqual([
      ['described', 'before'],
      ['renamed', 'after'],
      ['expiry-changed', 'after'],
      ['suspended', 'after'],
      ['expiry-changed', 'after'],
      ['resumed', 'after'],
    ])
  })

  it('says which expiry the service refused', async () => {
    const { change } = await make(preview)
    const edit = { expiresAt: services.clock.now() - 3_600_000 }
    expect(await services.keys.edit({ ...change, edit }).catch(infoOf)).toMatchObject({
      ...{ code: 'expiry-refused', cause: 'past' },
    })
    expect((await services.keys.get(change))?.expiresAt).toBeNull()
  })

  it('revokes it for good', async () => {
    const { secret, change } = await make(preview, 'revoked')
    const { state, version } = await services.keys.revoke(change)
    expect(state).toBe('revoked')
    expect(await service.verify('preview', secret)).toMatchObject({ code: 'REVOKED' })
    expect((await services.keys.get(change))?.state).toBe('revoked')
    expect(await services.keys.resume({ ...change, version }).catch(infoOf)).toEqual({
      code: 'conflict',
      cause: 'key-revoked',
    })
    const [line] = await services.store.activity.list(null, 1)
    expect(line).toMatchObject({ by: 'you', kind: 'revoked', keyName: 'revoked' })
  })

  it('cannot reach a key through the wrong environment', async () => {
    const { secret, change } = await make(production)
    const wrong = { ...change, environment: 'preview' } as const
    expect(await services.keys.suspend(wrong).catch(infoOf)).toMatchObject({ code: 'not-found' })
    expect(await service.verify('production', secret)).toMatchObject({ valid: true })
  })

  it('never sends the credential of one environment to the other', async () => {
    const used: string[] = []
    services.network.meet(next => request => {
      const environment = /environments\/(\w+)/.exec(request.url)?.[1]
      if (environment) used.push(`${environment} ${request.headers.authorization}`)
      return next(request)
    })
    await make(preview)
    await make(production)
    expect(new Set(used)).toEqual(
      new Set([
        `preview Bearer ${service.tokens.preview}`,
        `production Bearer ${service.tokens.production}`,
      ]),
    )
  })

  it('sends nothing while the store takes no writes', async () => {
    const { change } = await make(preview)
    const readOnly = await servicesOver({
      ...services.store,
      readOnly: true,
      notices: [{ kind: 'store-newer', version: 99 }],
    })
    expect(await readOnly.keys.suspend(change).catch(infoOf)).toEqual({
      code: 'store',
      cause: 'newer',
    })
    expect(readOnly.network.sent).toEqual([])
  })

  it('counts as done when the service did it and only the cache failed', async () => {
    const { change } = await make(preview)
    const { store } = services
    const put = async () => {
      throw new AppError({ code: 'store', cause: 'full' })
    }
    const broken = await servicesOver({ ...store, keys: { ...store.keys, put } })
    await shareKeychain(services, broken)
    expect(await broken.keys.suspend(change)).toMatchObject({ state: 'suspended' })
  })
})

it('counts keys of the same name, trimmed and case-folded', async () => {
  const { change } = await make(preview, 'Checkout Service')
  const sameName = { name: '  checkout SERVICE ', kind: 'key', except: null } as const
  expect(await services.keys.sameName({ ...preview, ...sameName })).toBe(1)
  expect(await services.keys.sameName({ ...preview, ...sameName, except: change.key })).toBe(0)
  expect(await services.keys.sameName({ ...preview, ...sameName, kind: 'system' })).toBe(0)
  expect(await services.keys.sameName({ ...production, ...sameName })).toBe(0)
})

describe('what a refusal leaves in question', () => {
  const watching = async () => {
    services.sync.watch([preview])
    await expect.poll(async () => (await services.sync.state(preview)).phase).toBe('live')
  }
  const ruleOf = async (effect: string) =>
    (await services.connections.profile(preview))?.effects.find(rule => rule.effect === effect)

  /** The profile on record, made to say that nothing is missing. */
  const believeAll = async () => {
    const known = await services.connections.profile(preview)
    if (!known) throw new Error('The profile is not known')
    const all = { missingPermission: null, missingInPlan: false }
    const effects = known.effects.map(rule => ({ ...rule, ...all }))
    await services.store.profiles.put(preview, { ...known, effects })
  }

  it('reads the profile at once when a permission is missing, and has changed nothing', async () => {
    const { change } = await make(preview)
    const credential = await service.createToken('viewer', 'key:view')
    await services.connections.authenticate({ ...preview, credential, keep: 'memory' })
    await watching()
    await believeAll()
    expect(await services.keys.suspend(change).catch(infoOf)).toMatchObject({
      ...{ code: 'forbidden', permission: 'key:edit' },
    })
    await expect.poll(async () => (await ruleOf('suspend'))?.missingPermission).toBe('key:edit')
    await believeAll()
    const refused = await services.audit.page({ ...preview, cursor: null }).catch(infoOf)
    expect(refused).toMatchObject({ code: 'forbidden', permission: 'audit:view' })
    await expect.poll(async () => (await ruleOf('audit'))?.missingPermission).toBe('audit:view')
    expect((await services.keys.get(change))?.state).toBe('active')
  })

  it('does so when the plan was changed under an open page, and leaves nothing open', async () => {
    const paid = await startKeyService('api-access')
    try {
      preview = (await connectTo(services, paid)).preview
      const { secret, change } = await make(preview)
      await watching()
      expect(await ruleOf('rotate')).toMatchObject({ missingInPlan: false })
      await paid.setPlan('Starter')
      const wish = { intent: randomUUID(), overlapSeconds: 0, told: true }
      expect(await services.issuing.rotate({ ...change, ...wish }).catch(infoOf)).toEqual({
        ...{ code: 'plan-required', effect: 'rotate' },
      })
      await expect.poll(async () => (await ruleOf('rotate'))?.missingInPlan).toBe(true)
      expect(await services.issuing.open()).toEqual([])
      expect(await services.handOffs.open()).toEqual([])
      expect(await paid.verify('preview', secret)).toMatchObject({ valid: true })
      await paid.setPlan('Business')
      expect(await services.issuing.rotate({ ...change, ...wish })).toMatchObject({
        kind: 'rotate',
      })
    } finally {
      await paid.remove()
    }
  })
})

describe('systems', () => {
  const draft = { name: 'mobile-app-ios', description: null }

  it('are made without a key, once for an intent', async () => {
    const wish = { ...preview, intent: randomUUID(), draft: { ...draft, name: 'once' } }
    services.network.meet(next => async request => {
      const response = await next(request)
      if (request.method === 'POST') throw new AppError({ code: 'interrupted' })
      return response
    })
    expect(await services.keys.createSystem(wish).catch(infoOf)).toEqual({ code: 'interrupted' })
    services.network.meet(null)
    const system = await services.keys.createSystem(wish)
    expect(system).toMatchObject({ kind: 'system', state: 'absent', mask: null, name: 'once' })
    expect(await services.keys.createSystem(wish)).toEqual(system)
    expect(
      await services.keys.sameName({ ...preview, ...wish.draft, kind: 'system', except: null }),
    ).toBe(1)
    const [line] = await services.store.activity.list(null, 1)
    expect(line).toMatchObject({ kind: 'system-created', keyName: 'once' })
  })

  it('are not put back to what a repeated answer tells of them', async () => {
    const wish = { ...preview, intent: randomUUID(), draft: { ...draft, name: 'moved on' } }
    const system = await services.keys.createSystem(wish)
    const change = { ...preview, key: system.id, version: system.version }
    const renamed = await services.keys.edit({ ...change, edit: { name: 'moved further' } })
    expect(await services.keys.createSystem(wish)).toEqual(renamed)
    expect(await services.keys.get(change)).toEqual(renamed)
  })
})

describe('checking the key on the clipboard', () => {
  const check = (text: string, scope = preview) => {
    services.clipboard.replace(text)
    return services.keys.check(scope).catch(infoOf)
  }

  it('says what the service says to it, and whose it is', async () => {
    const { secret, change } = await make(preview)
    expect(await check(` ${secret}\n`)).toEqual({ verdict: 'valid', key: change.key })
    expect(await check(secret, production)).toMatchObject({ verdict: 'wrong-environment' })
    const row = await services.keys.get(change)
    expect(await check(row?.mask ?? '')).toMatchObject({ verdict: 'masked', key: null })
    await services.keys.suspend(change)
    expect(await check(secret)).toEqual({ verdict: 'suspended', key: change.key })
  })

  it.each(['', ' \n ', 'one\ntwo', 'x'.repeat(513)])('sends nothing of %j', async text => {
    services.network.sent.length = 0
    expect(await check(text)).toEqual({ code: 'no-key-on-clipboard' })
    expect(services.network.sent).toEqual([])
  })

  it('repeats the key nowhere, whatever the service answers', async () => {
    const key = 'clv_preview_canary'
    const headers = { 'content-type': 'application/problem+json' }
    const body = JSON.stringify({ title: 'No', detail: `Not a key: ${key}` })
    services.network.meet(() => async () => ({ status: 422, headers, body }))
    expect(await check(key)).toEqual({ code: 'refused', status: 422, detail: null })
    expect(JSON.stringify([services.events, services.logged])).not.toContain('canary')
  })
})

it('reads the service’s own log, page by page', async () => {
  const { change } = await make(production, 'audited')
  await services.keys.suspend(change)
  await make(preview, 'elsewhere')
  const { entries, next } = await services.audit.page({ ...production, cursor: null })
  expect(entries.slice(0, 2)).toMatchObject([
    { by: 'production-admin', action: 'suspend', environment: 'production', keyName: 'audited' },
    { by: 'production-admin', action: 'create', key: change.key },
  ])
  expect(entries.some(({ keyName }) => keyName === 'elsewhere')).toBe(false)
  expect(next).toBeNull()
})
