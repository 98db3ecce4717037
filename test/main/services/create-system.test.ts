import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { infoOf } from '../../../src/shared/error.ts'
import { beforeEachConnected, loseAnswers, type Services } from './set-up.ts'

let services: Services
let preview: Scope
beforeEachConnected(at => {
  ;({ services, preview } = at)
})

describe('systems', () => {
  const draft = { name: 'mobile-app-ios', description: null }

  it('are made without a key, once for an intent', async () => {
    const wish = { ...preview, intent: randomUUID(), draft: { ...draft, name: 'once' } }
    services.network.meet(loseAnswers(1))
    expect(await services.keys.createSystem(wish).catch(infoOf)).toEqual({ code: 'interrupted' })
    const system = await services.keys.createSystem(wish)
    expect(system).toMatchObject({ kind: 'system', state: 'absent', mask: null, name: 'once' })
    expect(await services.keys.createSystem(wish)).toEqual(system)
    expect(
      await services.keys.sameName({ ...preview, ...wish.draft, kind: 'system', except: null }),
    ).toBe(1)
    const [line] = await services.store.activity.list(null, 1)
    expect(line).toMatchObject({ kind: 'system-created', keyName: 'once' })
  })

  it('are not put back to what a repeated answer tells of them', async () => {
    const wish = { ...preview, intent: randomUUID(), draft: { ...draft, name: 'moved on' } }
    const system = await services.keys.createSystem(wish)
    const change = { ...preview, key: system.id, version: system.version }
    const renamed = await services.keys.edit({ ...change, edit: { name: 'moved further' } })
    expect(await services.keys.createSystem(wish)).toEqual(renamed)
    expect(await services.keys.get(change)).toEqual(renamed)
  })
})
