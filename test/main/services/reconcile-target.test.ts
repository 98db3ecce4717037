import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { claviger } from '../../../src/main/connectors/claviger/index.ts'
import { apartMs } from '../../../src/main/services/reconcile-rules.ts'
import type { KeyRecord, Scope } from '../../../src/shared/domain/key.ts'
import { infoOf } from '../../../src/shared/error.ts'
import type { KeyService } from '../../../tools/key-service.ts'
import { forgetfulRun, lose, loseRequests, posts, type Run } from './forgetful.ts'
import {
  beforeEachConnected,
  changeOf,
  makeKey,
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

const foundBy = async (run: Run, intent: string): Promise<readonly KeyRecord[]> => {
  const found = await run.issuing.look({ intent })
  return found?.finding?.kind === 'made' ? found.finding.keys : []
}

describe('at a service that repeats no answer, a rotation whose answer was lost', () => {
  const loseRotation = async (run: Run, overlapSeconds = 0, between?: typeof loseRequests) => {
    const made = await makeKey(run, scope, 'checkout')
    const wish = { ...rotationOf(made.change), overlapSeconds }
    const intent = await lose(run, () => run.issuing.rotate(wish), between)
    const sent = posts(run).filter(line => line.endsWith('/rotate'))
    expect(sent).toHaveLength(1)
    return { ...made, intent }
  }

  it('is seen by its other mark; which secret lives is shown', async () => {
    const run = await forgetfulRun(services)
    const { intent, target, secret } = await loseRotation(run)
    expect(await run.issuing.open()).toMatchObject([{ repeatable: false, undo: null }])
    const before = (await run.store.intents.get(intent))?.known?.target?.mask
    const [now] = await foundBy(run, intent)
    expect(now).toMatchObject({ id: target.key, previousUntil: null, state: 'active' })
    expect(now?.mask).not.toBe(before)
    expect(await verdictAt(service, secret)).not.toBe('VALID')
  })

  it('shows until when the secret before is accepted beside it', async () => {
    const run = await forgetfulRun(services)
    const { intent, secret } = await loseRotation(run, 3600)
    const [now] = await foundBy(run, intent)
    expect(now?.previousUntil).toBeGreaterThan(Date.now())
    expect(await verdictAt(service, secret)).toBe('VALID')
  })

  it('is cleaned up by another rotation: its card goes, and nothing is left of the lost secret', async () => {
    const run = await forgetfulRun(services)
    const { intent, target } = await loseRotation(run)
    await foundBy(run, intent)
    const again = rotationOf(await changeOf(run, scope, target.key))
    const reveal = await run.issuing.rotate(again)
    await expect.poll(() => run.issuing.open()).toEqual([])
    expect(await verdictAt(service, await secretOf(run, reveal))).toBe('VALID')
    expect((await run.store.intents.get(intent))?.state).toBe('abandoned')
  })

  it('is not taken for the next one, also when nobody looked in between', async () => {
    const run = await forgetfulRun(services)
    const { intent, target } = await loseRotation(run)
    await run.sync.refresh(scope)
    const reveal = await run.issuing.rotate(rotationOf(await changeOf(run, scope, target.key)))
    expect(reveal.key).toBe(target.key)
    expect(await run.issuing.look({ intent })).toBeNull()
  })

  it('was probably not made where the mark is as it was, and the secret before lives', async () => {
    const run = await forgetfulRun(services)
    const { intent, secret } = await loseRotation(run, 0, loseRequests)
    expect((await run.issuing.look({ intent }))?.finding).toMatchObject({ times: 1 })
    run.clock.advance(apartMs)
    expect((await run.issuing.look({ intent }))?.finding).toMatchObject({ times: 2 })
    expect(await verdictAt(service, secret)).toBe('VALID')
    expect(await run.issuing.abandon({ intent }).catch(infoOf)).toMatchObject({
      code: 'unsupported',
    })
    expect(await run.issuing.open()).toHaveLength(1)
  })

  it('cannot be told where the service shows no marks', async () => {
    const unmarked = async (key: Promise<KeyRecord>) => ({ ...(await key), mask: null })
    const { get, rotate, create } = claviger.operations
    const operations = {
      ...claviger.operations,
      get: (...input: Parameters<typeof get>) => unmarked(get(...input)),
      create: async (...input: Parameters<NonNullable<typeof create>>) => {
        const made = await create?.(...input)
        if (!made) throw new Error('It makes no keys')
        return { ...made, key: { ...made.key, mask: null } }
      },
      ...(rotate && { rotate }),
    }
    const run = await forgetfulRun(services, { change: { operations } })
    const { intent } = await loseRotation(run)
    expect((await run.issuing.look({ intent }))?.finding).toMatchObject({ cause: 'no-mark' })
  })
})

describe('at a service that repeats no answer, a generation whose answer was lost', () => {
  const loseGeneration = async (run: Run, name: string, between?: typeof loseRequests) => {
    const draft = { name, description: null }
    const wish = { ...scope, intent: randomUUID(), draft }
    const { id: key, version } = await run.keys.createSystem(wish)
    const generation = { ...scope, key, version, intent: randomUUID() }
    const intent = await lose(run, () => run.issuing.generate(generation), between)
    return { key, intent }
  }

  it('is seen by the system’s key, which is revoked with one act; then another can be had', async () => {
    const run = await forgetfulRun(services)
    const { key, intent } = await loseGeneration(run, 'crm')
    const [now] = await foundBy(run, intent)
    expect(now).toMatchObject({ id: key, state: 'active', mask: expect.any(String) })
    expect(await run.issuing.open()).toMatchObject([{ undo: 'revoke' }])
    await run.issuing.abandon({ intent, key })
    expect(await run.issuing.open()).toEqual([])
    const change = await changeOf(run, scope, key)
    const reveal = await run.issuing.generate({ ...change, intent: randomUUID() })
    expect(await verdictAt(service, await secretOf(run, reveal))).toBe('VALID')
  })

  it('was probably not made while the system has none', async () => {
    const run = await forgetfulRun(services)
    const { intent } = await loseGeneration(run, 'none', loseRequests)
    await run.issuing.look({ intent })
    run.clock.advance(apartMs)
    expect((await run.issuing.look({ intent }))?.finding).toMatchObject({ times: 2 })
  })

  it('is over when somebody deleted the system, and that is told once', async () => {
    const run = await forgetfulRun(services)
    const { key, intent } = await loseGeneration(run, 'deleted')
    await foundBy(run, intent)
    await service.deleteKey('preview', key)
    expect(await run.issuing.look({ intent })).toBeNull()
    await run.sync.refresh(scope)
    const lines = await run.store.activity.list(null, 20)
    expect(lines.filter(line => line.kind === 'vanished')).toHaveLength(1)
  })
})
