import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createClient, createOn, failureOf } from '../../src/renderer/src/api/client.ts'
import { loadAll, startSession } from '../../src/renderer/src/session.ts'
import {
  initialUi,
  isCovered,
  isPageCovered,
  receiveProfile,
  receiveReveal,
  receiveSync,
  showDetail,
  shownPage,
  showPage,
  showScope,
  useUi,
} from '../../src/renderer/src/state/ui.ts'
import { windowTitle } from '../../src/renderer/src/window-title.ts'
import { AppError } from '../../src/shared/app-error.ts'
import type { AppContract } from '../../src/shared/contract/index.ts'
import { createFakeBridge } from './fake-bridge.ts'
import {
  connectionOf,
  createWorld,
  liveSync,
  nameOf,
  profileOf,
  profileWith,
} from './fake-world.ts'

const state = useUi.getState
beforeEach(() => useUi.setState(initialUi, true))

describe('the client', () => {
  test('makes a route of two names and gives its answer', async () => {
    const bridge = createFakeBridge(createWorld({ connections: 2, count: 3 }))
    const api = createClient<AppContract>(bridge)
    expect(await api.connections.list(null)).toHaveLength(2)
    expect(bridge.asked).toEqual([{ route: 'connections.list', input: null }])
  })
  test('throws what main answered as data, and an incident when main does not answer', async () => {
    const bridge = createFakeBridge()
    bridge.fail('keys.suspend', { code: 'changed-elsewhere' })
    const api = createClient<AppContract>(bridge)
    const target = { connection: 'c', environment: 'preview', key: 'k', version: null } as const
    await expect(api.keys.suspend(target)).rejects.toMatchObject({
      info: { code: 'changed-elsewhere' },
    })
    const dead = createClient<AppContract>({
      request: () => Promise.reject(new Error('token=secret')),
      subscribe: () => () => {},
    })
    const cause = await dead.app.info(null).catch(failureOf)
    expect(cause).toEqual({ code: 'internal', incident: 'no-answer' })
  })
  test('is not a promise and keeps its functions', () => {
    const api = createClient<AppContract>(createFakeBridge())
    expect(api.keys.window).toBe(api.keys.window)
    expect(Reflect.get(api, Symbol.iterator)).toBeUndefined()
  })
  test('a bug of the page shows no text of its own', () => {
    expect(failureOf(new Error('token=secret'))).toEqual({ code: 'internal', incident: 'page' })
    expect(failureOf(new AppError({ code: 'clipboard' }))).toEqual({ code: 'clipboard' })
  })
  test('listening for one event hears no other, and ends', () => {
    const bridge = createFakeBridge()
    const heard: unknown[] = []
    const stop = createOn(bridge)('keys-changed', scope => heard.push(scope))
    const scope = { connection: 'c', environment: 'preview' } as const
    bridge.emit('connections-changed', null)
    bridge.emit('keys-changed', scope)
    stop()
    bridge.emit('keys-changed', scope)
    expect(heard).toEqual([scope])
  })
})

