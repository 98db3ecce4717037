import { expect, it } from 'vitest'
import type { Transport } from '../../../src/main/base/transport.ts'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { AppError, infoOf } from '../../../src/shared/error.ts'
import { apis } from '../connectors/unkey/harness.ts'
import type { StandIn } from '../connectors/unkey/stand-in.ts'
import { beforeEachAtUnkey } from './at-unkey.ts'
import { changeOf, creationOf, makeKey, rotationOf, type Services } from './set-up.ts'

let service: StandIn
let services: Services
let scope: Scope
beforeEachAtUnkey(at => {
  service = at.service
  services = at.services
  scope = at.scope
})

const loseAnswerTo =
  (call: string) =>
  (next: Transport): Transport =>
  async request => {
    const response = await next(request)
    if (request.url.endsWith(call)) throw new AppError({ code: 'interrupted' })
    return response
  }

const idsOf = (name: string) =>
  service.keys().flatMap(key => (key.name === name ? [key.keyId] : []))

it('finds the key that came in the place of a rotated one, and tells until when that lives', async () => {
  const { change, target } = await makeKey(services, scope, 'checkout')
  services.network.meet(loseAnswerTo('keys.rerollKey'))
  const wish = { ...rotationOf(change), overlapSeconds: 3600 }
  expect(await services.issuing.rotate(wish).catch(infoOf)).toMatchObject({ repeatable: false })
  services.network.meet(null)
  const successor = idsOf('checkout').filter(id => id !== target.key)
  expect(successor).toHaveLength(1)
  expect((await services.issuing.look({ intent: wish.intent }))?.finding).toMatchObject({
    ...{ kind: 'made', keys: [{ id: successor[0] }] },
  })
  expect(services.network.sent.filter(line => line.endsWith('keys.rerollKey'))).toHaveLength(1)
})

it('is content when the key that came in its place was rotated once more', async () => {
  const { change, target } = await makeKey(services, scope, 'checkout')
  services.network.meet(loseAnswerTo('keys.rerollKey'))
  const wish = rotationOf(change)
  await services.issuing.rotate(wish).catch(infoOf)
  services.network.meet(null)
  const { intent } = wish
  const found = await services.issuing.look({ intent })
  const [lost = ''] = idsOf('checkout').filter(id => id !== target.key)
  expect(found?.finding).toMatchObject({ keys: [{ id: lost }] })
  const again = { ...rotationOf(await changeOf(services, scope, lost)), overlapSeconds: 3600 }
  const { key } = await services.issuing.rotate(again)
  expect([target.key, lost]).not.toContain(key)
  // It is there for an hour still, and nobody waits for its secret.
  expect(idsOf('checkout')).toContain(lost)
  expect(await services.issuing.look({ intent })).toBeNull()
  expect(await services.issuing.open()).toEqual([])
  expect(await services.keys.get({ ...scope, key: lost })).not.toBeNull()
  const lines = await services.store.activity.list(null, 20)
  expect(lines.map(({ kind }) => kind)).not.toContain('vanished')
})

it('finds a new key of whose creation no answer came, and deletes it with one act', async () => {
  services.network.meet(loseAnswerTo('keys.createKey'))
  const wish = creationOf(scope, 'lost')
  expect(await services.issuing.create(wish).catch(infoOf)).toMatchObject({ repeatable: false })
  services.network.meet(null)
  const [key = ''] = idsOf('lost')
  const { intent } = wish
  expect((await services.issuing.look({ intent }))?.finding).toMatchObject({ keys: [{ id: key }] })
  await services.issuing.abandon({ intent, key })
  expect(idsOf('lost')).toEqual([])
  expect(await services.issuing.open()).toEqual([])
})

it('keeps where a misplaced key is, over a restart and a look', async () => {
  const { change } = await makeKey(services, scope, 'astray')
  service.misbehave({ landsIn: apis.production })
  const wish = rotationOf(change)
  expect(await services.issuing.rotate(wish).catch(infoOf)).toMatchObject({ code: 'misplaced' })
  const made = service.keys().find(({ apiId }) => apiId === apis.production)
  const misplaced = { finding: { kind: 'misplaced', key: made?.keyId, asked: apis.preview } }
  expect(await services.issuing.open()).toMatchObject([misplaced])
  expect(await services.issuing.look({ intent: wish.intent })).toMatchObject(misplaced)
  await services.issuing.dismiss({ intent: wish.intent })
  expect(await services.issuing.open()).toEqual([])
})
