import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createClient, createOn } from '../../src/renderer/src/api/client.ts'
import { waitingText } from '../../src/renderer/src/features/lock/lock-words.ts'
import { blurredMs, hideLater } from '../../src/renderer/src/features/reveal/hide-later.ts'
import { startSession } from '../../src/renderer/src/session.ts'
import { initialUi, useUi } from '../../src/renderer/src/state/ui.ts'
import { windowTitle } from '../../src/renderer/src/window-title.ts'
import type { AppContract } from '../../src/shared/contract/index.ts'
import type { LockCause } from '../../src/shared/domain/lock.ts'
import { createFakeBridge } from './fake-bridge.ts'
import { createWorld } from './fake-world.ts'

const state = useUi.getState
let end = () => {}
beforeEach(() => useUi.setState(initialUi, true))
afterEach(() => end())

const start = (locked: LockCause | null) => {
  const bridge = createFakeBridge(createWorld({ connections: 2, count: 3 }))
  bridge.world.locked = locked
  bridge.world.preferences = { ...bridge.world.preferences, theme: 'dark', visibleSeconds: 15 }
  end = startSession(createClient<AppContract>(bridge), createOn(bridge))
  return bridge
}

describe('a page that is started while Claviger is locked', () => {
  test('asks for nothing but that, and how it is to look', async () => {
    const bridge = start('away')
    await expect.poll(() => state().lock).toEqual({ locked: 'away', waiting: 0 })
    expect(state().theme).toBe('dark')
    const asked = new Set(bridge.asked.map(({ route }) => route))
    expect(asked).toEqual(new Set(['app.lockState', 'app.preferences', 'app.prefer']))
  })

  test('has everything as soon as it is unlocked', async () => {
    const bridge = start('away')
    await expect.poll(() => state().lock.locked).toBe('away')
    bridge.world.locked = null
    bridge.emit('lock-changed', { locked: null, waiting: 0 })
    await expect.poll(() => state().connections?.length).toBe(2)
    expect(state().lock.locked).toBeNull()
    expect(state().safety.visibleSeconds).toBe(15)
  })
})

describe('a page of an application that is locked now', () => {
  test('forgets everything of keys and services, before main has ended it', async () => {
    const bridge = start(null)
    await expect.poll(() => state().connections?.length).toBe(2)
    bridge.world.locked = 'idle'
    bridge.emit('lock-changed', { locked: 'idle', waiting: 1 })
    await expect.poll(() => state().lock).toEqual({ locked: 'idle', waiting: 1 })
    const { theme, lock, safety: _, ...rest } = state()
    expect({ ...rest, theme: 'auto', lock: initialUi.lock }).toMatchObject({
      ...{ connections: null, connectors: [], reveals: [], info: null, detail: null },
      dialog: { kind: 'none' },
    })
    expect([theme, lock.locked, windowTitle(state())]).toEqual(['dark', 'idle', 'Claviger'])
  })

  test('forgets it also when it is not told how it is to look', async () => {
    const bridge = start(null)
    await expect.poll(() => state().connections?.length).toBe(2)
    bridge.fail('app.preferences', { code: 'busy' })
    bridge.emit('lock-changed', { locked: 'idle', waiting: 0 })
    expect(state()).toMatchObject({ connections: null, lock: { locked: 'idle' }, theme: 'dark' })
  })

  test('takes a late `locked` for no fault', async () => {
    const bridge = start(null)
    await expect.poll(() => state().connections?.length).toBe(2)
    bridge.fail('reveals.pending', { code: 'locked' })
    bridge.emit('reveals-changed', null)
    await expect.poll(() => bridge.asked.at(-1)?.route).toMatch(/^reveals\./)
    // An answer that was asked for later is here later.
    await bridge.request('app.info', null)
    await bridge.request('app.info', null)
    expect(state().fault).toBeNull()
  })
})

test('what waits is told of by its number', () => {
  expect(waitingText(0)).toBeNull()
  expect(waitingText(1)).toContain('A new key has not been stored yet')
  expect(waitingText(2)).toContain('2 new keys have not been stored yet')
})

describe('a shown secret', () => {
  const focus = { has: true }
  const page = Object.assign(new EventTarget(), { hidden: false, hasFocus: () => focus.has })
  const frame = new EventTarget()
  const hidden = vi.fn()
  let stop = () => {}
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('window', frame)
    vi.stubGlobal('document', page)
    page.hidden = false
    focus.has = true
    hidden.mockClear()
  })
  afterEach(() => {
    stop()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  test('is hidden when its time is over', () => {
    stop = hideLater(60_000, hidden)
    vi.advanceTimersByTime(59_999)
    expect(hidden).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(hidden).toHaveBeenCalledTimes(1)
  })

  test('is hidden when another window has had the keyboard for a while, and not when it is back', () => {
    stop = hideLater(300_000, hidden)
    frame.dispatchEvent(new Event('blur'))
    vi.advanceTimersByTime(blurredMs - 1)
    frame.dispatchEvent(new Event('focus'))
    vi.advanceTimersByTime(blurredMs)
    expect(hidden).not.toHaveBeenCalled()
    frame.dispatchEvent(new Event('blur'))
    vi.advanceTimersByTime(blurredMs)
    expect(hidden).toHaveBeenCalledTimes(1)
  })

  test('is hidden at once when nobody can see the window', () => {
    stop = hideLater(60_000, hidden)
    page.dispatchEvent(new Event('visibilitychange'))
    expect(hidden).not.toHaveBeenCalled()
    page.hidden = true
    page.dispatchEvent(new Event('visibilitychange'))
    expect(hidden).toHaveBeenCalledTimes(1)
  })

  test('is hidden as soon when it comes to a window that is left, or cannot be seen, already', () => {
    focus.has = false
    stop = hideLater(300_000, hidden)
    vi.advanceTimersByTime(blurredMs)
    expect(hidden).toHaveBeenCalledTimes(1)
    stop()
    page.hidden = true
    stop = hideLater(300_000, hidden)
    expect(hidden).toHaveBeenCalledTimes(2)
  })

  test('leaves no timer and no listener behind', () => {
    stop = hideLater(60_000, hidden)
    frame.dispatchEvent(new Event('blur'))
    stop()
    page.hidden = true
    page.dispatchEvent(new Event('visibilitychange'))
    frame.dispatchEvent(new Event('blur'))
    expect(vi.getTimerCount()).toBe(0)
    expect(hidden).not.toHaveBeenCalled()
  })
})