describe('the store', () => {
  const scope = { connection: 'a', environment: 'preview' } as const
  beforeEach(() => useUi.setState({ connection: 'a', environment: 'preview' }))

  test('keeps what it hears of the other environment apart, and drops another connection’s', () => {
    const production = { ...scope, environment: 'production' } as const
    receiveSync(liveSync(scope, 3, 1))
    receiveSync(liveSync(production, 9, 1))
    receiveProfile(production, profileOf())
    receiveSync(liveSync({ ...scope, connection: 'b' }, 5, 1))
    receiveProfile({ ...scope, connection: 'b' }, profileOf())
    expect(state()).toMatchObject({ sync: { count: 3 }, profile: null })
    showScope({ environment: 'production' })
    expect(state()).toMatchObject({ sync: { count: 9 }, profile: profileOf() })
    showScope({ connection: 'b' })
    expect(state()).toMatchObject({ sync: null, profile: null })
    expect(state().profiles).toEqual({ preview: null, production: null })
  })
  test('shows the list that the service has, and comes back to the one that was chosen', () => {
    receiveProfile(scope, profileWith(['create-system']))
    expect(shownPage(state())).toBe('systems')
    // An environment without a credential has no profile; the service is the same one.
    showScope({ environment: 'production' })
    expect(shownPage(state())).toBe('systems')
    receiveProfile(scope, profileWith(['create', 'create-system']))
    expect(shownPage(state())).toBe('keys')
    showPage('systems')
    expect(shownPage(state())).toBe('systems')
    receiveProfile(scope, profileWith(['create']))
    expect(shownPage(state())).toBe('keys')
  })
  test('shows nothing of the last scope in another', () => {
    receiveSync(liveSync(scope, 3, 1))
    receiveProfile(scope, profileOf())
    showDetail({ target: { ...scope, key: 'k' }, review: false })
    showScope({ environment: 'production' })
    expect(state()).toMatchObject({ sync: null, profile: null, detail: null })
  })
  test('leaves the keyboard to the details of a key that lie over the page', () => {
    expect(isPageCovered(state())).toBe(false)
    showDetail({ target: { ...scope, key: 'k' }, review: false })
    expect([isPageCovered(state()), isCovered(state())]).toEqual([true, false])
  })
  test('leaves everything when the scope stays the same', () => {
    receiveSync(liveSync(scope, 3, 1))
    showScope({ environment: 'preview' })
    expect(state().sync?.count).toBe(3)
  })
  test('holds each reveal once', () => {
    const reveal = {
      ...{
        ...scope,
        id: 'r',
        intent: 'i',
        kind: 'create' as const,
        key: 'k',
        name: 'n',
        mask: null,
      },
      ...{ before: null, beforeRead: false, shown: false, copied: false },
    }
    receiveReveal(reveal)
    receiveReveal({ ...reveal, copied: true })
    expect(state().reveals).toEqual([{ ...reveal, copied: true }])
  })
  test('the window’s title begins with the environment, or with both where one list holds both', () => {
    const connections = [connectionOf(1, { id: 'a', name: 'Acme' })]
    const shown = { connections, connection: 'a', environment: 'production' } as const
    const profiles = { preview: null, production: profileOf() }
    expect(windowTitle({ ...shown, profiles })).toBe('Production – Acme – Claviger')
    const { presentation } = profileOf()
    const mixed = profileOf({ presentation: { ...presentation, oneList: true } })
    expect(windowTitle({ ...shown, profiles: { preview: mixed, production: null } })).toBe(
      'Preview and Production – Acme – Claviger',
    )
    expect(windowTitle({ ...shown, profiles, connections: null })).toBe('Claviger')
  })
})

