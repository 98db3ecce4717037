import { beforeEach, expect, it, vi } from 'vitest'

vi.mock('electron', () => import('./recorded-electron.ts'))

import type { LogFields } from '../../../src/main/base/log.ts'
import { endBeforeQuit, logCrashes } from '../../../src/main/platform/lifecycle.ts'
import { app, calls, preventable } from './recorded-electron.ts'

const lines: unknown[] = []
const log = (event: string, fields?: LogFields) => void lines.push([event, fields])
beforeEach(() => {
  app.removeAllListeners()
  calls.length = 0
  lines.length = 0
})

it.each([
  ['crashed', true],
  ['oom', true],
  ['launch-failed', true],
  ['clean-exit', false],
  ['killed', false],
])('writes down a helper that is gone: %s', (reason, isWritten) => {
  logCrashes(log)
  app.emit('child-process-gone', {}, { type: 'Utility', name: 'Claviger keychain', reason })
  const line = ['process-gone', { type: 'Utility', name: 'Claviger keychain', reason }]
  expect(lines).toEqual(isWritten ? [line] : [])
})

it('quits when everything is closed, and not before', async () => {
  let close = () => undefined
  const closing = new Promise<void>(resolve => {
    close = () => void resolve()
  })
  endBeforeQuit(() => closing, log)
  const first = preventable()
  app.emit('will-quit', first)
  expect(first.prevented).toBe(true)
  expect(calls).toEqual([])
  close()
  await vi.waitFor(() => expect(calls).toEqual([['quit']]))
  const second = preventable()
  app.emit('will-quit', second)
  expect(second.prevented).toBe(false)
})

it('quits although something could not be closed', async () => {
  endBeforeQuit(async () => {
    throw new Error('a secret')
  }, log)
  app.emit('will-quit', preventable())
  await vi.waitFor(() => expect(calls).toEqual([['quit']]))
  expect(JSON.stringify(lines)).not.toContain('a secret')
})
