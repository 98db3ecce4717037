import type { ClientOf } from '../../shared/contract/define.ts'
import type { AppContract } from '../../shared/contract/index.ts'
import type { ConnectionId, Scope } from '../../shared/domain/key.ts'
import type { LockState } from '../../shared/domain/lock.ts'
import type { Preferences } from '../../shared/domain/preferences.ts'
import type { Profile } from '../../shared/domain/profile.ts'
import { failureOf, type On } from './api/client.ts'
import {
  initialUi,
  receiveConnections,
  receiveProfile,
  receiveSync,
  sameScope,
  scopeOf,
  showScope,
  type UiState,
  useUi,
  watchedScopes,
} from './state/ui.ts'
import { environmentOrder } from './ui/environment.ts'

type Api = ClientOf<AppContract>

export type FirstRows = {
  /** Asks for the rows that are probably shown first, before there is anything to show them. */
  readonly ask: (scope: Scope) => void
  /** Resolves when they have been painted: until then nothing else is asked for that can wait. */
  readonly painted: Promise<unknown>
}

const noRows: FirstRows = { ask: () => {}, painted: Promise.resolve() }

/** Keeps the page's store like what main knows, and tells main what is shown. Returns the undo. */
export const startSession = (api: Api, on: On, rows: FirstRows = noRows): (() => void) => {
  const guard = (work: Promise<unknown>) =>
    void work.catch(cause => {
      const fault = failureOf(cause)
      // Main says so by an event too, and ends this page.
      if (fault.code !== 'locked') useUi.setState({ fault })
    })
  const undo = [
    on('connections-changed', () => {
      guard(loadConnections(api))
      // What a service allows is announced with its connection, when it is stored.
      guard(loadProfiles(api, useUi.getState().connection))
    }),
    on('reveals-changed', () => guard(loadReveals(api))),
    on('hand-offs-changed', () => guard(loadHandOffs(api))),
    on('proofs-changed', () => guard(loadProofs(api))),
    on('sync-changed', receiveSync),
    on('lock-changed', lock => guard(followLock(api, lock))),
    on('keys-changed', scope => {
      // How many keys are here has changed, and main says so with the next sync only.
      if (scope.connection === useUi.getState().connection) guard(loadSync(api, scope))
    }),
    useUi.subscribe((state, before) => tellMain({ api, guard, rows }, state, before)),
  ]
  guard(loadAll(api, rows))
  return () => {
    for (const stop of undo) stop()
  }
}

/** Asks for everything, or again after it could not be read: what the first page shows, and then the rest. */
export const loadAll = async (api: Api, rows: FirstRows = noRows): Promise<void> => {
  // Whatever failed, main is told again what to watch once the connections are here.
  useUi.setState({ fault: null, connections: null })
  const [lock, preferences] = await Promise.all([
    api.app.lockState(null),
    api.app.preferences(null),
  ])
  if (lock.locked !== null) return showLocked(lock, preferences)
  useUi.setState({ lock })
  if (useUi.getState().connection === null) receivePreferences(preferences)
  await loadFirst(api, rows)
  await rows.painted
  await Promise.all([loadReveals(api), loadHandOffs(api), loadProofs(api), loadInfo(api)])
}

/** In one step: a page that changes with each answer would be drawn several times. */
const loadFirst = async (api: Api, rows: FirstRows): Promise<void> => {
  const scope = scopeOf(useUi.getState())
  if (scope) rows.ask(scope)
  const [connectors, connections, profiles] = await Promise.all([
    api.connections.connectors(null),
    api.connections.list(null),
    // Of a connection that is remembered and gone, there is none.
    scope && profilesOf(api, scope.connection).catch(() => null),
  ])
  useUi.setState({ connectors })
  for (const [at, profile] of profiles ?? []) receiveProfile(at, profile)
  receiveConnections(connections)
  if (profiles === null) await loadProfiles(api, useUi.getState().connection)
}

/** Nothing of what was known stays: main ends this page too, but not before it could be seen. */
const showLocked = (lock: LockState, { theme }: Pick<Preferences, 'theme'>): void =>
  useUi.setState({ ...initialUi, theme, lock })

const followLock = async (api: Api, lock: LockState): Promise<void> =>
  lock.locked === null ? loadAll(api) : showLocked(lock, useUi.getState())

const receivePreferences = (preferences: Preferences): void => {
  const { theme, connection, environment, ...safety } = preferences
  useUi.setState({ theme, safety })
  showScope({ connection, environment })
}

const loadInfo = async (api: Api) => useUi.setState({ info: await api.app.info(null) })

const loadConnections = async (api: Api) => receiveConnections(await api.connections.list(null))

const loadReveals = async (api: Api) => {
  const [reveals, unfinished] = await Promise.all([
    api.reveals.pending(null),
    api.reveals.open(null),
  ])
  useUi.setState({ reveals, unfinished })
}

const loadHandOffs = async (api: Api) => useUi.setState({ handOffs: await api.handOffs.open(null) })

const loadProofs = async (api: Api) => useUi.setState({ proofs: await api.proofs.list(null) })

const loadSync = async (api: Api, { connection, environment }: Scope) =>
  receiveSync(await api.keys.sync({ connection, environment }))

/** Of both environments: a form may choose the other one, and one list may hold both. */
const profilesOf = (api: Api, connection: ConnectionId) =>
  Promise.all(
    environmentOrder.map(async (environment): Promise<readonly [Scope, Profile | null]> => {
      const scope = { connection, environment }
      return [scope, await api.connections.profile(scope)]
    }),
  )

const loadProfiles = async (api: Api, connection: ConnectionId | null) => {
  if (connection === null) return
  for (const [scope, profile] of await profilesOf(api, connection)) receiveProfile(scope, profile)
}

/** A preference that cannot be kept is not missed before the next start; nothing that is shown is wrong. */
const remember = (api: Api, change: Parameters<Api['app']['prefer']>[0]) =>
  void api.app.prefer(change).catch(() => undefined)

type Telling = {
  readonly api: Api
  readonly guard: (work: Promise<unknown>) => void
  readonly rows: FirstRows
}

const tellMain = ({ api, guard, rows }: Telling, state: UiState, before: UiState): void => {
  if (state.theme !== before.theme) remember(api, { theme: state.theme })
  // Until the list of connections is here, the scope is a memory that may name a connection that is gone.
  if (state.connections === null) return
  const first = before.connections === null
  const { connection, environment } = state
  const scope = scopeOf(state)
  const moved = first || !sameScope(scope, scopeOf(before))
  if (moved) remember(api, { connection, environment })
  const watched = watchedScopes(state)
  if (moved || watched.length !== watchedScopes(before).length) {
    // Main reads a service only once it is told, which must not hold up the rows that are here already.
    const painted = scope === null ? Promise.resolve() : rows.painted
    // What is shown then: it may have become another.
    const watch = () => api.keys.watch({ scopes: [...watchedScopes(useUi.getState())] })
    guard(painted.then(watch))
    for (const one of watched) guard(loadSync(api, one))
  }
  // Those of the first one are here with the connections.
  if (!first && connection !== before.connection) guard(loadProfiles(api, connection))
}
