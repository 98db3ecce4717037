import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { secret } from '../../../src/main/base/secret.ts'
import { createReveals } from '../../../src/main/services/reveals.ts'
import { createVisible } from '../../../src/main/services/visible.ts'
import { fakeClock } from '../../fakes.ts'
import { intent } from '../platform/store/samples.ts'
import { removeFolder, type Services, startServices } from './set-up.ts'

let services: Services
beforeEach(async () => {
  services = await startServices()
})
afterEach(async () => {
  await services.stop()
  await removeFolder(services.folder)
})

const scope = () => ({ connection: randomUUID(), environment: 'preview' as const })

/** Reveals over a window that writes down what happens to it. */
const start = () => {
  const steps: string[] = []
  let gone = () => {}
  const visible = createVisible({
    protect: on => void steps.push(on ? 'protected' : 'free'),
    renew: () => undefined,
    onGone: run => {
      gone = run
    },
  })
  const reveals = createReveals({
    ...{ store: services.store, clock: fakeClock(), emit: () => undefined, visible },
    ...{ log: () => undefined, isLocked: () => false },
    copies: {
      make: async () => ({ clearsAfterSeconds: 60 }),
      clear: async () => {},
      recover: async () => {},
    },
  })
  const hold = () =>
    reveals.hold(intent(scope()), { key: 'key_1', name: 'a', mask: null }, secret('clv_canary')).id
  const show = async (id: string) => {
    const { secret: shown } = await reveals.show({ id })
    steps.push(`handed out ${shown}`)
  }
  return { steps, visible, reveals, hold, show, gone: () => gone() }
}

describe('the window is protected from captures', () => {
  it('before a secret is handed out, until it is hidden', async () => {
    const { steps, hold, show, visible } = start()
    const id = hold()
    await show(id)
    await visible.drop({ id })
    expect(steps).toEqual(['protected', 'handed out clv_canary', 'free'])
  })

  it('until it is stored, where it was not hidden', async () => {
    const { steps, hold, show, reveals } = start()
    const id = hold()
    await show(id)
    await reveals.acknowledge({ id })
    expect(steps.slice(2)).toEqual(['free'])
  })

  it('until the page that has it is gone, by whatever way', async () => {
    const { steps, hold, show, gone } = start()
    await show(hold())
    gone()
    expect(steps.slice(2)).toEqual(['free'])
    gone()
    expect(steps).toHaveLength(3)
  })

  it('as long as one of two is on the screen', async () => {
    const { steps, hold, show, visible } = start()
    const [one, other] = [hold(), hold()]
    await show(one)
    await show(other)
    await visible.drop({ id: one })
    expect(steps).not.toContain('free')
    await visible.drop({ id: other })
    expect(steps.at(-1)).toBe('free')
  })

  it('never by a secret that is only copied, and not by one that was shown before', async () => {
    const { steps, hold, show, reveals, visible } = start()
    const id = hold()
    await reveals.copy({ id })
    expect(steps).toEqual([])
    await show(id)
    await visible.drop({ id })
    await reveals.show({ id }).catch(() => undefined)
    expect(steps.at(-1)).toBe('free')
  })
})
