import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { apartMs } from '../../../src/main/services/reconcile-rules.ts'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { infoOf } from '../../../src/shared/error.ts'
import type { KeyService } from '../../../tools/key-service.ts'
import { forgetfulRun, loseCreationOf, loseRequests } from './forgetful.ts'
import {
  beforeEachConnected,
  changeOf,
  creationOf,
  loseAnswers,
  makeKey,
  namedAt,
  rotationOf,
  type Services,
  secretOf,
  verdictAt,
} from './set-up.ts'

let service: KeyService
let services: Services
let scope: Scope
beforeEachConnected(at => {
  ;({ service, services, preview: scope } = at)
})

const named = (name: string) => namedAt(service, name)
const deleteAtService = (id: string) => service.deleteKey('preview', id)
const activity = async () =>
  (await services.store.activity.list(null, 20)).map(({ by, kind }) => `${by} ${kind}`)

describe('a key whose secret nobody has seen', () => {
  it('is listed until it is gone: with its deletion by somebody else its card goes, and that is told', async () => {
    const run = await forgetfulRun(services)
    const intent = await loseCreationOf(run, scope, 'deleted elsewhere')
    await run.issuing.look({ intent })
    await deleteAtService((await named('deleted elsewhere'))[0] ?? '')
    await run.sync.refresh(scope)
    await expect.poll(() => run.issuing.open()).toEqual([])
    expect((await activity()).filter(line => line === 'elsewhere vanished')).toHaveLength(1)
  })

  it('goes with its line also where the list is not read', async () => {
    const run = await forgetfulRun(services)
    const intent = await loseCreationOf(run, scope, 'unwatched')
    await run.issuing.look({ intent })
    const [key = ''] = await named('unwatched')
    await services.sync.refresh(scope)
    await deleteAtService(key)
    expect(await run.issuing.look({ intent })).toBeNull()
    expect(await activity()).toContain('elsewhere vanished')
    expect(await run.keys.get({ ...scope, key })).toBeNull()
    const list = { scope, kind: null, search: 'unwatched', offset: 0, limit: 9 }
    expect(await services.store.keys.gone(list)).toMatchObject({ rows: [{ id: key }] })
    expect(await run.issuing.look({ intent }).catch(infoOf)).toMatchObject({ code: 'not-found' })
  })

  it('goes when it is deleted from the list, and nobody else is said to have done it', async () => {
    const run = await forgetfulRun(services)
    const intent = await loseCreationOf(run, scope, 'deleted here')
    const found = await run.issuing.look({ intent })
    const [key] = found?.finding?.kind === 'made' ? found.finding.keys : []
    await run.keys.delete({ ...scope, key: key?.id ?? '', version: key?.version ?? null })
    await expect.poll(() => run.issuing.open()).toEqual([])
    expect(await activity()).toContain('you deleted')
    expect(await activity()).not.toContain('elsewhere vanished')
  })

  it('is said to be taken away by somebody else when it was gone before it was deleted here', async () => {
    const run = await forgetfulRun(services)
    const intent = await loseCreationOf(run, scope, 'too late')
    await run.issuing.look({ intent })
    const [key = ''] = await named('too late')
    await deleteAtService(key)
    await run.issuing.abandon({ intent, key })
    expect(await run.issuing.open()).toEqual([])
    expect(await activity()).toContain('elsewhere vanished')
    expect(await activity()).not.toContain('you deleted')
  })

  it('goes when it is rotated: its secret is known then', async () => {
    const run = await forgetfulRun(services)
    const intent = await loseCreationOf(run, scope, 'rescued')
    const found = await run.issuing.look({ intent })
    const [key] = found?.finding?.kind === 'made' ? found.finding.keys : []
    const target = { ...scope, key: key?.id ?? '', version: key?.version ?? null }
    const wish = { ...target, intent: randomUUID(), overlapSeconds: 0, told: false }
    const reveal = await run.issuing.rotate(wish)
    expect(await verdictAt(service, await secretOf(run, reveal))).toBe('VALID')
    await expect.poll(() => run.issuing.open()).toEqual([])
    expect(await named('rescued')).toHaveLength(1)
  })

  it('goes when it is rotated while it is looked for: its secret is with a person by then', async () => {
    const run = await forgetfulRun(services)
    const intent = await loseCreationOf(run, scope, 'meanwhile')
    await run.sync.refresh(scope)
    const change = await changeOf(run, scope, (await named('meanwhile'))[0] ?? '')
    const rotations: Promise<unknown>[] = []
    run.network.meet(next => async request => {
      if (request.method === 'GET' && rotations.length === 0) {
        rotations.push(run.issuing.rotate(rotationOf(change)))
        await rotations[0]
      }
      return next(request)
    })
    expect(await run.issuing.look({ intent })).toBeNull()
    expect(rotations).toHaveLength(1)
    expect(await named('meanwhile')).toEqual([change.key])
  })

  it('is found as soon as the list shows it, however late it was made', async () => {
    const run = await forgetfulRun(services)
    const intent = await loseCreationOf(run, scope, 'late', loseRequests)
    await run.issuing.look({ intent })
    run.clock.advance(apartMs)
    expect((await run.issuing.look({ intent }))?.finding).toMatchObject({ times: 2 })
    const { key } = await service.createKey('preview', { name: 'late' })
    run.clock.advance(apartMs)
    await run.sync.refresh(scope)
    const finding = async () => (await run.issuing.open())[0]?.finding
    await expect.poll(finding).toMatchObject({ kind: 'made', keys: [{ id: key.id }] })
  })

  it('of a run that crashed before it was shown is deleted by its id', async () => {
    const run = await forgetfulRun(services)
    const { key } = await run.issuing.create(creationOf(scope, 'never shown'))
    const next = await forgetfulRun(services)
    expect(await next.issuing.open()).toMatchObject([
      { key, state: 'acknowledged', repeatable: false, undo: 'delete' },
    ])
    const [open] = await next.issuing.open()
    expect(await next.issuing.look({ intent: open?.id ?? '' })).toMatchObject({ key })
    await next.issuing.abandon({ intent: open?.id ?? '' })
    expect(await named('never shown')).toEqual([])
    expect(await next.issuing.open()).toEqual([])
  })

  it('of a run that crashed goes when somebody else deleted it', async () => {
    const run = await forgetfulRun(services)
    const { key } = await run.issuing.create(creationOf(scope, 'seen by nobody'))
    await deleteAtService(key)
    const next = await forgetfulRun(services)
    await next.issuing.open()
    next.clock.advance(5_000)
    await expect.poll(() => next.issuing.open()).toEqual([])
    expect(await activity()).toContain('elsewhere vanished')
  })
})

