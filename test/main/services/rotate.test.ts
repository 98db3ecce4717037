import { describe, expect, it } from 'vitest'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { AppError, infoOf } from '../../../src/shared/error.ts'
import { type KeyService, startKeyService } from '../../../tools/key-service.ts'
import {
  beforeEachConnected,
  connectTo,
  loseAnswers,
  makeKey,
  nextRun,
  postKey,
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

const verdictOf = (secret: string) => verdictAt(service, secret)
const rowOf = (key: string) => services.keys.get({ ...scope, key })
const asSomebodyElse = (what: string, body?: unknown) => postKey(service, what, body)

const sentTo = (verb: string) =>
  services.network.sent.filter(line => line.startsWith('POST') && line.endsWith(`/${verb}`))
const lastLine = async () => (await services.store.activity.list(null, 1))[0]

describe('rotating a key', () => {
  it('gives it another secret, beside which the one before is accepted for its time', async () => {
    const { secret, change, target } = await makeKey(services, scope, 'overlapping')
    const wish = { ...rotationOf(change), overlapSeconds: 3600, told: true }
    const reveal = await services.issuing.rotate(wish)
    expect(reveal).toMatchObject({ kind: 'rotate', key: target.key, name: 'overlapping' })
    expect(await lastLine()).toMatchObject({ kind: 'rotated', keyName: 'overlapping' })
    const fresh = await secretOf(services, reveal)
    expect(fresh).not.toBe(secret)
    expect([await verdictOf(fresh), await verdictOf(secret)]).toEqual(['VALID', 'VALID'])
    expect((await rowOf(target.key))?.previousUntil).toBeGreaterThan(services.clock.now())
    expect(await services.handOffs.open()).toMatchObject([{ ...target, done: ['tell', 'rotate'] }])
  })

  it('ends the secret before at once when nothing else was chosen', async () => {
    const { secret, change } = await makeKey(services, scope, 'at once')
    const fresh = await secretOf(services, await services.issuing.rotate(rotationOf(change)))
    expect([await verdictOf(fresh), await verdictOf(secret)]).toEqual(['VALID', 'REPLACED'])
  })

  it('asks again with the same intent when an answer is lost: one rotation', async () => {
    const { change } = await makeKey(services, scope, 'lost twice')
    services.network.meet(loseAnswers(2))
    const wish = rotationOf(change)
    const [reveal, other] = await Promise.all([
      services.issuing.rotate(wish),
      services.issuing.rotate(wish),
    ])
    expect(other).toEqual(reveal)
    expect(sentTo('rotate')).toHaveLength(3)
    expect(await verdictOf(await secretOf(services, reveal))).toBe('VALID')
    const { entries } = await services.audit.page({ ...scope, cursor: null })
    const rotations = entries.filter(({ key, action }) => key === change.key && action === 'rotate')
    expect(rotations).toHaveLength(1)
  })

  it('reaches its owner also when the disk is full', async () => {
    const { change } = await makeKey(services, scope, 'full')
    const full = async () => {
      throw new AppError({ code: 'store', cause: 'full' })
    }
    const { store } = services
    const filled = await nextRun(services, { ...store, handOffs: { ...store.handOffs, put: full } })
    const reveal = await filled.issuing.rotate({ ...rotationOf(change), told: true })
    expect(await verdictOf(await secretOf(filled, reveal))).toBe('VALID')
    expect(filled.logged).toContain('issue-not-recorded')
  })

  it('is refused of a revoked key, and leaves nothing open', async () => {
    const { change } = await makeKey(services, scope, 'revoked')
    const { version } = await services.keys.revoke(change)
    expect(await services.issuing.rotate(rotationOf({ ...change, version })).catch(infoOf)).toEqual(
      { code: 'conflict', cause: 'key-revoked' },
    )
    expect(await services.store.intents.open()).toEqual([])
    expect(await services.handOffs.open()).toEqual([])
  })

  it('overwrites nothing that somebody changed, also between two tries', async () => {
    const { secret, change } = await makeKey(services, scope, 'changed between')
    const wish = rotationOf(change)
    services.network.meet(() => async request => {
      services.network.meet(null)
      expect(request.url).toMatch(/profile$/)
      services.network.meet(next => async rotate => {
        if (rotate.method !== 'POST') return next(rotate)
        services.network.meet(null)
        await asSomebodyElse(`${change.key}/suspend`)
        await asSomebodyElse(`${change.key}/resume`)
        throw new AppError({ code: 'interrupted' })
      })
      throw new AppError({ code: 'unreachable', cause: 'network', host: 'x' })
    })
    await services.issuing.rotate(wish).catch(infoOf)
    expect(await services.issuing.rotate(wish).catch(infoOf)).toEqual({ code: 'changed-elsewhere' })
    expect(sentTo('rotate')).toHaveLength(2)
    expect(await verdictOf(secret)).toBe('VALID')
    expect(await services.issuing.open()).toEqual([])
  })
})

describe('a rotation whose answer never came', () => {
  const loseRotation = async (name: string) => {
    const made = await makeKey(services, scope, name)
    const wish = rotationOf(made.change)
    services.network.meet(loseAnswers(Number.POSITIVE_INFINITY))
    expect(await services.issuing.rotate(wish).catch(infoOf)).toEqual({
      ...{ code: 'outcome-unknown', intent: wish.intent, repeatable: true },
    })
    services.network.meet(null)
    expect(await verdictOf(made.secret)).toBe('REPLACED')
    return { ...made, wish, intent: wish.intent }
  }

  it('can be had by another run: the secret that was made then', async () => {
    const { intent, target } = await loseRotation('recovered')
    const before = await service.ask(
      'GET',
      `/v1/environments/preview/keys/${target.key}`,
      service.tokens.preview,
    )
    const next = await nextRun(services)
    expect(await next.issuing.open()).toMatchObject([
      { id: intent, kind: 'rotate', name: 'recovered', target: target.key, overlapSeconds: 0 },
    ])
    const reveal = await next.issuing.recover({ intent })
    expect(await verdictOf(await secretOf(next, reveal))).toBe('VALID')
    expect(await rowOf(target.key)).toMatchObject({ version: Object(before.body).etag })
    expect(await next.handOffs.open()).toMatchObject([{ ...target, done: ['rotate'] }])
  })

  it('goes on with its hand-off when its secret is had a second time', async () => {
    const { change, target } = await makeKey(services, scope, 'handed on')
    const wish = { ...rotationOf(change), told: true }
    await services.issuing.rotate(wish)
    services.clock.advance(1000)
    await services.handOffs.mark({ ...target, step: 'deliver', done: true })
    const marked = await services.handOffs.open()
    const next = await nextRun(services)
    await next.issuing.recover({ intent: wish.intent })
    expect(await next.handOffs.open()).toEqual(marked)
  })

  it('stays open while the plan does not include it any longer, and is had when it does again', async () => {
    const paid = await startKeyService('api-access')
    try {
      const { preview } = await connectTo(services, paid)
      const { change, secret } = await makeKey(services, preview, 'downgraded')
      const wish = rotationOf(change)
      services.network.meet(next => async request => {
        const response = await next(request)
        if (request.method !== 'POST') return response
        services.network.meet(null)
        await paid.setPlan('Starter')
        throw new AppError({ code: 'interrupted' })
      })
      expect(await services.issuing.rotate(wish).catch(infoOf)).toEqual({
        ...{ code: 'outcome-unknown', intent: wish.intent, repeatable: true },
      })
      expect(await services.issuing.recover(wish).catch(infoOf)).toEqual({
        ...{ code: 'plan-required', effect: 'rotate' },
      })
      expect(await services.issuing.open()).toMatchObject([{ id: wish.intent, state: 'sent' }])
      await paid.setPlan('Business')
      const fresh = await secretOf(services, await services.issuing.recover(wish))
      expect(await paid.verify('preview', fresh)).toMatchObject({ valid: true })
      expect(await paid.verify('preview', secret)).toMatchObject({ code: 'REPLACED' })
    } finally {
      await paid.remove()
    }
  })

  it('is not asked for again after the service forgot it: it would rotate a second time', async () => {
    const { intent } = await loseRotation('too old')
    services.clock.advance(30 * 86_400_000)
    services.network.sent.length = 0
    expect(await services.issuing.recover({ intent }).catch(infoOf)).toMatchObject({
      ...{ code: 'outcome-unknown', repeatable: false },
    })
    expect(services.network.sent).toEqual([])
  })

  it('has nothing to reveal when somebody rotated the key since', async () => {
    const { intent, target } = await loseRotation('rotated since')
    const theirs = await asSomebodyElse(`${target.key}/rotate`, { overlapSeconds: 0 })
    expect(await services.issuing.recover({ intent }).catch(infoOf)).toEqual({
      code: 'changed-elsewhere',
    })
    expect(services.reveals.pending()).toEqual([])
    expect(await services.issuing.open()).toEqual([])
    expect(await verdictOf(theirs)).toBe('VALID')
  })

  it('cannot be undone, and is closed by whoever knows what became of it', async () => {
    const { intent } = await loseRotation('not undone')
    services.network.sent.length = 0
    expect(await services.issuing.abandon({ intent }).catch(infoOf)).toEqual({
      ...{ code: 'unsupported', effect: 'rotate' },
    })
    expect(services.network.sent).toEqual([])
    expect(await services.issuing.open()).toMatchObject([{ id: intent }])
    await services.issuing.dismiss({ intent })
    expect(await services.issuing.open()).toEqual([])
  })
})
