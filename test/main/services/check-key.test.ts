import { describe, expect, it } from 'vitest'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { infoOf } from '../../../src/shared/error.ts'
import { beforeEachConnected, makeKey, type Services } from './set-up.ts'

let services: Services
let preview: Scope
let production: Scope
beforeEachConnected(at => {
  ;({ services, preview, production } = at)
})

describe('checking the key on the clipboard', () => {
  const check = (text: string, scope = preview) => {
    services.clipboard.replace(text)
    return services.keys.check(scope).catch(infoOf)
  }

  it('says what the service says to it, and whose it is', async () => {
    const { secret, change } = await makeKey(services, preview)
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

  it.each([
    [422, 'fields-invalid', { code: 'refused', status: 422, detail: null }],
    [403, 'permission-missing', { code: 'forbidden', permission: null, environment: null }],
    [403, 'plan-required', { code: 'plan-required', effect: null }],
  ])('repeats the key nowhere, whatever the service answers: %d %s', async (status, type, said) => {
    const key = 'clv_preview_canary'
    const headers = { 'content-type': 'application/problem+json' }
    const body = JSON.stringify({ type, detail: `Not a key: ${key}`, permission: key, effect: key })
    services.network.meet(() => async () => ({ status, headers, body }))
    expect(await check(key)).toEqual(said)
    expect(JSON.stringify([services.events, services.logged])).not.toContain('canary')
  })
})
