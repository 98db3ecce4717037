import type { Connection, Place, Settings } from '../../src/shared/domain/connection.ts'
import type { ConnectorInfo } from '../../src/shared/domain/connector.ts'
import type { Environment } from '../../src/shared/domain/environment.ts'
import type { HandOff } from '../../src/shared/domain/hand-off.ts'
import type { Reveal, Unfinished } from '../../src/shared/domain/intent.ts'
import type { KeyRecord, Scope } from '../../src/shared/domain/key.ts'
import type { LockCause } from '../../src/shared/domain/lock.ts'
import type { Notice } from '../../src/shared/domain/notice.ts'
import { defaultPreferences, type Preferences } from '../../src/shared/domain/preferences.ts'
import {
  type Effect,
  type EffectRule,
  type EffectWords,
  effects,
  type KindWords,
  type Profile,
} from '../../src/shared/domain/profile.ts'
import type { Proof } from '../../src/shared/domain/proof.ts'
import type { SyncState } from '../../src/shared/domain/sync.ts'

/** What main would know, as plain data that a test changes at will. */
export type World = {
  now: number
  connectors: ConnectorInfo[]
  connections: Connection[]
  preferences: Preferences
  notices: Notice[]
  readOnly: boolean
  sync: Map<string, SyncState>
  profiles: Map<string, Profile>
  reveals: Reveal[]
  locked: LockCause | null
  intents: Unfinished[]
  handOffs: HandOff[]
  proofs: Proof[]
}

export const nameOf = ({ connection, environment }: Scope): string => `${connection}/${environment}`

const uuid = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

export const placeOf = (url: string, settings: Settings = {}): Place => ({
  ...{ url, settings },
  trust: { ca: null, pin: null },
})

export const connectionOf = (number: number, change: Partial<Connection> = {}): Connection => ({
  id: uuid(number),
  name: number === 1 ? 'Acme keys' : `Service ${number}`,
  connector: 'claviger',
  places: {
    preview: placeOf(`https://keys${number}.acme.example`),
    production: placeOf(`https://keys${number}.acme.example`),
  },
  builtIn: false,
  createdAt: 1_760_000_000_000,
  credentials: { preview: 'keychain', production: 'keychain' },
  ...change,
})

/** A kind of key service that knows Preview and Production, run by whoever has it. */
export const connectorOf = (change: Partial<ConnectorInfo> = {}): ConnectorInfo => ({
  ...{ id: 'claviger', name: 'Claviger key service', environments: 'native', settings: [] },
  address: { url: null, placeholder: 'https://keys.example.com', path: null, each: false },
  credential: {
    ...{ label: 'Admin token', placeholder: 'clva_…', where: 'Ask for one.', link: null },
    ...{ advice: 'Ask for little.', wrong: [] },
  },
  ...change,
})

/** Words of an effect that has no more of them than these. */
export const wordsOf = (label: string, done: string, change: Partial<EffectWords> = {}) => ({
  ...{ label, done, title: null, text: null, confirm: null, checks: [] },
  ...change,
})

/** A kind that has no words of its own but these. */
export const kindOf = (change: Partial<KindWords> = {}): KindWords => ({
  ...{ title: null, detail: null, manage: null, name: null },
  ...{ namePlaceholder: null, nameHint: null, emptyTitle: null, emptyText: null },
  ...{ edited: null, columns: null },
  ...change,
})

/** An effect that the service has and allows. */
export const ruleOf = (effect: Effect, change: Partial<EffectRule> = {}): EffectRule => ({
  ...{ effect, supported: true, reason: null, missingPermission: null, missingInPlan: false },
  whenForbidden: 'disabled',
  ...change,
})

/** A service of keys, without those effects that most services do not have. */
const plain = effects.map(effect =>
  ruleOf(effect, {
    supported: !['rotate', 'expire', 'revoke', 'create-system', 'generate', 'reveal'].includes(
      effect,
    ),
  }),
)

