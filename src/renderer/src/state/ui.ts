import { useMemo } from 'react'
import { create } from 'zustand'
import type { KeyFilters, KeyRow } from '../../../shared/contract/keys.ts'
import type { Connection } from '../../../shared/domain/connection.ts'
import type { ConnectorId, ConnectorInfo } from '../../../shared/domain/connector.ts'
import type { Environment } from '../../../shared/domain/environment.ts'
import type { HandOff } from '../../../shared/domain/hand-off.ts'
import type { Intent, Reveal, Unfinished } from '../../../shared/domain/intent.ts'
import type { ConnectionId, KeyKind, KeyTarget, Scope } from '../../../shared/domain/key.ts'
import type { LockState } from '../../../shared/domain/lock.ts'
import type { Notice } from '../../../shared/domain/notice.ts'
import { defaultSafety } from '../../../shared/domain/preference-choices.ts'
import type { Preferences } from '../../../shared/domain/preferences.ts'
import type { Effect, Profile } from '../../../shared/domain/profile.ts'
import type { Proof } from '../../../shared/domain/proof.ts'
import type { SyncState } from '../../../shared/domain/sync.ts'
import type { ErrorInfo } from '../../../shared/error.ts'
import type { Detail, Dialog } from './dialog.ts'

export type Page = 'keys' | 'systems' | 'review' | 'activity' | 'connections' | 'settings'

/** What is known of both environments of the connection that is shown; null until known. */
type ByEnvironment<Known> = Readonly<Record<Environment, Known | null>>

/** What main has said of the application itself. */
type AppInfo = {
  readonly version: string
  readonly notices: readonly Notice[]
  readonly readOnly: boolean
}

export type UiState = {
  readonly info: AppInfo | null
  /** What kept the application's own data from being read at start. */
  readonly fault: ErrorInfo | null
  readonly theme: Preferences['theme']
  /** For how long a secret may be where others can see it. */
  readonly safety: Pick<Preferences, 'clipboardSeconds' | 'visibleSeconds' | 'idleMinutes'>
  readonly lock: LockState
  /** A person locks although a new secret waits: the question is open. */
  readonly lockAsked: boolean
  /** Every kind of key service, in the order in which they are offered. */
  readonly connectors: readonly ConnectorInfo[]
  /** Null until main has answered. */
  readonly connections: readonly Connection[] | null
  readonly connection: ConnectionId | null
  readonly environment: Environment
  readonly page: Page
  readonly search: string
  /** What narrows each list, by the list's own name; a list that is not named has none. */
  readonly filters: Readonly<Record<string, KeyFilters>>
  readonly dialog: Dialog
  readonly detail: Detail | null
  readonly syncs: ByEnvironment<SyncState>
  readonly profiles: ByEnvironment<Profile>
  /** Those of the environment that is shown. */
  readonly sync: SyncState | null
  readonly profile: Profile | null
  /** Secrets that wait to be stored: what they are of, never what they are. */
  readonly reveals: readonly Reveal[]
  readonly unfinished: readonly Unfinished[]
  /** Rotations whose new secret is on its way to its owner. */
  readonly handOffs: readonly HandOff[]
  /** Whether the keys that this run has ended are dead. */
  readonly proofs: readonly Proof[]
}

const unknown = { preview: null, production: null } as const

export const initialUi: UiState = {
  info: null,
  fault: null,
  theme: 'auto',
  safety: defaultSafety,
  lock: { locked: null, waiting: 0 },
  lockAsked: false,
  connectors: [],
  connections: null,
  connection: null,
  environment: 'preview',
  page: 'keys',
  search: '',
  filters: {},
  dialog: { kind: 'none' },
  detail: null,
  syncs: unknown,
  profiles: unknown,
  sync: null,
  profile: null,
  reveals: [],
  unfinished: [],
  handOffs: [],
  proofs: [],
}

export const useUi = create<UiState>()(() => initialUi)

export const scopeOf = ({ connection, environment }: UiState): Scope | null =>
  connection === null ? null : { connection, environment }

export const sameScope = (one: Scope | null, other: Scope | null): boolean =>
  one?.connection === other?.connection && one?.environment === other?.environment

/** Shows another scope. Nothing that was known of the last one stays in sight. */
export const showScope = (change: ScopeChange): void =>
  useUi.setState(state => inScope(state, change))

type ScopeChange = Partial<Pick<UiState, 'connection' | 'environment'>>

const inScope = (state: UiState, change: ScopeChange): Partial<UiState> => {
  const next = { ...state, ...change }
  if (sameScope(scopeOf(state), scopeOf(next))) return state
  const known = next.connection === state.connection ? state : { syncs: unknown, profiles: unknown }
  return { ...change, ...withShown(next.environment, known), detail: null }
}

const withShown = (environment: Environment, known: Pick<UiState, 'syncs' | 'profiles'>) => ({
  ...{ syncs: known.syncs, profiles: known.profiles },
  ...{ sync: known.syncs[environment], profile: known.profiles[environment] },
})

export const targetOf = ({ connection, environment, id }: KeyRow): KeyTarget => ({
  connection,
  environment,
  key: id,
})

/** A dialog lies over all else, and has the keyboard to itself. */
export const isCovered = ({ dialog, reveals, lockAsked }: UiState): boolean =>
  dialog.kind !== 'none' || reveals.length > 0 || lockAsked

/** The same of the page alone, over which the drawer may lie too. */
export const isPageCovered = (state: UiState): boolean => state.detail !== null || isCovered(state)

export const showPage = (page: Page): void => useUi.setState({ page, detail: null, search: '' })
const noFilters: KeyFilters = { kind: null, states: null }

