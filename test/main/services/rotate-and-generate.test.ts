import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Transport } from '../../../src/main/base/transport.ts'
import type { KeyRow } from '../../../src/shared/contract/keys.ts'
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
let scope: Scope

beforeAll(async () => {
  service = await startKeyService()
})
afterAll(() => service.remove())
beforeEach(async () => {
  services = await startServices()
  scope = (await connectTo(services, service)).preview
})
afterEach(async () => {
  await services.stop()
  await removeFolder(services.folder)
})

const lost = () => {
  throw new AppError({ code: 'interrupted' })
}
/** The service gets the request; its answer is lost `times` times. */
const loseAnswers = (times: number) => {
  let left = times
  return (next: Transport): Transport =>
    async request => {
      const response = await next(request)
      return request.method === 'POST' && left-- > 0 ? lost() : response
    }
}
const verdictOf = async (secret: string) => {
  const said = await service.verify('preview', secret)
  return said instanceof Object && 'code' in said ? said.code : said
}
const secretOf = async (reveal: { readonly id: string }, of: Services | Run = services) =>
  (await of.reveals.show({ id: reveal.id })).secret
type Run = Awaited<ReturnType<typeof servicesOver>>

/** Another run of the application, over the same store. */
const nextRun = async (store = services.store): Promise<Run> => {
  const next = await servicesOver(store)
  await shareKeychain(services, next)
  return next
}
const rowOf = async (key: string): Promise<KeyRow> => {
  const row = await services.keys.get({ ...scope, key })
  if (!row) throw new Error('The key is not in the cache')
  return row
}
const asSomebodyElse = async (what: string, body?: unknown): Promise<string> => {
  const path = `/v1/environments/preview/keys/${what}`
  const answer = await service.ask('POST', path, service.tokens.preview, body)
  expect(answer.status).toBeLessThan(300)
  return answer.body instanceof Object && 'secret' in answer.body ? String(answer.body.secret) : ''
}

/** A key whose first secret is stored. */
const makeKey = async (name: string) => {
  const draft = { name, description: null, expiresAt: null }
  const reveal = await services.issuing.create({ ...scope, intent: randomUUID(), draft })
  const secret = await secretOf(reveal)
  await services.reveals.acknowledge({ id: reveal.id })
  const { id: key, version } = await rowOf(reveal.key)
  return { secret, target: { ...scope, key }, change: { ...scope, key, version } }
}
const makeSystem = async (name: string) => {
  const draft = { name, description: null }
  const { id: key, version } = await services.keys.createSystem({
    ...{ ...scope, intent: randomUUID(), draft },
  })
  return { target: { ...scope, key }, change: { ...scope, key, version, intent: randomUUID() } }
}
const rotationOf = (change: Scope & { readonly key: string; readonly version: string | null }) => ({
  ...{ ...change, intent: randomUUID(), overlapSeconds: 0, told: false },
})
const sentTo = (verb: string) =>
  services.network.sent.filter(line => line.startsWith('POST') && line.endsWith(`/${verb}`))
const lastLine = async () => (await services.store.activity.list(null, 1))[0]
const loseAll = () => services.network.meet(loseAnswers(Number.POSITIVE_INFINITY))

