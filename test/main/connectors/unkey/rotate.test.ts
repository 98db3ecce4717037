import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Secret } from '../../../../src/main/base/secret.ts'
import type { Http } from '../../../../src/main/connectors/connector.ts'
import { unkey } from '../../../../src/main/connectors/unkey/index.ts'
import { infoOf } from '../../../../src/shared/error.ts'
import { connecting } from '../connect.ts'
import { apis, permissionsFor, rootKeys, startTwoApis } from './harness.ts'
import type { StandIn } from './stand-in.ts'

const { create, rotate, check } = unkey.operations
if (!create || !rotate || !check) throw new Error('It has them')
const { get } = unkey.operations

const connect = connecting(unkey)
const wide = 'unkey_wide'

let service: StandIn
beforeEach(async () => {
  const permissions = permissionsFor(apis.preview).filter(one => !one.endsWith('update_key'))
  service = await startTwoApis({
    [wide]: { permissions: permissionsFor('*') },
    unkey_no_update: { permissions },
  })
})
afterEach(() => service.stop())

const open = (credential: string = rootKeys.preview): Http =>
  connect(service.url, credential, { api: apis.preview })

const draft = (expiresAt: number | null = null) => ({
  ...{ name: 'billing', description: null, expiresAt },
})
const inHours = (hours: number) => Date.now() + hours * 3_600_000
const verdictOf = async (key: Secret) => (await check(open(), key)).verdict

describe('a rotation', () => {
  it('makes a new key with the expiry of the old, which ends with the overlap', async () => {
    const old = await create(open(), draft(inHours(200)), 'i')
    const made = await rotate(open(), old.key, 3600, 'r')
    expect(made.key.id).not.toBe(old.key.id)
    expect(made.key).toMatchObject({ name: 'billing', expiresAt: old.key.expiresAt })
    const ends = (await get(open(), old.key.id)).expiresAt ?? 0
    expect(ends - inHours(1)).toBeLessThanOrEqual(60_000)
    expect([await verdictOf(old.secret), await verdictOf(made.secret)]).toEqual(['valid', 'valid'])
  })

  it('ends the old key at once without overlap', async () => {
    const old = await create(open(), draft(), 'i')
    const made = await rotate(open(), old.key, 0, 'r')
    expect([await verdictOf(old.secret), await verdictOf(made.secret)]).toEqual([
      'expired',
      'valid',
    ])
  })

  it('gives the new key the expiry that the service lost', async () => {
    const old = await create(open(), draft(inHours(200)), 'i')
    service.misbehave({ losesExpiry: true })
    const made = await rotate(open(), old.key, 0, 'r')
    expect(made.key.expiresAt).toBe(old.key.expiresAt)
    expect((await get(open(), made.key.id)).expiresAt).toBe(old.key.expiresAt)
  })

  it('shows that the expiry is lost where it may not be given back', async () => {
    const old = await create(open(), draft(inHours(200)), 'i')
    service.misbehave({ losesExpiry: true })
    const made = await rotate(open('unkey_no_update'), old.key, 0, 'r')
    expect(made.key.expiresAt).toBeNull()
    expect(await verdictOf(made.secret)).toBe('valid')
  })

  it('does not prolong the life of a key that ends before the overlap', async () => {
    const old = await create(open(), draft(inHours(2)), 'i')
    await rotate(open(), old.key, 30 * 86_400, 'r')
    const ends = (await get(open(), old.key.id)).expiresAt ?? 0
    expect(ends - (old.key.expiresAt ?? 0)).toBeLessThanOrEqual(120_000)
  })

  it('is refused for an expired key, whose successor would be born dead', async () => {
    const { keyId } = service.plant({ apiId: apis.preview, expires: inHours(-1) })
    const failure = { code: 'conflict', cause: 'key-expired' }
    expect(await rotate(open(), { id: keyId, version: null }, 0, 'r').catch(infoOf)).toEqual(
      failure,
    )
    expect(service.keys()).toHaveLength(1)
  })

  it('deletes a successor that lands in the other API, and the old key lives on', async () => {
    const old = await create(open(), draft(inHours(200)), 'i')
    service.misbehave({ landsIn: apis.production })
    const failure = await rotate(open(wide), old.key, 0, 'r').catch(infoOf)
    expect(failure).toMatchObject({ code: 'misplaced', undone: true })
    expect(service.keys()).toMatchObject([{ keyId: old.key.id, expires: old.key.expiresAt }])
    expect(await verdictOf(old.secret)).toBe('valid')
  })

  it('hands its secret over although no list shows the new key, for the old one is ending', async () => {
    for (let made = 0; made < 120; made++) service.plant({ apiId: apis.preview })
    const { keyId } = service.plant({ apiId: apis.preview, name: 'billing' })
    service.misbehave({ cursorPrefix: 'after:', losesCursor: true })
    const made = await rotate(open(), { id: keyId, version: null }, 0, 'r')
    expect(made.key).toMatchObject({ name: 'billing', state: 'active', expiresAt: null })
    service.misbehave({})
    expect(await verdictOf(made.secret)).toBe('valid')
  })
})
