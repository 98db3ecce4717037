import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { infoOf } from '../../../src/shared/error.ts'
import { type KeyService, startKeyService } from '../../../tools/key-service.ts'
import { beforeEachConnected, connectTo, makeKey, type Services } from './set-up.ts'

let service: KeyService
let services: Services
let preview: Scope
beforeEachConnected(at => {
  ;({ service, services, preview } = at)
})

describe('what a refusal leaves in question', () => {
  const watching = async () => {
    services.sync.watch([preview])
    await expect.poll(async () => (await services.sync.state(preview)).phase).toBe('live')
  }
  const ruleOf = async (effect: string) =>
    (await services.connections.profile(preview))?.effects.find(rule => rule.effect === effect)

  /** The profile on record, made to say that nothing is missing. */
  const believeAll = async () => {
    const known = await services.connections.profile(preview)
    if (!known) throw new Error('The profile is not known')
    const all = { missingPermission: null, missingInPlan: false }
    const effects = known.effects.map(rule => ({ ...rule, ...all }))
    await services.store.profiles.put(preview, { ...known, effects })
  }

  it('reads the profile at once when a permission is missing, and has changed nothing', async () => {
    const { change } = await makeKey(services, preview)
    const credential = await service.createToken('viewer', 'key:view')
    await services.connections.authenticate({ ...preview, credential, keep: 'memory' })
    await watching()
    await believeAll()
    expect(await services.keys.suspend(change).catch(infoOf)).toMatchObject({
      ...{ code: 'forbidden', permission: 'key:edit' },
    })
    await expect.poll(async () => (await ruleOf('suspend'))?.missingPermission).toBe('key:edit')
    await believeAll()
    const refused = await services.audit.page({ ...preview, cursor: null }).catch(infoOf)
    expect(refused).toMatchObject({ code: 'forbidden', permission: 'audit:view' })
    await expect.poll(async () => (await ruleOf('audit'))?.missingPermission).toBe('audit:view')
    expect((await services.keys.get(change))?.state).toBe('active')
  })

  it('does so when the plan was changed under an open page, and leaves nothing open', async () => {
    const paid = await startKeyService('api-access')
    try {
      preview = (await connectTo(services, paid)).preview
      const { secret, change } = await makeKey(services, preview)
      await watching()
      expect(await ruleOf('rotate')).toMatchObject({ missingInPlan: false })
      await paid.setPlan('Starter')
      const wish = { intent: randomUUID(), overlapSeconds: 0, told: true }
      expect(await services.issuing.rotate({ ...change, ...wish }).catch(infoOf)).toEqual({
        ...{ code: 'plan-required', effect: 'rotate' },
      })
      await expect.poll(async () => (await ruleOf('rotate'))?.missingInPlan).toBe(true)
      expect(await services.issuing.open()).toEqual([])
      expect(await services.handOffs.open()).toEqual([])
      expect(await paid.verify('preview', secret)).toMatchObject({ valid: true })
      await paid.setPlan('Business')
      expect(await services.issuing.rotate({ ...change, ...wish })).toMatchObject({
        kind: 'rotate',
      })
    } finally {
      await paid.remove()
    }
  })
})
