import { expect, it, vi } from 'vitest'

const electron = vi.hoisted(() => {
  const listeners = new Set<(...parameters: unknown[]) => void>()
  const calls: unknown[][] = []
  return {
    listeners,
    calls,
    contextBridge: {
      exposeInMainWorld: (...all: unknown[]) => void calls.push(['expose', ...all]),
    },
    ipcRenderer: {
      invoke: async (...all: unknown[]) => calls.push(['invoke', ...all]),
      on: (channel: string, listen: (...parameters: unknown[]) => void) => {
        calls.push(['on', channel])
        listeners.add(listen)
      },
      removeListener: (_channel: string, listen: (...parameters: unknown[]) => void) =>
        listeners.delete(listen),
    },
  }
})
vi.mock('electron', () => electron)

import '../../src/preload/index.ts'

const exposed = electron.calls[0] ?? []
const bridge: {
  readonly request: (...all: unknown[]) => Promise<unknown>
  readonly subscribe: (listen: (...all: unknown[]) => void) => () => void
  // The page's half of what the preload exposes.
} = Object(exposed[2])

it('gives the page one object with two functions', () => {
  expect(exposed.slice(0, 2)).toEqual(['expose', 'claviger'])
  expect(Object.keys(bridge)).toEqual(['request', 'subscribe'])
  expect(electron.calls).toHaveLength(1)
})

it('asks on one channel, whatever the page passes', async () => {
  await bridge.request('keys.get', { id: 'a' }, 'other-channel')
  expect(electron.calls.at(-1)).toEqual([
    'invoke',
    'claviger:request',
    { route: 'keys.get', input: { id: 'a' } },
  ])
})

it('tells a listener the name and the data, and hands it no event of Electron’s', () => {
  const heard: unknown[][] = []
  const undo = bridge.subscribe((...all) => void heard.push(all))
  const event = { sender: 'electron', ports: [] }
  const message = { name: 'keys-changed', data: null, more: 'x' }
  for (const listen of electron.listeners) listen(event, message, 'more')
  expect(heard).toEqual([['keys-changed', null]])
  undo()
  expect(electron.listeners.size).toBe(0)
})
