import { expect, it } from 'vitest'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { infoOf } from '../../../src/shared/error.ts'
import { apis } from '../connectors/unkey/harness.ts'
import type { StandIn } from '../connectors/unkey/stand-in.ts'
import { beforeEachAtUnkey } from './at-unkey.ts'
import { changeOf, makeKey, rotationOf, type Services, secretOf } from './set-up.ts'

let service: StandIn
let services: Services
let scope: Scope
beforeEachAtUnkey(at => {
  service = at.service
  services = at.services
  scope = at.scope
})

/** Rotates a key whose service makes a second one for it. */
const rotateOne = async (overlapSeconds: number) => {
  const { change, target } = await makeKey(services, scope, 'checkout')
  await services.sync.refresh(scope)
  const wish = { ...rotationOf(change), overlapSeconds, told: true }
  return { target, reveal: await services.issuing.rotate(wish) }
}

it('keeps the key before in the list until it ends, and hands over the new one', async () => {
  const { target, reveal } = await rotateOne(3600)
  expect(reveal).toMatchObject({ before: target.key, beforeRead: true })
  expect(reveal.key).not.toBe(target.key)
  // Known without another read of the list.
  const hour = services.clock.now() + 3_600_000
  const old = await services.keys.get(target)
  expect((old?.expiresAt ?? 0) - hour).toBeLessThanOrEqual(120_000)
  expect(await services.keys.get({ ...scope, key: reveal.key })).toMatchObject({ expiresAt: null })
  expect(await services.handOffs.open()).toMatchObject([
    { ...scope, key: reveal.key, done: ['tell', 'rotate'] },
  ])
  expect(await secretOf(services, reveal)).toBeTruthy()
})

it('takes neither the new key nor the end of the one before for somebody else’s doing', async () => {
  await rotateOne(0)
  await services.sync.refresh(scope)
  const lines = await services.store.activity.list(null, 20)
  expect(lines.map(({ by, kind }) => `${by} ${kind}`)).not.toContainEqual(
    expect.stringMatching(/^elsewhere/),
  )
  expect(lines[0]).toMatchObject({ by: 'you', kind: 'rotated' })
})

it('ends the hand-off of a key that is rotated once more', async () => {
  const { reveal } = await rotateOne(3600)
  const change = await changeOf(services, scope, reveal.key)
  const again = await services.issuing.rotate(rotationOf(change))
  expect((await services.handOffs.open()).map(({ key }) => key)).toEqual([again.key])
})

it('has its new secret although the key before cannot be looked at', async () => {
  const { change } = await makeKey(services, scope, 'checkout')
  // Once its successor is there.
  services.network.meet(next => async request => {
    const isOld = request.url.endsWith('getKey') && request.body?.includes(change.key)
    if (!isOld || service.keys().length === 1) return next(request)
    return { status: 503, headers: {}, body: '' }
  })
  const reveal = await services.issuing.rotate(rotationOf(change))
  // Its end before the rotation is not its end.
  expect(reveal).toMatchObject({ before: change.key, beforeRead: false })
  expect(await secretOf(services, reveal)).toBeTruthy()
  expect(services.logged).toContain('replaced-key-not-read')
})

it('says of a successor that landed elsewhere where it is, and keeps the wish open', async () => {
  const { change } = await makeKey(services, scope, 'checkout')
  service.misbehave({ landsIn: apis.production })
  const failure = await services.issuing.rotate(rotationOf(change)).catch(infoOf)
  const made = service.keys().find(({ apiId }) => apiId === apis.production)
  expect(failure).toMatchObject({ code: 'misplaced', undone: false, key: made?.keyId })
  expect(await services.issuing.open()).toMatchObject([{ kind: 'rotate', target: change.key }])
})
