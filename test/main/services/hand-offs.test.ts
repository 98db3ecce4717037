import { describe, expect, it } from 'vitest'
import type { Scope } from '../../../src/shared/domain/key.ts'
import { beforeEachConnected, changeOf, makeKey, rotationOf, type Services } from './set-up.ts'

let services: Services
let scope: Scope
beforeEachConnected(at => {
  ;({ services, preview: scope } = at)
})

const lastLine = async () => (await services.store.activity.list(null, 1))[0]

describe('handing a new secret over', () => {
  const rotated = async (name: string) => {
    const made = await makeKey(services, scope, name)
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
    await services.issuing.rotate(rotationOf(await changeOf(services, scope, target.key)))
    expect(await services.handOffs.open()).toMatchObject([{ ...target, done: ['rotate'] }])
  })

  it.each(['revoke', 'delete'] as const)(
    'ends when there is nothing to hand over: %s',
    async act => {
      const { target } = await rotated(act)
      await services.keys[act](await changeOf(services, scope, target.key))
      expect(await services.handOffs.open()).toEqual([])
    },
  )
})