describe('at a service that repeats its answers', () => {
  it('a request that is answered 500 for ever is given up, and what it made is found', async () => {
    const { issuing, network } = services
    network.meet(next => async request => {
      const reply = await next(request)
      return request.method === 'POST' ? { ...reply, status: 500, body: '{}' } : reply
    })
    const wish = creationOf(scope, 'fails for ever')
    const lost = { code: 'outcome-unknown', repeatable: true }
    expect(await issuing.create(wish).catch(infoOf)).toMatchObject(lost)
    expect(await issuing.recover({ intent: wish.intent }).catch(infoOf)).toMatchObject(lost)
    const sent = network.sent.filter(line => line.startsWith('POST'))
    expect(sent).toHaveLength(6)
    network.meet(null)
    expect(await issuing.look({ intent: wish.intent })).toMatchObject({
      ...{ repeatable: true, finding: { kind: 'made', keys: [{ name: 'fails for ever' }] } },
    })
    const reveal = await issuing.recover({ intent: wish.intent })
    expect(await verdictAt(service, await secretOf(services, reveal))).toBe('VALID')
    expect(await named('fails for ever')).toHaveLength(1)
    // Which it is, is known from now on.
    const known = await services.store.intents.get(wish.intent)
    expect(known).toMatchObject({ key: reveal.key, finding: null })
  })

  it('another caller, to whom it is not repeated, finds it and cleans up', async () => {
    const { connections, issuing, network } = services
    network.meet(loseAnswers(Number.POSITIVE_INFINITY))
    const wish = creationOf(scope, 'of the first caller')
    await issuing.create(wish).catch(infoOf)
    network.meet(null)
    const credential = await service.createToken('successor', 'key:view,key:create,key:delete')
    await connections.authenticate({ ...scope, credential, keep: 'keychain' })
    const { intent } = wish
    const lost = { code: 'outcome-unknown', repeatable: false }
    expect(await issuing.recover({ intent }).catch(infoOf)).toMatchObject(lost)
    expect((await issuing.look({ intent }))?.finding).toMatchObject({ kind: 'made' })
    const [key = ''] = await named('of the first caller')
    await issuing.abandon({ intent, key })
    expect(await named('of the first caller')).toEqual([])
    expect(await issuing.open()).toEqual([])
  })

  it('a key of somebody else is not taken for it, where the service names who made it', async () => {
    const { issuing } = services
    await makeKey(services, scope, 'of mine, by which the name is seen')
    const token = await service.createToken('other-admin', 'key:view,key:create')
    services.network.meet(loseRequests)
    const wish = creationOf(scope, 'same words')
    await issuing.create(wish).catch(infoOf)
    services.network.meet(null)
    await service.ask('POST', '/v1/environments/preview/keys', token, { name: 'same words' })
    expect((await issuing.look({ intent: wish.intent }))?.finding).toMatchObject({ times: 1 })
    await service.createKey('preview', { name: 'same words' })
    const found = await issuing.look({ intent: wish.intent })
    expect(found?.finding).toMatchObject({ kind: 'made', keys: [{ name: 'same words' }] })
  })
})
