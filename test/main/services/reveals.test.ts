import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { secret } from '../../../src/main/base/secret.ts'
import { createCopies } from '../../../src/main/services/clipboard-copies.ts'
import { windowless } from '../../../src/main/services/index.ts'
import { createReveals } from '../../../src/main/services/reveals.ts'
import { createVisible } from '../../../src/main/services/visible.ts'
import type { Intent } from '../../../src/shared/domain/intent.ts'
import { AppError, infoOf } from '../../../src/shared/error.ts'
import { fakeNote } from '../../fakes.ts'
import { removeFolder, type Services, startServices } from './set-up.ts'

let services: Services
beforeEach(async () => {
  services = await startServices()
})
afterEach(async () => {
  await services.stop()
  await removeFolder(services.folder)
})

const intent = (): Intent => ({
  ...{ id: randomUUID(), connection: randomUUID(), environment: 'preview', name: 'a' },
  ...{ kind: 'create', description: null, expiresAt: null },
  ...{ target: null, version: null, overlapSeconds: null },
  ...{ state: 'sent', key: null, mask: null, at: 0 },
  ...{ service: 'https://keys.example.com', caller: 'admin' },
  ...{ sentAt: null, known: null, finding: null },
})
const hold = (value = 'clv_preview_canary') =>
  services.reveals.hold(intent(), { key: 'key_1', name: 'a', mask: 'clv_****' }, secret(value))

describe('a new secret', () => {
  it('is never part of what the page is told', () => {
    hold()
    expect(JSON.stringify([services.reveals.pending(), services.events])).not.toContain('canary')
  })

  it('is answered by one reveal for one intent', () => {
    const wish = intent()
    const key = { key: 'key_1', name: 'a', mask: null }
    const one = services.reveals.hold(wish, key, secret('x'))
    expect(services.reveals.hold(wish, key, secret('x'))).toEqual(one)
  })

  it('cannot be had after it was acknowledged', async () => {
    const { id } = hold()
    await services.reveals.acknowledge({ id })
    for (const act of [
      services.reveals.show,
      services.reveals.copy,
      services.reveals.acknowledge,
    ]) {
      expect(await act({ id }).catch(infoOf)).toEqual({ code: 'not-found', what: 'reveal' })
    }
  })
})

describe('the clipboard', () => {
  it('is cleared after its time', async () => {
    const { id } = hold()
    const { clearsAfterSeconds } = await services.reveals.copy({ id })
    expect(services.clipboard.text()).toBe('clv_preview_canary')
    services.clock.advance(clearsAfterSeconds * 1000 - 1)
    expect(services.clipboard.text()).toBe('clv_preview_canary')
    services.clock.advance(1)
    await expect.poll(services.clipboard.text).toBe('')
  })

  it('that does not take the secret has no copy: the secret waits on, and can be shown', async () => {
    const { id } = hold()
    services.clipboard.write = async () => {
      throw new AppError({ code: 'clipboard' })
    }
    expect(await services.reveals.copy({ id }).catch(infoOf)).toEqual({ code: 'clipboard' })
    expect(services.reveals.pending()).toMatchObject([{ copied: false, shown: false }])
    expect(await services.reveals.show({ id })).toEqual({ secret: 'clv_preview_canary' })
    const lines = (await services.store.activity.list(null, 5)).map(({ kind }) => kind)
    expect(lines).toEqual(['revealed'])
  })

  it('keeps what the user copied since', async () => {
    const { id } = hold()
    await services.reveals.copy({ id })
    services.clipboard.replace('something else')
    services.clock.advance(60_000)
    await services.clearClipboard()
    expect(services.clipboard.text()).toBe('something else')
  })

  it('counts from the last copy, with one timer', async () => {
    const { id } = hold()
    await services.reveals.copy({ id })
    services.clock.advance(40_000)
    await services.reveals.copy({ id })
    expect(services.clock.pending()).toBe(1)
    services.clock.advance(40_000)
    expect(services.clipboard.text()).toBe('clv_preview_canary')
  })

  it('is cleared at quit, also after the secret was acknowledged', async () => {
    const { id } = hold()
    await services.reveals.copy({ id })
    await services.reveals.acknowledge({ id })
    await services.clearClipboard()
    expect(services.clipboard.text()).toBe('')
    expect(services.clock.pending()).toBe(0)
  })
})

describe('a copy that takes its time', () => {
  /** The same, over a clipboard that is slow until `settle`. */
  const startSlowCopy = async () => {
    const { store, clock, clipboard, events } = services
    const { promise: slow, resolve: settle } = Promise.withResolvers<void>()
    const log = () => undefined
    const copies = createCopies({
      ...{ clock, log, note: fakeNote(), seconds: () => 60, mayCopy: () => true },
      clipboard: { ...clipboard, write: () => slow },
    })
    const reveals = createReveals({
      ...{ store, clock, copies, log, emit: (name, data) => void events.push({ name, data }) },
      ...{ visible: createVisible(windowless.screen), isLocked: () => false },
    })
    const wish: Intent = { ...intent(), state: 'acknowledged', key: 'key_1' }
    await store.intents.put(wish)
    const { id } = reveals.hold(wish, { key: 'key_1', name: 'a', mask: null }, secret('x'))
    return { reveals, wish, id, copying: reveals.copy({ id }), settle }
  }

  it('does not let the secret be shown a second time', async () => {
    const { reveals, id, copying, settle } = await startSlowCopy()
    await reveals.show({ id })
    settle()
    await copying
    expect(reveals.pending()).toMatchObject([{ shown: true, copied: true }])
    expect(await reveals.show({ id }).catch(infoOf)).toMatchObject({ code: 'not-found' })
  })

  it('is written down before anything is on the clipboard', async () => {
    const { wish, copying, settle } = await startSlowCopy()
    await expect
      .poll(async () => (await services.store.intents.get(wish.id))?.state)
      .toBe('revealed')
    settle()
    await copying
  })

  it('does not bring back what was acknowledged meanwhile', async () => {
    const { reveals, wish, id, copying, settle } = await startSlowCopy()
    await reveals.acknowledge({ id })
    settle()
    await copying
    expect(reveals.pending()).toEqual([])
    expect(await services.store.intents.get(wish.id)).toMatchObject({ state: 'stored' })
  })
})
