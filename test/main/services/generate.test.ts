import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { infoOf } from '../../../src/shared/error.ts'
import type { KeyService } from '../../../tools/key-service.ts'
import {
  beforeEachConnected,
  changeOf,
  loseAnswers,
  nextRun,
  postKey,
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

const lastLine = async () => (await services.store.activity.list(null, 1))[0]
const makeSystem = async (name: string) => {
  const draft = { name, description: null }
  const { id: key, version } = await services.keys.createSystem({
    ...{ ...scope, intent: randomUUID(), draft },
  })
  return { target: { ...scope, key }, change: { ...scope, key, version, intent: randomUUID() } }
}

describe('generating the key of a system', () => {
  it('gives it one, which can be revoked and generated again', async () => {
    const { change, target } = await makeSystem('crm-integration')
    const reveal = await services.issuing.generate(change)
    expect(reveal).toMatchObject({ kind: 'generate', key: target.key, name: 'crm-integration' })
    const secret = await secretOf(services, reveal)
    const shown = { kind: 'system', state: 'active', mask: reveal.mask }
    expect(await rowOf(target.key)).toMatchObject(shown)
    expect(await verdictOf(secret)).toBe('VALID')
    const again = { ...(await changeOf(services, scope, target.key)), intent: randomUUID() }
    expect(await services.issuing.generate(again).catch(infoOf)).toEqual({
      ...{ code: 'conflict', cause: 'key-exists' },
    })
    const { version, state, mask } = await services.keys.revoke(again)
    expect([state, mask]).toEqual(['absent', null])
    expect(await verdictOf(secret)).not.toBe('VALID')
    expect(await services.keys.revoke({ ...target, version }).catch(infoOf)).toEqual({
      ...{ code: 'conflict', cause: 'no-key' },
    })
    const fresh = await secretOf(services, await services.issuing.generate({ ...again, version }))
    expect(await verdictOf(fresh)).toBe('VALID')
  })

  const loseGeneration = async (name: string) => {
    const made = await makeSystem(name)
    services.network.meet(loseAnswers(Number.POSITIVE_INFINITY))
    expect(await services.issuing.generate(made.change).catch(infoOf)).toMatchObject({
      code: 'outcome-unknown',
    })
    services.network.meet(null)
    return { ...made, intent: made.change.intent }
  }

  it('is had later when its answer was lost', async () => {
    const { intent, target } = await loseGeneration('had later')
    const next = await nextRun(services)
    const secret = await secretOf(next, await next.issuing.recover({ intent }))
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
    const secret = await secretOf(services, await services.issuing.generate(change))
    const next = await nextRun(services)
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
