import type { ClientOf } from '../../shared/contract/define.ts'
import type { AppContract } from '../../shared/contract/index.ts'
import type { Scope } from '../../shared/domain/key.ts'
import { failureOf, type On } from './api/client.ts'
import {
  receiveConnections,
  receiveProfile,
  receiveSync,
  sameScope,
  scopeOf,
  showScope,
  type UiState,
  useUi,
} from './state/ui.ts'

type Api = ClientOf<AppContract>

/** Keeps the page's store like what main knows, and tells main what is shown. Returns the undo. */
export const startSession = (api: Api, on: On): (() => void) => {
  const guard = (work: Promise<unknown>) =>
    void work.catch(cause => useUi.setState({ fault: failureOf(cause) }))
  const undo = [
    on('connections-changed', () => {
      guard(loadConnections(api))
      // What a service allows is announced with its connection, when it is stored.
      const scope = scopeOf(useUi.getState())
      if (scope) guard(loadProfile(api, scope))
    }),
    on('reveals-changed', () => guard(loadReveals(api))),
    on('sync-changed', receiveSync),
    on('keys-changed', scope => {
      // How many keys are here has changed, and main says so with the next sync only.
      if (sameScope(scope, scopeOf(useUi.getState()))) guard(api.keys.sync(scope).then(receiveSync))
    }),
    useUi.subscribe((state, before) => tellMain(api, state, before, guard)),
  ]
  guard(loadAll(api))
  return () => {
    for (const stop of undo) stop()
  }
}

/** Asks for everything again, after it could not be read. */
export const loadAll = async (api: Api): Promise<void> => {
  useUi.setState({ fault: null })
  const { theme, connection, environment } = await api.app.preferences(null)
  useUi.setState({ theme })
  showScope({ connection, environment })
  await Promise.all([loadConnections(api), loadReveals(api), loadInfo(api)])
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

const loadProfile = async (api: Api, { connection, environment }: Scope) => {
  const scope = { connection, environment }
  receiveProfile(scope, await api.connections.profile(scope))
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
  const scope = scopeOf(state)
  if (before.connections !== null && sameScope(scope, scopeOf(before))) return
  const { connection, environment } = state
  remember(api, { connection, environment })
  guard(api.keys.watch({ scope }))
  if (scope === null) return
  guard(api.keys.sync(scope).then(receiveSync))
  guard(loadProfile(api, scope))
}