describe('the session', () => {
  let stop = () => {}
  afterEach(() => stop())
  const start = (bridge = createFakeBridge(createWorld({ connections: 2, count: 3 }))) => {
    stop = startSession(createClient<AppContract>(bridge), createOn(bridge))
    return bridge
  }
  const watched = (bridge: ReturnType<typeof start>) =>
    bridge.asked.filter(({ route }) => route === 'keys.watch').map(({ input }) => input)

  test('shows the scope of last time and has it watched once', async () => {
    const bridge = start()
    await expect.poll(() => state().sync?.phase).toBe('live')
    await expect.poll(() => state().profile?.service).toBe('Claviger key service')
    const [first] = bridge.world.connections
    expect(watched(bridge)).toEqual([
      { scopes: [{ connection: first?.id, environment: 'preview' }] },
    ])
  })
  test('has both environments watched where one list holds them', async () => {
    const world = createWorld({ count: 3 })
    const [first] = world.connections
    const connection = first?.id ?? ''
    for (const environment of ['preview', 'production'] as const) {
      const { presentation } = profileOf()
      const profile = profileOf({ presentation: { ...presentation, oneList: true } })
      world.profiles.set(nameOf({ connection, environment }), profile)
    }
    const bridge = start(createFakeBridge(world))
    await expect.poll(() => state().syncs.production?.phase).toBe('live')
    expect(state().sync?.environment).toBe('preview')
    expect(watched(bridge).at(-1)).toEqual({
      scopes: [
        { connection, environment: 'preview' },
        { connection, environment: 'production' },
      ],
    })
  })
  test('knows which secrets are still on their way to their owners', async () => {
    const bridge = start()
    await expect.poll(() => state().sync?.phase).toBe('live')
    const scope = { connection: state().connection ?? '', environment: 'preview' } as const
    bridge.world.handOffs = [{ ...scope, key: 'k', at: 1, done: ['rotate'] }]
    bridge.emit('hand-offs-changed', null)
    await expect.poll(() => state().handOffs).toHaveLength(1)
  })
  test('tells main of another environment and remembers it', async () => {
    const bridge = start()
    await expect.poll(() => state().sync?.phase).toBe('live')
    showScope({ environment: 'production' })
    await expect.poll(() => state().sync?.environment).toBe('production')
    expect(bridge.world.preferences.environment).toBe('production')
    expect(watched(bridge)).toHaveLength(2)
  })
  test('counts the keys again when they change', async () => {
    const bridge = start()
    await expect.poll(() => state().sync?.count).toBe(3)
    const [first] = bridge.world.connections
    const scope = { connection: first?.id ?? '', environment: 'preview' } as const
    bridge.world.sync.set(nameOf(scope), liveSync(scope, 4, 1))
    bridge.emit('keys-changed', { ...scope, environment: 'production' })
    bridge.emit('keys-changed', scope)
    await expect.poll(() => state().sync?.count).toBe(4)
  })
  test('learns what the service allows when it is known, however live the list is already', async () => {
    const world = createWorld({ connections: 2, count: 3 })
    const profiles = [...world.profiles]
    world.profiles.clear()
    const bridge = start(createFakeBridge(world))
    await expect.poll(() => state().sync?.phase).toBe('live')
    const asked = () => bridge.asked.filter(({ route }) => route === 'connections.profile').length
    await expect.poll(asked).toBeGreaterThan(0)
    // What is answered now was asked after the profile that was not there yet.
    await createClient<AppContract>(bridge).app.info(null)
    expect(state().profile).toBeNull()
    for (const [scope, profile] of profiles) world.profiles.set(scope, profile)
    bridge.emit('connections-changed', null)
    await expect.poll(() => state().profile?.service).toBe('Claviger key service')
  })
  test('goes to the first connection when the last one is gone, and to none without any', async () => {
    const bridge = start()
    await expect.poll(() => state().connections?.length).toBe(2)
    bridge.world.connections = bridge.world.connections.slice(1)
    bridge.emit('connections-changed', null)
    await expect.poll(() => state().connection).toBe(bridge.world.connections[0]?.id)
    bridge.world.connections = []
    bridge.emit('connections-changed', null)
    await expect.poll(() => state().connection).toBeNull()
    await expect.poll(() => watched(bridge).at(-1)).toEqual({ scopes: [] })
  })
  test('has nothing watched of a connection that is remembered and gone', async () => {
    const world = createWorld({ connections: 2, count: 3 })
    world.preferences = { ...world.preferences, connection: connectionOf(9).id }
    const bridge = start(createFakeBridge(world))
    await expect.poll(() => state().sync?.phase).toBe('live')
    const [first] = world.connections
    expect(watched(bridge)).toEqual([
      { scopes: [{ connection: first?.id, environment: 'preview' }] },
    ])
  })
  test('tells main again what to watch, and stays where it is, after data could not be read', async () => {
    const bridge = start()
    await expect.poll(() => state().sync?.phase).toBe('live')
    bridge.fail('app.prefer', { code: 'store', cause: 'full' })
    bridge.fail('keys.watch', { code: 'store', cause: 'failed' })
    showScope({ environment: 'production' })
    await expect.poll(() => state().fault).not.toBeNull()
    bridge.fail('keys.watch', null)
    const before = watched(bridge).length
    await loadAll(createClient<AppContract>(bridge))
    const connection = state().connection ?? ''
    expect(state()).toMatchObject({ fault: null, environment: 'production' })
    expect(watched(bridge).slice(before)).toEqual([
      { scopes: [{ connection, environment: 'production' }] },
    ])
  })
  test('says what kept its own data from being read', async () => {
    const bridge = createFakeBridge()
    bridge.fail('connections.list', { code: 'store', cause: 'failed' })
    start(bridge)
    await expect.poll(() => state().fault).toEqual({ code: 'store', cause: 'failed' })
  })
  test('goes on where a preference cannot be kept', async () => {
    const bridge = createFakeBridge(createWorld({ connections: 2, count: 3 }))
    bridge.fail('app.prefer', { code: 'store', cause: 'failed' })
    start(bridge)
    await expect.poll(() => state().sync?.phase).toBe('live')
    useUi.setState({ theme: 'dark' })
    await expect.poll(() => bridge.asked.at(-1)?.input).toEqual({ theme: 'dark' })
    expect(state().fault).toBeNull()
  })
  test('keeps a theme that was chosen', async () => {
    const bridge = start()
    await expect.poll(() => state().connections?.length).toBe(2)
    useUi.setState({ theme: 'dark' })
    await expect.poll(() => bridge.world.preferences.theme).toBe('dark')
  })
})