describe('rotating a key', () => {
  it('gives it another secret, beside which the one before is accepted for its time', async () => {
    const { secret, change, target } = await makeKey('overlapping')
    const wish = { ...rotationOf(change), overlapSeconds: 3600, told: true }
    const reveal = await services.issuing.rotate(wish)
    expect(reveal).toMatchObject({ kind: 'rotate', key: target.key, name: 'overlapping' })
    expect(await lastLine()).toMatchObject({ kind: 'rotated', keyName: 'overlapping' })
    const fresh = await secretOf(reveal)
    expect(fresh).not.toBe(secret)
    expect([await verdictOf(fresh), await verdictOf(secret)]).toEqual(['VALID', 'VALID'])
    expect((await rowOf(target.key)).previousUntil).toBeGreaterThan(services.clock.now())
    expect(await services.handOffs.open()).toMatchObject([{ ...target, done: ['tell', 'rotate'] }])
  })

  it('ends the secret before at once when nothing else was chosen', async () => {
    const { secret, change } = await makeKey('at once')
    const fresh = await secretOf(await services.issuing.rotate(rotationOf(change)))
    expect([await verdictOf(fresh), await verdictOf(secret)]).toEqual(['VALID', 'REPLACED'])
  })

  it('asks again with the same intent when an answer is lost: one rotation', async () => {
    const { change } = await makeKey('lost twice')
    services.network.meet(loseAnswers(2))
    const wish = rotationOf(change)
    const [reveal, other] = await Promise.all([
      services.issuing.rotate(wish),
      services.issuing.rotate(wish),
    ])
    expect(other).toEqual(reveal)
    expect(sentTo('rotate')).toHaveLength(3)
    expect(await verdictOf(await secretOf(reveal))).toBe('VALID')
    const { entries } = await services.audit.page({ ...scope, cursor: null })
    const rotations = entries.filter(({ key, action }) => key === change.key && action === 'rotate')
    expect(rotations).toHaveLength(1)
  })

  it('reaches its owner also when the disk is full', async () => {
    const { change } = await makeKey('full')
    const full = async () => {
      throw new AppError({ code: 'store', cause: 'full' })
    }
    const { store } = services
    const filled = await nextRun({ ...store, handOffs: { ...store.handOffs, put: full } })
    const reveal = await filled.issuing.rotate({ ...rotationOf(change), told: true })
    expect(await verdictOf(await secretOf(reveal, filled))).toBe('VALID')
    expect(filled.logged).toContain('issue-not-recorded')
  })

  it('is refused of a revoked key, and leaves nothing open', async () => {
    const { change } = await makeKey('revoked')
    const { version } = await services.keys.revoke(change)
    expect(await services.issuing.rotate(rotationOf({ ...change, version })).catch(infoOf)).toEqual(
      { code: 'conflict', cause: 'key-revoked' },
    )
    expect(await services.store.intents.open()).toEqual([])
    expect(await services.handOffs.open()).toEqual([])
  })

  it('overwrites nothing that somebody changed, also between two tries', async () => {
    const { secret, change } = await makeKey('changed between')
    const wish = rotationOf(change)
    services.network.meet(() => async request => {
      services.network.meet(null)
      expect(request.url).toMatch(/profile$/)
      services.network.meet(next => async rotate => {
        if (rotate.method !== 'POST') return next(rotate)
        services.network.meet(null)
        await asSomebodyElse(`${change.key}/suspend`)
        await asSomebodyElse(`${change.key}/resume`)
        return lost()
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
    const made = await makeKey(name)
    const wish = rotationOf(made.change)
    loseAll()
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
    const next = await nextRun()
    expect(await next.issuing.open()).toMatchObject([
      { id: intent, kind: 'rotate', name: 'recovered', target: target.key, overlapSeconds: 0 },
    ])
    const reveal = await next.issuing.recover({ intent })
    expect(await verdictOf(await secretOf(reveal, next))).toBe('VALID')
    expect(await rowOf(target.key)).toMatchObject({ version: Object(before.body).etag })
    expect(await next.handOffs.open()).toMatchObject([{ ...target, done: ['rotate'] }])
  })

  it('goes on with its hand-off when its secret is had a second time', async () => {
    const { change, target } = await makeKey('handed on')
    const wish = { ...rotationOf(change), told: true }
    await services.issuing.rotate(wish)
    services.clock.advance(1000)
    await services.handOffs.mark({ ...target, step: 'deliver', done: true })
    const marked = await services.handOffs.open()
    const next = await nextRun()
    await next.issuing.recover({ intent: wish.intent })
    expect(await next.handOffs.open()).toEqual(marked)
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

describe('handing a new secret over', () => {
  const rotated = async (name: string) => {
    const made = await makeKey(name)
    await services.issuing.rotate(rotationOf(made.change))
    const mark = (step: 'tell' | 'deliver' | 'confirm' | 'rotate', done = true) =>
      services.handOffs.mark({ ...made.target, step, done })
    return { ...made, mark }
  }

  it('ends with its last step, whichever that is', async () => {
    const { mark, target } = await rotated('handed over')
    await Promise.all([mark('confirm'), mark('deliver')])
    await mark('confirm', false)
    expect(await services.handOffs.open()).toMatchObject([
      { ...target, done: ['rotate', 'deliver'] },
    ])
    await Promise.all([mark('confirm'), mark('tell')])
    expect(await services.handOffs.open()).toEqual([])
    expect(await lastLine()).toMatchObject({ kind: 'handed-over', keyName: 'handed over' })
    await mark('deliver')
    expect(await services.handOffs.open()).toEqual([])
  })

  it('begins anew with the next rotation', async () => {
    const { mark, target } = await rotated('twice')
    await mark('deliver')
    services.clock.advance(1000)
    const { version } = await rowOf(target.key)
    await services.issuing.rotate(rotationOf({ ...target, version }))
    expect(await services.handOffs.open()).toMatchObject([{ ...target, done: ['rotate'] }])
  })

  it.each(['revoke', 'delete'] as const)(
    'ends when there is nothing to hand over: %s',
    async act => {
      const { target } = await rotated(act)
      const { version } = await rowOf(target.key)
      await services.keys[act]({ ...target, version })
      expect(await services.handOffs.open()).toEqual([])
    },
  )
})

describe('generating the key of a system', () => {
  it('gives it one, which can be revoked and generated again', async () => {
    const { change, target } = await makeSystem('crm-integration')
    const reveal = await services.issuing.generate(change)
    expect(reveal).toMatchObject({ kind: 'generate', key: target.key, name: 'crm-integration' })
    const secret = await secretOf(reveal)
    const row = await rowOf(target.key)
    expect(row).toMatchObject({ kind: 'system', state: 'active', mask: reveal.mask })
    expect(await verdictOf(secret)).toBe('VALID')
    const again = { ...target, version: row.version, intent: randomUUID() }
    expect(await services.issuing.generate(again).catch(infoOf)).toEqual({
      ...{ code: 'conflict', cause: 'key-exists' },
    })
    const { version, state, mask } = await services.keys.revoke(again)
    expect([state, mask]).toEqual(['absent', null])
    expect(await verdictOf(secret)).not.toBe('VALID')
    expect(await services.keys.revoke({ ...target, version }).catch(infoOf)).toEqual({
      ...{ code: 'conflict', cause: 'no-key' },
    })
    const fresh = await secretOf(await services.issuing.generate({ ...again, version }))
    expect(await verdictOf(fresh)).toBe('VALID')
  })

  const loseGeneration = async (name: string) => {
    const made = await makeSystem(name)
    loseAll()
    expect(await services.issuing.generate(made.change).catch(infoOf)).toMatchObject({
      code: 'outcome-unknown',
    })
    services.network.meet(null)
    return { ...made, intent: made.change.intent }
  }

  it('is had later when its answer was lost', async () => {
    const { intent, target } = await loseGeneration('had later')
    const next = await nextRun()
    const secret = await secretOf(await next.issuing.recover({ intent }), next)
    expect(await verdictOf(secret)).toBe('VALID')
    expect(await rowOf(target.key)).toMatchObject({ state: 'active' })
  })

  it('is undone by leaving the system without a key again', async () => {
    const { intent, target } = await loseGeneration('undone')
    await services.issuing.abandon({ intent })
    expect(await rowOf(target.key)).toMatchObject({ state: 'absent', mask: null })
    expect(await lastLine()).toMatchObject({ kind: 'revoked', keyName: 'undone' })
    expect(await services.issuing.open()).toEqual([])
  })

  it('is undone also by a run that knows its mask alone', async () => {
    const { change, target } = await makeSystem('known by its mask')
    const secret = await secretOf(await services.issuing.generate(change))
    const next = await nextRun()
    await next.issuing.abandon({ intent: change.intent })
    expect(await rowOf(target.key)).toMatchObject({ state: 'absent' })
    expect(await verdictOf(secret)).not.toBe('VALID')
  })

  it('leaves a key alone that somebody else gave the system since', async () => {
    const { intent, target } = await loseGeneration('given since')
    await asSomebodyElse(`${target.key}/revoke`)
    const theirs = await asSomebodyElse(`${target.key}/generate`)
    await services.issuing.abandon({ intent })
    expect(await verdictOf(theirs)).toBe('VALID')
    expect(await services.issuing.open()).toEqual([])
  })

  it('is closed without a word when the system is gone', async () => {
    const { intent, target } = await loseGeneration('gone')
    const path = `/v1/environments/preview/keys/${target.key}`
    await service.ask('DELETE', path, service.tokens.preview)
    await services.issuing.abandon({ intent })
    expect(await services.issuing.open()).toEqual([])
  })
})