export const profileOf = (change: Partial<Profile> = {}): Profile => ({
  service: 'Claviger key service',
  version: '1.0',
  caller: 'admin',
  effects: plain,
  ...{ words: {}, states: {}, permissions: {}, kinds: {}, guidance: [], uniqueNames: [] },
  reveal: { title: null, warning: null, copy: null, done: null },
  naming: { examples: [], avoid: [] },
  givenAtCreation: [],
  presentation: { actions: 'row', statusField: false, oneList: false, confirmEdit: false },
  longestExpirySeconds: null,
  rotation: { overlapSeconds: [0], longestOverlapSeconds: null, steps: [] },
  ...{ plan: null, auditTitle: null, restorable: false, proof: 'key', propagationSeconds: 0 },
  ...{ nameLength: 255, keyPrefix: 'clv_', serverTime: null },
  environments: ['preview', 'production'],
  ...change,
})

/** The same with only these effects. */
export const profileWith = (supported: readonly Effect[], change: Partial<Profile> = {}): Profile =>
  profileOf({
    effects: effects.map(effect => ruleOf(effect, { supported: supported.includes(effect) })),
    ...change,
  })

const things = ['checkout', 'billing', 'crm', 'search', 'mobile app', 'analytics', 'export', 'mail']
const roles = ['service', 'integration', 'worker', 'staging', 'nightly job']
const people = ['ada@acme.example', 'grace@acme.example', 'linus@acme.example', null]

/** Key number `index` of a scope: the same every time. */
export const keyOf = (index: number, environment: Environment, now: number): KeyRecord => {
  const hex = ((index + 1) * 2_654_435_761).toString(16).slice(-8).padStart(8, '0')
  const createdAt = now - (index * 37 + 3) * 3_600_000
  return {
    id: `key_${hex}`,
    kind: 'key',
    name: `${things[index % 8]} ${roles[index % 5]} ${index + 1}`,
    mask: `clv_${environment === 'preview' ? 'prev' : 'prod'}_${hex.slice(0, 4)}…${hex.slice(4)}`,
    description: index % 3 === 0 ? `Used by the ${things[index % 8]} team` : null,
    state: index % 9 === 4 ? 'suspended' : 'active',
    createdAt,
    createdBy: people[index % 4] ?? null,
    updatedAt: createdAt,
    lastUsedAt: index % 5 === 3 ? null : now - index * 977_000,
    usageCount: index * 13,
    expiresAt: null,
    previousUntil: null,
    version: `"${index}"`,
  }
}

export const liveSync = (scope: Scope, count: number, now: number): SyncState => ({
  ...scope,
  phase: 'live',
  asOf: now,
  complete: true,
  count,
  total: count,
  clockOffset: 0,
  error: null,
  waitsUntil: null,
})

/** `connections` services with `count` keys in Preview and a third of that in Production. */
export const createWorld = (
  options: { readonly connections?: number; readonly count?: number; readonly now?: number } = {},
): World => {
  const { connections: services = 1, count = 300, now = Date.now() } = options
  const connections = Array.from({ length: services }, (_, index) => connectionOf(index + 1))
  const world: World = {
    ...{
      now,
      connectors: [connectorOf()],
      connections,
      notices: [],
      readOnly: false,
      reveals: [],
      locked: null,
      intents: [],
      handOffs: [],
      proofs: [],
    },
    preferences: { ...defaultPreferences, connection: connections[0]?.id ?? null },
    ...{ sync: new Map(), profiles: new Map() },
  }
  for (const { id } of connections) addScopes(world, id, count)
  return world
}

const addScopes = (world: World, connection: string, count: number): void => {
  for (const environment of ['preview', 'production'] as const) {
    const scope = { connection, environment }
    const length = environment === 'preview' ? count : Math.floor(count / 3)
    world.sync.set(nameOf(scope), liveSync(scope, length, world.now))
    world.profiles.set(nameOf(scope), profileOf())
  }
}
