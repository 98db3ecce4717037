import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { aheadOf } from '../../src/renderer/src/api/ahead.ts'
import { createClient, createOn } from '../../src/renderer/src/api/client.ts'
import { startSession } from '../../src/renderer/src/session.ts'
import { createKeysWindow } from '../../src/renderer/src/state/keys-window.ts'
import { initialUi, useUi } from '../../src/renderer/src/state/ui.ts'
import { firstWindow } from '../../src/renderer/src/state/use-keys-window.ts'
import type { AppContract } from '../../src/shared/contract/index.ts'
import type { KeysWindow } from '../../src/shared/contract/keys.ts'
import type { Scope } from '../../src/shared/domain/key.ts'
import { createFakeBridge } from './fake-bridge.ts'
import { connectionOf, createWorld } from './fake-world.ts'

const state = useUi.getState
let stop = () => {}
beforeEach(() => useUi.setState(initialUi, true))
afterEach(() => stop())

const start = () => {
  const world = createWorld({ connections: 2, count: 3 })
  const connection = connectionOf(2).id
  world.preferences = { ...world.preferences, connection, environment: 'production' }
  const bridge = createFakeBridge(world)
  const { promise, resolve } = Promise.withResolvers<void>()
  const scopes: Scope[] = []
  const rows = { ask: (scope: Scope) => scopes.push(scope), painted: promise }
  stop = startSession(createClient<AppContract>(bridge), createOn(bridge), rows)
  const asked = () => bridge.asked.map(({ route }) => route)
  return { bridge, asked, scopes, paint: resolve, scope: { connection, environment: 'production' } }
}

describe('a page that starts', () => {
  test('asks for the rows of last time together with the connections they are of', async () => {
    const { asked, scopes, scope } = start()
    await expect.poll(() => scopes).toEqual([scope])
    // Nothing was waited for but whether it is locked, and what was shown last.
    expect(new Set(asked().slice(0, 2))).toEqual(new Set(['app.lockState', 'app.preferences']))
    expect(asked()[2]).toBe('connections.connectors')
  })

  test('knows everything of the first page at once, never half of it', async () => {
    start()
    const seen = new Set<string>()
    const undo = useUi.subscribe(({ connections, connectors, profile, environment }) => {
      if (connections) seen.add(`${connectors.length > 0} ${profile !== null} ${environment}`)
    })
    await expect.poll(() => state().connections?.length).toBe(2)
    undo()
    expect([...seen]).toEqual(['true true production'])
  })

  test('has no service read, and asks for nothing that can wait, until its rows are painted', async () => {
    const { asked, paint } = start()
    await expect.poll(() => state().sync?.phase).toBe('live')
    const later = ['keys.watch', 'reveals.pending', 'handOffs.open', 'proofs.list', 'app.info']
    expect(asked().filter(route => later.includes(route))).toEqual([])
    paint()
    await expect.poll(() => later.every(route => asked().includes(route))).toBe(true)
  })
})

test('a connection that is gone before its rows were painted is not read', async () => {
  const { bridge, paint } = start()
  await expect.poll(() => state().sync?.phase).toBe('live')
  bridge.world.connections = []
  bridge.emit('connections-changed', null)
  await expect.poll(() => state().connection).toBeNull()
  paint()
  const watched = () => bridge.asked.filter(({ route }) => route === 'keys.watch')
  await expect.poll(() => watched().length).toBe(2)
  expect(watched().map(({ input }) => input)).toEqual([{ scopes: [] }, { scopes: [] }])
})

describe('a question that is asked ahead', () => {
  const ahead = () => {
    const asked: string[] = []
    let change = () => {}
    let heard = 0
    const held = aheadOf(
      async (input: { readonly of: string }) => `${input.of} ${asked.push(input.of)}`,
      listener => {
        heard++
        change = listener
        return () => heard--
      },
    )
    return { ...held, asked, change: () => change(), heard: () => heard }
  }

  test('is answered once, to whoever asks the same', async () => {
    const { ask, take, asked, heard } = ahead()
    ask({ of: 'a' })
    expect(await take({ of: 'a' })).toBe('a 1')
    expect(await take({ of: 'a' })).toBe('a 2')
    expect([asked, heard()]).toEqual([['a', 'a'], 0])
  })

  test('answers nobody who asks something else', async () => {
    const { ask, take, heard } = ahead()
    ask({ of: 'a' })
    expect(await take({ of: 'b' })).toBe('b 2')
    expect(await take({ of: 'a' })).toBe('a 3')
    expect(heard()).toBe(0)
  })

  test('is asked again where something has changed since', async () => {
    const { ask, take, change, heard } = ahead()
    ask({ of: 'a' })
    change()
    expect(await take({ of: 'a' })).toBe('a 2')
    expect(heard()).toBe(0)
  })

  test('is the one that the list of keys asks when it is opened', async () => {
    const scope = { connection: connectionOf(1).id, environment: 'preview' } as const
    const { offset: _, limit, ...query } = firstWindow(scope)
    const asked: KeysWindow[] = []
    const lists = {
      window: async (window: KeysWindow) => {
        asked.push(window)
        return { rows: [], total: 0, counted: true, unfiltered: 1 }
      },
      counts: async () => null,
    }
    const list = createKeysWindow(lists, query)
    await list.setQuery(query)
    list.stop()
    expect(JSON.stringify(asked[0])).toBe(JSON.stringify(firstWindow(scope)))
    expect(limit).toBe(30)
  })
})
