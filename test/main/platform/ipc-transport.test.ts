import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => import('./recorded-electron.ts'))

import type { WebContents } from 'electron'
import { mostRequests } from '../../../src/main/ipc/crowd.ts'
import { closeOtherDoors, createEmit, openDoor } from '../../../src/main/platform/ipc-transport.ts'
import { requestChannel } from '../../../src/shared/bridge.ts'
import type { Result } from '../../../src/shared/error.ts'
import { calls, ipcMain } from './recorded-electron.ts'

const asked: unknown[] = []
const own = 1
// Only its id is looked at.
const contents = { id: own } as WebContents
const ours = { sender: { id: own }, senderFrame: { url: 'app://claviger/', parent: null } }

/** The door's handler of each channel that was opened. */
const doors = (window: WebContents | null = contents) => {
  openDoor(
    async (route, input) => {
      asked.push({ route, input })
      return { ok: true, value: null }
    },
    () => window,
  )
  return calls
    .filter(([name]) => name === 'ipcMain.handle')
    .map(([, channel, handler]) => ({
      channel,
      ask: async (...parameters: readonly unknown[]): Promise<Result<unknown>> =>
        Reflect.apply(Object(handler), null, parameters),
    }))
}

beforeEach(() => {
  calls.length = 0
  asked.length = 0
  ipcMain.removeAllListeners()
})

const request = { route: 'keys.get', input: null }
const untrusted = { ok: false, error: { code: 'untrusted-sender' } }

describe('the door', () => {
  it('has one channel, and no listener beside it', () => {
    expect(doors().map(({ channel }) => channel)).toEqual([requestChannel])
    expect(ipcMain.eventNames()).toEqual([])
  })

  it.each(['app://claviger/', 'app://claviger/index.html#x'])(
    'lets our page through: %s',
    async url => {
      const event = { ...ours, senderFrame: { url, parent: null } }
      for (const { ask } of doors()) await ask(event, request)
      expect(asked).toEqual([request])
    },
  )

  const disposed = {
    get url(): string {
      throw new Error('Render frame was disposed before WebFrameMain could be accessed')
    },
    parent: null,
  }
  const frame = (url: string, parent: unknown = null) => ({ url, parent })
  const strangers: readonly (readonly [string, unknown])[] = [
    ['a frame that is gone', { sender: { id: own }, senderFrame: null }],
    ['a frame that goes meanwhile', { sender: { id: own }, senderFrame: disposed }],
    ['a blank page', { sender: { id: own }, senderFrame: frame('about:blank') }],
    ['a page without address', { sender: { id: own }, senderFrame: frame('') }],
    ['a document of a frame', { sender: { id: own }, senderFrame: frame('about:srcdoc', {}) }],
    ['our page within a page', { sender: { id: own }, senderFrame: frame('app://claviger/', {}) }],
    ['another window', { sender: { id: 2 }, senderFrame: frame('app://claviger/') }],
    ['the web', { sender: { id: own }, senderFrame: frame('https://claviger/') }],
    ['another host', { sender: { id: own }, senderFrame: frame('app://claviger.evil/') }],
    ['a host that begins alike', { sender: { id: own }, senderFrame: frame('app://clavigerx/') }],
    ['a file', { sender: { id: own }, senderFrame: frame('file:///claviger/index.html') }],
    ['data', { sender: { id: own }, senderFrame: frame('data:text/html,app://claviger/') }],
    ['somebody at our host', { sender: { id: own }, senderFrame: frame('app://x@claviger/') }],
  ]
  it.each(strangers)('is shut for %s, on every channel', async (_who, event) => {
    for (const { ask } of doors()) expect(await ask(event, request)).toEqual(untrusted)
    expect(asked).toEqual([])
  })

  it('is shut while there is no window', async () => {
    for (const { ask } of doors(null)) expect(await ask(ours, request)).toEqual(untrusted)
  })

  const cyclic: { self?: unknown } = {}
  cyclic.self = cyclic
  const shapes: readonly (readonly unknown[])[] = [
    [],
    [undefined],
    [null],
    ['keys.get'],
    [7],
    [Number.NaN],
    [[]],
    [{}],
    [cyclic],
    [JSON.parse('{"__proto__":{"route":"keys.get"}}')],
  ]
  it.each(shapes.map(parameters => ({ parameters })))(
    'asks for no route by a message of another shape (case %#)',
    async ({ parameters }) => {
      for (const { ask } of doors()) await ask(ours, ...parameters)
      expect(asked).toEqual([{ route: undefined, input: undefined }])
    },
  )

  it('hears nothing after the first part of a message', async () => {
    for (const { ask } of doors()) await ask(ours, request, { route: 'keys.delete' }, 'more')
    expect(asked).toEqual([request])
  })

  it('answers a flood of ten thousand, and lets a burst of it through', async () => {
    const [door] = doors()
    const answers = await Promise.all(
      Array.from({ length: 10_000 }, () => door?.ask(ours, request)),
    )
    expect(answers).toHaveLength(10_000)
    expect(asked.length).toBeLessThanOrEqual(mostRequests.burst + mostRequests.perSecond)
    expect(
      answers.filter(answer => answer?.ok === false && answer.error.code === 'busy').length,
    ).toBeGreaterThan(9_000)
  })

  it('is not filled up by strangers', async () => {
    const [door] = doors()
    const stranger = { sender: { id: 2 }, senderFrame: frame('app://claviger/') }
    await Promise.all(Array.from({ length: 10_000 }, () => door?.ask(stranger, request)))
    expect(await door?.ask(ours, request)).toEqual({ ok: true, value: null })
  })
})

it('closes what a library has opened beside the door, and leaves Electron’s own listener', () => {
  ipcMain.on('electron-store-get-data', () => undefined)
  ipcMain.on('another', () => undefined)
  ipcMain.on('error', () => undefined)
  closeOtherDoors()
  expect(ipcMain.eventNames()).toEqual(['error'])
})

it('tells only our own window what happens', () => {
  const sent: unknown[] = []
  const window = { send: (...parameters: unknown[]) => void sent.push(parameters) } as never
  createEmit(() => window)('reveals-changed', null)
  createEmit(() => null)('reveals-changed', null)
  expect(sent).toEqual([['claviger:event', { name: 'reveals-changed', data: null }]])
})

it('has a preload that knows Electron, the two channels, and nothing else', () => {
  const code = readFileSync('src/preload/index.ts', 'utf8')
  const imported = [...code.matchAll(/from '([^']+)'/g)].map(match => match[1])
  expect(imported).toEqual(['electron', '../shared/bridge.ts'])
  expect([...code.matchAll(/ipcRenderer\.(\w+)/g)].map(match => match[1])).toEqual([
    'invoke',
    'on',
    'removeListener',
  ])
})
