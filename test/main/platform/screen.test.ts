import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { reloadAfterCrash } from '../../../src/main/platform/page-crash.ts'
import { createScreen } from '../../../src/main/platform/screen.ts'

/** Electron's module is there only inside Electron. */
const electron = vi.hoisted(() => ({
  app: { quit: () => undefined },
  dialog: { showMessageBox: vi.fn(async () => ({ response: 0 })) },
}))
vi.mock('electron', () => electron)
beforeEach(() => electron.dialog.showMessageBox.mockClear())

/** A window whose page crashes when it is told to, as far as a screen needs one. */
const fakeWindow = () => {
  const steps: string[] = []
  let destroyed = false
  const webContents = Object.assign(new EventEmitter(), {
    forcefullyCrashRenderer: () => {
      steps.push('crash')
      webContents.emit('render-process-gone', {}, { reason: 'killed' })
    },
    reload: () => {
      steps.push('reload')
      webContents.emit('did-navigate')
    },
  })
  const window = {
    webContents,
    isDestroyed: () => destroyed,
    show: () => undefined,
    setContentProtection: (on: boolean) => void steps.push(on ? 'protected' : 'free'),
  }
  return {
    // What of a window these two files use, and nothing else.
    window: window as unknown as BrowserWindow,
    steps,
    crash: () => webContents.emit('render-process-gone', {}, { reason: 'crashed' }),
    destroy: () => {
      destroyed = true
    },
  }
}

const start = () => {
  const fake = fakeWindow()
  const logged: string[] = []
  const { screen, attach } = createScreen()
  reloadAfterCrash(fake.window, event => void logged.push(event))
  attach(fake.window)
  return { ...fake, screen, logged }
}

describe('the screen', () => {
  it('is protected and freed by the window itself', () => {
    const { screen, steps } = start()
    screen.protect(true)
    screen.protect(false)
    expect(steps).toEqual(['protected', 'free'])
  })

  it('is renewed by another process of the page, and tells that what it had is gone', () => {
    const { screen, steps } = start()
    screen.onGone(() => void steps.push('gone'))
    screen.renew()
    expect(steps).toEqual(['crash', 'reload', 'gone'])
  })

  it('tells the same of a page that crashed by itself', () => {
    const { screen, steps, crash } = start()
    screen.onGone(() => void steps.push('gone'))
    crash()
    expect(steps).toEqual(['reload', 'gone'])
  })

  it('counts a renewal as no crash, and a crash after it as one', () => {
    const { screen, logged, crash } = start()
    for (let times = 0; times < 10; times++) screen.renew()
    expect(logged).toEqual([])
    for (let times = 0; times < 3; times++) crash()
    expect(logged).toHaveLength(3)
    expect(electron.dialog.showMessageBox).not.toHaveBeenCalled()
    crash()
    expect(electron.dialog.showMessageBox).toHaveBeenCalledTimes(1)
  })

  it('does nothing before there is a window, nor after', () => {
    const { screen } = createScreen()
    screen.protect(true)
    screen.renew()
    const { screen: closed, steps, destroy } = start()
    destroy()
    closed.protect(true)
    closed.renew()
    expect(steps).toEqual([])
  })
})
