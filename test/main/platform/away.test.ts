import { afterEach, expect, it, vi } from 'vitest'
import { onAway, presence } from '../../../src/main/platform/lifecycle.ts'

/** Electron's module is there only inside Electron. */
const electron = vi.hoisted(() => {
  const listeners: [string, () => void][] = []
  const system = { idle: 0, state: 'active' }
  const powerMonitor = {
    on: (event: string, listener: () => void) => void listeners.push([event, listener]),
    getSystemIdleTime: () => system.idle,
    getSystemIdleState: () => system.state,
  }
  const tell = (event: string) => {
    for (const [name, listener] of listeners) if (name === event) listener()
  }
  return { app: {}, powerMonitor, system, listeners, tell }
})
vi.mock('electron', () => electron)
afterEach(() => void electron.listeners.splice(0))

it.each(['lock-screen', 'suspend', 'resume'])('hears of %s', event => {
  const work = vi.fn(async () => undefined)
  onAway(work)
  electron.tell('unlock-screen')
  expect(work).not.toHaveBeenCalled()
  electron.tell(event)
  expect(work).toHaveBeenCalledTimes(1)
})

it('asks the system who is there', () => {
  electron.system.idle = 301
  expect(presence.idleSeconds()).toBe(301)
  expect(presence.isLocked()).toBe(false)
  electron.system.state = 'locked'
  expect(presence.isLocked()).toBe(true)
})