/** What narrows a list: the same object until it is narrowed otherwise. */
export const useFilters = (list: string): KeyFilters =>
  useUi(state => state.filters[list] ?? noFilters)

export const setFilters = (list: string, filters: KeyFilters): void =>
  useUi.setState(state => ({ filters: { ...state.filters, [list]: filters } }))

export const showDetail = (detail: Detail | null): void => useUi.setState({ detail })
export const openDialog = (dialog: Dialog): void => useUi.setState({ dialog })
export const closeDialog = (): void => useUi.setState({ dialog: { kind: 'none' } })

/** A connection that is gone is not shown any longer; the first one is, when there is none to go back to. */
export const receiveConnections = (connections: readonly Connection[]): void =>
  useUi.setState(state => {
    const known = connections.some(({ id }) => id === state.connection)
    const connection = known ? state.connection : (connections[0]?.id ?? null)
    // In one step: nobody may be told of the one that is gone as if it were shown.
    return { ...inScope(state, { connection }), connections }
  })

/** A late answer of another connection is dropped. */
export const receiveSync = (sync: SyncState): void =>
  useUi.setState(state =>
    sync.connection === state.connection
      ? withShown(state.environment, {
          syncs: { ...state.syncs, [sync.environment]: sync },
          profiles: state.profiles,
        })
      : state,
  )

export const receiveProfile = ({ connection, environment }: Scope, profile: Profile | null): void =>
  useUi.setState(state =>
    connection === state.connection
      ? withShown(state.environment, {
          syncs: state.syncs,
          profiles: { ...state.profiles, [environment]: profile },
        })
      : state,
  )

/** What the service says of itself in one environment of the connection that is shown; null until known. */
export const profileOf = ({ profiles }: Pick<UiState, 'profiles'>, environment: Environment) =>
  profiles[environment]

/** The dialog must be there before main's event about it arrives, or the page would flash. */
export const receiveReveal = (reveal: Reveal): void =>
  useUi.setState(({ reveals }) => ({
    reveals: [...reveals.filter(({ id }) => id !== reveal.id), reveal],
  }))

/** What is known of the end of a key, or null. */
export const proofOf = (
  { proofs }: Pick<UiState, 'proofs'>,
  { connection, environment, key }: KeyTarget,
): Proof | null =>
  proofs.findLast(
    proof =>
      proof.key === key && proof.connection === connection && proof.environment === environment,
  ) ?? null

export const forgetUnfinished = (intent: Intent['id']): void =>
  useUi.setState(({ unfinished }) => ({ unfinished: unfinished.filter(({ id }) => id !== intent) }))

/** The scope that is shown, the same object while it is the same scope. */
export const useScope = (): Scope | null => {
  const connection = useUi(state => state.connection)
  const environment = useUi(state => state.environment)
  return useMemo(
    () => (connection === null ? null : { connection, environment }),
    [connection, environment],
  )
}

export const useConnection = (id: ConnectionId | null): Connection | null =>
  useUi(state => state.connections?.find(connection => connection.id === id) ?? null)

/** What is known of a kind of key service; of one that this version does not know, its name alone. */
export const useConnector = (id: ConnectorId): ConnectorInfo => {
  const known = useUi(state => state.connectors.find(connector => connector.id === id))
  return useMemo(() => known ?? unknownConnector(id), [known, id])
}

const unknownConnector = (id: ConnectorId): ConnectorInfo => ({
  ...{ id, name: id, environments: 'separate', settings: [] },
  address: { url: null, placeholder: '', path: '', each: true },
  credential: { label: '', placeholder: '', where: '', link: null, advice: '', wrong: [] },
})

/**
 * What the service is like, as far as it is known: its words are the same in an environment for which there is no
 * credential. What may be done there is not.
 */
export const pageProfile = ({ environment, profiles }: Pick<UiState, 'environment' | 'profiles'>) =>
  profiles[environment] ?? profiles.preview ?? profiles.production

const has = (effect: Effect, profile: Profile): boolean =>
  profile.effects.some(rule => rule.effect === effect && rule.supported)

/** Whether the service has such a list at all. Of a service that has said nothing, keys are expected. */
export const hasKind = (kind: KeyKind, profile: Profile | null): boolean => {
  if (profile === null) return kind === 'key'
  const systems = has('create-system', profile)
  return kind === 'system' ? systems : !systems || has('create', profile)
}

/** The page in sight: a list that the service does not have gives way to the one that it has. */
export const shownPage = (state: Pick<UiState, 'page' | 'environment' | 'profiles'>): Page => {
  const profile = pageProfile(state)
  if (state.page === 'keys' && !hasKind('key', profile)) return 'systems'
  return state.page === 'systems' && !hasKind('system', profile) ? 'keys' : state.page
}

/** Keys of both environments stand in one list. */
export const isOneList = (state: Pick<UiState, 'environment' | 'profiles'>): boolean =>
  pageProfile(state)?.presentation.oneList ?? false

/** The scopes whose keys are in sight, the chosen environment first. */
export const watchedScopes = (state: UiState): readonly Scope[] => {
  const scope = scopeOf(state)
  if (scope === null) return []
  const other = scope.environment === 'preview' ? 'production' : 'preview'
  return isOneList(state) ? [scope, { ...scope, environment: other }] : [scope]
}

/** The profile of a scope of the connection that is shown; null until known. */
export const useScopeProfile = ({ connection, environment }: Scope): Profile | null =>
  useUi(state => (connection === state.connection ? profileOf(state, environment) : null))
