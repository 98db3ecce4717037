import type { ClientOf } from '../../shared/contract/define.ts'
import type { AppContract } from '../../shared/contract/index.ts'
import type { ConnectionId, Scope } from '../../shared/domain/key.ts'
import type { LockState } from '../../shared/domain/lock.ts'
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

/** Keeps the page's store like what main knows, and tells main what is shown. Returns the undo. */
export const startSession = (api: Api, on: On): (() => void) => {
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
    useUi.subscribe((state, before) => tellMain(api, state, before, guard)),
  ]
  guard(loadAll(api))
  return () => {
    for (const stop of undo) stop()
  }
}

/** Asks for everything, or again after it could not be read. */
export const loadAll = async (api: Api): Promise<void> => {
  // Whatever failed, main is told again what to watch once the connections are here.
  useUi.setState({ fault: null, connections: null })
  const lock = await api.app.lockState(null)
  if (lock.locked !== null) return showLocked(api, lock)
  useUi.setState({ lock })
  const first = useUi.getState().connection === null
  await Promise.all([loadConnectors(api), first ? loadPreferences(api) : null])
  const lists = [loadConnections(api), loadReveals(api), loadHandOffs(api), loadProofs(api)]
  await Promise.all([...lists, loadInfo(api)])
}

/** Nothing of what was known stays: main ends this page too, but not before it could be seen. */
const showLocked = async (api: Api, lock: LockState): Promise<void> => {
  useUi.setState(({ theme }) => ({ ...initialUi, theme, lock }))
  // A new page has not heard yet how it is to look.
  const { theme } = await api.app.preferences(null)
  useUi.setState({ theme })
}

const followLock = (api: Api, lock: LockState): Promise<void> =>
  lock.locked === null ? loadAll(api) : showLocked(api, lock)

const loadPreferences = async (api: Api) => {
  const { theme, connection, environment, ...safety } = await api.app.preferences(null)
  useUi.setState({ theme, safety })
  showScope({ connection, environment })
}

const loadConnectors = async (api: Api) =>
  useUi.setState({ connectors: await api.connections.connectors(null) })

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

const loadProfile = async (api: Api, scope: Scope) =>
  receiveProfile(scope, await api.connections.profile(scope))

/** Of both environments: a form may choose the other one, and one list may hold both. */
const loadProfiles = async (api: Api, connection: ConnectionId | null) => {
  if (connection === null) return
  await Promise.all(
    environmentOrder.map(environment => loadProfile(api, { connection, environment })),
  )
}

/** A preference that cannot be kept is not missed before the next start; nothing that is shown is wrong. */
const remember = (api: Api, change: Parameters<Api['app']['prefer']>[0]) =>
  void api.app.prefer(change).catch(() => undefined)

const tellMain = (
  api: Api,
  state: UiState,
  before: UiState,
  guard: (work: Promise<unknown>) => void,
): void => {
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
    guard(api.keys.watch({ scopes: [...watched] }))
    for (const one of watched) guard(loadSync(api, one))
  }
  if (first || connection !== before.connection) guard(loadProfiles(api, connection))
}
