import { describe, expect, it } from 'vitest'
import { claviger } from '../../../src/main/connectors/claviger/index.ts'
import { apartMs } from '../../../src/main/services/reconcile-rules.ts'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { AppError, infoOf } from '../../../src/shared/error.ts'
import type { KeyService } from '../../../tools/key-service.ts'
import { forgetfulRun, loseCreationOf, loseRequests, posts } from './forgetful.ts'
import {
  beforeEachConnected,
  connectTo,
  makeKey,
  namedAt,
  type Services,
  verdictAt,
} from './set-up.ts'

let service: KeyService
let services: Services
let scope: Scope
beforeEachConnected(at => {
  ;({ service, services, preview: scope } = at)
})

const hour = 3_600_000
const named = (name: string) => namedAt(service, name)

describe('at a service that repeats no answer, a create whose answer was lost', () => {
  it('is not sent again: the key is found, is deleted with one act, and another can be made', async () => {
    const run = await forgetfulRun(services)
    const intent = await loseCreationOf(run, scope, 'lost')
    expect(posts(run)).toHaveLength(1)
    const [key = ''] = await named('lost')
    expect(await run.issuing.open()).toMatchObject([
      { id: intent, finding: null, repeatable: false, undo: 'delete', looking: true },
    ])
    expect(await run.issuing.look({ intent })).toMatchObject({
      ...{ finding: { kind: 'made', keys: [{ id: key, name: 'lost' }] }, looking: false },
    })
    expect(posts(run)).toHaveLength(1)
    await run.issuing.abandon({ intent, key })
    expect(await named('lost')).toEqual([])
    expect(await run.issuing.open()).toEqual([])
    const { secret } = await makeKey(run, scope, 'lost')
    expect(await verdictAt(service, secret)).toBe('VALID')
    expect(await named('lost')).toHaveLength(1)
  })

  it('is found by the run after a crash too', async () => {
    const intent = await loseCreationOf(await forgetfulRun(services), scope, 'crashed')
    const next = await forgetfulRun(services)
    const [open] = await next.issuing.open()
    expect(open).toMatchObject({ id: intent, looking: true })
    expect((await next.issuing.look({ intent }))?.finding).toMatchObject({ kind: 'made' })
    expect(posts(next)).toEqual([])
  })

  it.each([-hour, hour])('is found by the service’s clock: this one is %i ms off', async offMs => {
    const name = `off ${offMs}`
    // One of its name that nobody here knows of, from just before.
    const run = await forgetfulRun(services, { offMs })
    const intent = await loseCreationOf(run, scope, name)
    const found = await run.issuing.look({ intent })
    expect(found?.finding).toMatchObject({ kind: 'made', keys: [{ id: (await named(name))[0] }] })
    const [lost] = await run.store.intents.open()
    expect(Math.abs((lost?.sentAt ?? 0) - services.clock.now())).toBeLessThan(hour / 2)
  })

  it('is not any key that was there before', async () => {
    await makeKey(services, scope, 'namesake')
    const run = await forgetfulRun(services)
    const intent = await loseCreationOf(run, scope, 'namesake', loseRequests)
    expect((await run.issuing.look({ intent }))?.finding).toMatchObject({ kind: 'not-seen' })
    expect(await named('namesake')).toHaveLength(1)
  })

  it('was probably not made when two reads, apart from one another, do not show it', async () => {
    const run = await forgetfulRun(services)
    const intent = await loseCreationOf(run, scope, 'never arrived', loseRequests)
    for (let again = 0; again < 3; again++) {
      expect((await run.issuing.look({ intent }))?.finding).toMatchObject({ times: 1 })
    }
    const later = await forgetfulRun(services, { offMs: apartMs })
    expect((await later.issuing.look({ intent }))?.finding).toMatchObject({ times: 2 })
    // A person decides: nothing is closed by itself, and nothing sent.
    expect(await later.issuing.open()).toMatchObject([{ id: intent, looking: false }])
    expect(posts(later)).toEqual([])
    await later.issuing.dismiss({ intent })
    expect(await later.issuing.open()).toEqual([])
  })

  it('is looked for twice by itself, and then no more', async () => {
    const run = await forgetfulRun(services)
    const intent = await loseCreationOf(run, scope, 'twice', loseRequests)
    const times = async () => (await run.store.intents.get(intent))?.finding
    await run.issuing.open()
    run.clock.advance(5_000)
    await expect.poll(times).toMatchObject({ kind: 'not-seen', times: 1 })
    await expect.poll(async () => (await run.issuing.open())[0]?.looking).toBe(true)
    run.clock.advance(apartMs)
    await expect.poll(times).toMatchObject({ kind: 'not-seen', times: 2 })
    await expect.poll(async () => (await run.issuing.open())[0]?.looking).toBe(false)
    expect(run.clock.pending()).toBe(0)
  })

  it('is shown with every other that it may be, and none of them is touched unasked', async () => {
    const run = await forgetfulRun(services)
    const intent = await loseCreationOf(run, scope, 'one of two')
    const other = await service.createKey('preview', { name: 'one of two' })
    const found = await run.issuing.look({ intent })
    const keys = found?.finding?.kind === 'made' ? found.finding.keys.map(({ id }) => id) : []
    expect(keys.toSorted()).toEqual((await named('one of two')).toSorted())
    expect(await run.issuing.abandon({ intent }).catch(infoOf)).toMatchObject({
      ...{ code: 'outcome-unknown', repeatable: false },
    })
    expect(await run.issuing.abandon({ intent, key: 'key_of_nobody' }).catch(infoOf)).toEqual({
      ...{ code: 'not-found', what: 'key' },
    })
    expect(await named('one of two')).toHaveLength(2)
    const mine = keys.find(id => id !== other.key.id) ?? ''
    await run.issuing.abandon({ intent, key: mine })
    expect(await named('one of two')).toEqual([other.key.id])
    expect(await run.issuing.open()).toMatchObject([
      { finding: { kind: 'made', keys: [{ id: other.key.id }] } },
    ])
  })

  it('leaves a key alone that somebody uses', async () => {
    const run = await forgetfulRun(services)
    const intent = await loseCreationOf(run, scope, 'used', loseRequests)
    const { key, secret } = await service.createKey('preview', { name: 'used' })
    expect((await run.issuing.look({ intent }))?.finding).toMatchObject({ kind: 'made' })
    expect(await verdictAt(service, secret)).toBe('VALID')
    const path = `/v1/environments/preview/keys/${key.id}`
    const used = { body: { lastUsedAt: expect.any(String) } }
    await expect
      .poll(() => service.ask('GET', path, service.tokens.preview), { timeout: 10_000 })
      .toMatchObject(used)
    expect(await run.issuing.abandon({ intent, key: key.id }).catch(infoOf)).toEqual({
      code: 'changed-elsewhere',
    })
    expect(await named('used')).toEqual([key.id])
    expect(await run.issuing.open()).toHaveLength(1)
    // What is known of it by now makes it no more ours.
    expect((await run.issuing.look({ intent }))?.finding).toMatchObject({
      keys: [{ id: key.id, lastUsedAt: expect.any(Number) }],
    })
    expect(await run.issuing.abandon({ intent, key: key.id }).catch(infoOf)).toEqual({
      code: 'changed-elsewhere',
    })
    expect(await named('used')).toEqual([key.id])
  })

  it('leaves a key alone to which somebody else gave another secret', async () => {
    const run = await forgetfulRun(services)
    const intent = await loseCreationOf(run, scope, 'taken over', loseRequests)
    const { key } = await service.createKey('preview', { name: 'taken over' })
    expect((await run.issuing.look({ intent }))?.finding).toMatchObject({ kind: 'made' })
    const path = `/v1/environments/preview/keys/${key.id}/rotate`
    const { status } = await service.ask('POST', path, service.tokens.preview, {
      overlapSeconds: 0,
    })
    expect(status).toBe(200)
    expect(await run.issuing.look({ intent })).toBeNull()
    expect(await run.issuing.abandon({ intent, key: key.id }).catch(infoOf)).toMatchObject({
      code: 'not-found',
    })
    expect(await named('taken over')).toEqual([key.id])
  })

  it('proves nothing by its absence from a list that is cut off', async () => {
    const { list } = claviger.operations
    const cutOff: typeof list = async (...input) => ({ ...(await list(...input)), truncated: true })
    const change = { operations: { ...claviger.operations, list: cutOff } }
    const run = await forgetfulRun(services, { change })
    const intent = await loseCreationOf(run, scope, 'beyond', loseRequests)
    for (const _ of [1, 2]) {
      run.clock.advance(apartMs)
      expect((await run.issuing.look({ intent }))?.finding).toMatchObject({ cause: 'cut-off' })
    }
  })

  it('is not looked for for ever where a list that was whole is cut off later', async () => {
    const { list } = claviger.operations
    let truncated = false
    const cutOff: typeof list = async (...input) => ({ ...(await list(...input)), truncated })
    const change = { operations: { ...claviger.operations, list: cutOff } }
    const run = await forgetfulRun(services, { change })
    const intent = await loseCreationOf(run, scope, 'filled up', loseRequests)
    expect(await run.issuing.look({ intent })).toMatchObject({ looking: true })
    truncated = true
    run.clock.advance(apartMs)
    await expect.poll(async () => (await run.issuing.open())[0]?.looking).toBe(false)
    expect(await run.issuing.open()).toMatchObject([{ finding: { kind: 'not-seen', times: 1 } }])
  })

  it('is for a person to look for, where the caller may make keys and not list them', async () => {
    const refused = async () => {
      throw new AppError({ code: 'forbidden', permission: null, environment: null })
    }
    const change = { operations: { ...claviger.operations, list: refused } }
    const run = await forgetfulRun(services, { change })
    const intent = await loseCreationOf(run, scope, 'unlisted')
    expect(await run.issuing.look({ intent }).catch(infoOf)).toMatchObject({ code: 'forbidden' })
    expect(await run.issuing.open()).toMatchObject([{ finding: null, looking: false }])
    await run.issuing.dismiss({ intent })
    expect(await run.issuing.open()).toEqual([])
  })

  it('is not said to be absent by a read that broke off; it is looked for again by itself', async () => {
    const run = await forgetfulRun(services)
    const intent = await loseCreationOf(run, scope, 'broken off')
    const lost = async () => {
      throw new AppError({ code: 'interrupted' })
    }
    run.network.meet(() => lost)
    expect(await run.issuing.look({ intent }).catch(infoOf)).toEqual({ code: 'interrupted' })
    run.network.meet(null)
    expect(await run.issuing.open()).toMatchObject([{ finding: null, looking: true }])
    run.clock.advance(5_000)
    const finding = async () => (await run.issuing.open())[0]?.finding
    await expect.poll(finding).toMatchObject({ kind: 'made' })
  })

  it('is asked for no sooner than its service said, whichever other is reached meanwhile', async () => {
    const run = await forgetfulRun(services)
    const intent = await loseCreationOf(run, scope, 'slowly')
    await run.issuing.open()
    const retryAfterMs = 600_000
    run.network.meet(() => async () => {
      throw new AppError({ code: 'rate-limited', retryAfterMs })
    })
    expect(await run.issuing.look({ intent }).catch(infoOf)).toMatchObject({ code: 'rate-limited' })
    run.network.meet(null)
    const production = { ...scope, environment: 'production' } as const
    const asked = () => run.network.sent.filter(line => line.includes('/preview/')).length
    const sent = asked()
    run.issuing.reach(production)
    run.clock.advance(retryAfterMs - 1)
    // Would it be asked for, it would be by then.
    await run.sync.refresh(production)
    expect(await run.issuing.open()).toMatchObject([{ finding: null, looking: true }])
    expect(asked()).toBe(sent)
    run.clock.advance(1)
    const finding = async () => (await run.issuing.open())[0]?.finding
    await expect.poll(finding).toMatchObject({ kind: 'made' })
  })

  it('is looked for through another connection to its service, when its own was removed', async () => {
    const run = await forgetfulRun(services)
    const intent = await loseCreationOf(run, scope, 'reconnected')
    expect(await run.issuing.open()).toMatchObject([{ looking: true }])
    await run.connections.remove({ id: scope.connection })
    run.clock.advance(5_000)
    await expect.poll(async () => (await run.issuing.open())[0]?.looking).toBe(false)
    const { connection } = await connectTo(run, service)
    expect(await run.issuing.open()).toMatchObject([{ connection: connection.id, looking: true }])
    run.clock.advance(5_000)
    await expect
      .poll(async () => (await run.store.intents.get(intent))?.finding)
      .toMatchObject({
        kind: 'made',
      })
  })

  it('says nothing of another service that has come to its address', async () => {
    const run = await forgetfulRun(services)
    const intent = await loseCreationOf(run, scope, 'moved')
    const [lost] = await run.store.intents.open()
    if (lost) await run.store.intents.put({ ...lost, service: 'https://elsewhere.example' })
    expect(await run.issuing.look({ intent }).catch(infoOf)).toMatchObject({ code: 'not-found' })
    expect(await run.issuing.open()).toMatchObject([{ finding: null, undo: null, looking: false }])
  })

  it('is looked for in its turn: of one list there is one read at a time', async () => {
    const run = await forgetfulRun(services)
    const intents = [
      await loseCreationOf(run, scope, 'one'),
      await loseCreationOf(run, scope, 'another'),
      await loseCreationOf(run, scope, 'a third', loseRequests),
    ]
    let [now, most] = [0, 0]
    run.network.meet(next => async request => {
      now += 1
      most = Math.max(most, now)
      return next(request).finally(() => {
        now -= 1
      })
    })
    const looks = await Promise.all(intents.map(intent => run.issuing.look({ intent })))
    expect(looks.map(look => look?.finding?.kind)).toEqual(['made', 'made', 'not-seen'])
    expect(most).toBe(1)
  })
})
