import { describe, expect, it } from 'vitest'
import type { Connector, Operations } from '../../../src/main/connectors/connector.ts'
import { connectors } from '../../../src/main/connectors/index.ts'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { infoOf } from '../../../src/shared/error.ts'
import type { KeyService } from '../../../tools/key-service.ts'
import {
  beforeEachConnected,
  changeOf,
  failing,
  makeKey,
  postKey,
  type Services,
  servicesOver,
  shareKeychain,
} from './set-up.ts'

let service: KeyService
let services: Services
let preview: Scope
beforeEachConnected(at => {
  ;({ service, services, preview } = at)
})

type Run = Awaited<ReturnType<typeof servicesOver>>

const isConfirmed = (of: Pick<Run, 'proofs'>) =>
  expect.poll(async () => (await of.proofs.list()).at(-1)?.state).toBe('confirmed')

describe('with the key on the clipboard', () => {
  const [claviger] = connectors as readonly [Connector]
  /** The same service without that operation, and perhaps with another in its place. */
  const over = async (change: Partial<Operations>, dropped: readonly (keyof Operations)[]) => {
    const kept = Object.entries({ ...claviger.operations, ...change }).filter(
      ([name]) => !dropped.some(one => one === name),
    )
    // The demanded members are never among those that are dropped.
    const operations = Object.fromEntries(kept) as Operations
    const next = await servicesOver(services.store, undefined, services.clock, [
      { ...claviger, operations },
    ])
    await shareKeychain(services, next)
    return next
  }

  it('is asked by presenting it, without any word of it in what is told', async () => {
    const next = await over({}, ['probe'])
    const { secret, change } = await makeKey(next, preview)
    next.clipboard.replace(` ${secret}\n`)
    await next.keys.revoke({ ...change, withKey: true })
    // Something else may be copied meanwhile.
    next.clipboard.replace('something else')
    await isConfirmed(next)
    expect(next.network.sent.filter(line => line.endsWith('/verify'))).toHaveLength(2)
    const told = [next.events, next.logged, await next.proofs.list()]
    expect(JSON.stringify(told)).not.toContain(secret)
  })

  it.each([
    ['another key', () => makeKey(services, preview, 'another').then(({ secret }) => secret)],
    ['a key of nobody', async () => `clv_preview_${'0'.repeat(49)}`],
    ['what the list shows', async () => 'clv_preview_3bdf****fede'],
  ])('is refused before anything is sent when it is %s', async (_what, copied) => {
    const next = await over({}, ['probe'])
    const { change } = await makeKey(next, preview)
    next.clipboard.replace(await copied())
    next.network.sent.length = 0
    expect(await next.keys.revoke({ ...change, withKey: true }).catch(infoOf)).toEqual({
      code: 'other-key-on-clipboard',
    })
    expect(next.network.sent.every(line => line.endsWith('/verify'))).toBe(true)
    next.clipboard.replace('')
    expect(await next.keys.revoke({ ...change, withKey: true }).catch(infoOf)).toEqual({
      code: 'no-key-on-clipboard',
    })
    expect(await next.keys.get(change)).toMatchObject({ state: 'active' })
    expect(await next.proofs.list()).toEqual([])
  })

  it('is refused when it is the secret before a rotation, which says nothing of the one after', async () => {
    const next = await over({}, ['probe'])
    const { secret, change } = await makeKey(next, preview)
    await postKey(service, `${change.key}/rotate`, { overlapSeconds: 0 })
    await next.sync.refresh(preview)
    next.clipboard.replace(secret)
    const rotated = await changeOf(next, preview, change.key)
    const failure = await next.keys.revoke({ ...rotated, withKey: true }).catch(infoOf)
    expect(failure).toEqual({ code: 'other-key-on-clipboard' })
  })

  it('that cannot be checked keeps the change from being sent, and nobody waits for long', async () => {
    const next = await over({}, ['probe'])
    const { secret, change } = await makeKey(next, preview)
    next.clipboard.replace(secret)
    next.network.sent.length = 0
    next.network.meet(() => failing({ code: 'service-failed', status: 503 }))
    const revoke = () => next.keys.revoke({ ...change, withKey: true }).catch(infoOf)
    expect(await revoke()).toEqual({ code: 'key-not-checked' })
    next.network.meet(() => failing({ code: 'unauthorized', environment: 'preview' }))
    expect(await revoke()).toMatchObject({ code: 'unauthorized' })
    next.network.meet(() => () => new Promise(() => undefined))
    const hanging = revoke()
    await expect.poll(() => next.network.sent.length).toBe(3)
    next.clock.advance(5000)
    expect(await hanging).toEqual({ code: 'key-not-checked' })
    expect(next.network.sent.every(line => line.endsWith('/verify'))).toBe(true)
  })

  it('is known by its mask where the service does not say whose it is', async () => {
    const { check } = claviger.operations
    const nameless: Operations['check'] = async (http, key) => ({
      verdict: (await check?.(http, key))?.verdict ?? 'unknown',
      id: null,
    })
    const next = await over({ check: nameless }, ['probe'])
    const { secret, change } = await makeKey(next, preview)
    const other = await makeKey(next, preview, 'other')
    next.clipboard.replace(secret)
    const wrong = await next.keys.revoke({ ...other.change, withKey: true }).catch(infoOf)
    expect(wrong).toEqual({ code: 'other-key-on-clipboard' })
    await next.keys.suspend({ ...change, withKey: true })
    await isConfirmed(next)
    // Of one that is not taken any longer, a refusal proves nothing.
    const again = await changeOf(next, preview, change.key)
    expect(await next.keys.delete({ ...again, withKey: true }).catch(infoOf)).toEqual(wrong)
  })

  it('is not asked for where nobody said that it is there, and that is said', async () => {
    const next = await over({}, ['probe'])
    const { secret, change } = await makeKey(next, preview)
    next.clipboard.replace(secret)
    await next.keys.revoke(change)
    expect(await next.proofs.list()).toMatchObject([{ state: 'unproven', reason: 'no-key' }])
    expect(next.network.sent.filter(line => line.endsWith('/verify'))).toEqual([])
  })

  it('is of no use to a service that can tell nothing of keys, and that is said', async () => {
    const next = await over({}, ['probe', 'check'])
    const { change } = await makeKey(next, preview)
    await next.keys.revoke(change)
    expect(await next.proofs.list()).toMatchObject([{ state: 'unproven', reason: 'no-check' }])
    const lines = (await next.store.activity.list(null, 50)).map(({ kind }) => kind)
    expect(lines).not.toContain('not-confirmed')
  })
})
