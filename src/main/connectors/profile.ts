import type { ConnectorInfo } from '../../shared/domain/connector.ts'
import { environments } from '../../shared/domain/environment.ts'
import { nameLength } from '../../shared/domain/name.ts'
import {
  type Effect,
  type EffectWords,
  effects,
  type KindWords,
  type Profile,
} from '../../shared/domain/profile.ts'

/** What a connector knows of a service that does not describe itself. */
export type Known = {
  readonly info: Pick<ConnectorInfo, 'name'>
  readonly version: string | null
  /** Whom the service takes the credential for. */
  readonly caller: string | null
  /** What it can do, and the permission that the caller lacks for it, or null. */
  readonly can: Partial<Readonly<Record<Effect, string | null>>>
  /** What it cannot do and a person would look for: why, and where it is done instead, as a sentence. */
  readonly cannot: Partial<Readonly<Record<Effect, string>>>
  /** The service's own words for an effect, where Claviger's would mislead. */
  readonly words?: Partial<
    Readonly<Record<Effect, Pick<EffectWords, 'label' | 'done'> & Partial<EffectWords>>>
  >
} & Pick<Profile, 'proof' | 'propagationSeconds' | 'serverTime'> &
  Partial<
    Pick<
      Profile,
      | 'states'
      | 'kinds'
      | 'guidance'
      | 'permissions'
      | 'rotation'
      | 'nameLength'
      | 'keyPrefix'
      | 'longestExpirySeconds'
      | 'auditTitle'
      | 'restorable'
      | 'givenAtCreation'
    >
  >

/** Words for a kind of keys of which only the list's heading is the service's own. */
export const titled = (title: string): KindWords => ({
  ...{ title, detail: null, manage: null, name: null, namePlaceholder: null, nameHint: null },
  ...{ emptyTitle: null, emptyText: null, edited: null, columns: null },
})

const noWords = { title: null, text: null, confirm: null, checks: [] } as const

/** The profile of such a service: whatever is not known is Claviger's own. */
export const profileOf = ({ info, can, cannot, words = {}, ...known }: Known): Profile => ({
  service: info.name,
  effects: effects.map(effect => ({
    effect,
    supported: can[effect] !== undefined,
    reason: cannot[effect] ?? null,
    missingPermission: can[effect] ?? null,
    missingInPlan: false,
    whenForbidden: 'disabled',
  })),
  words: Object.fromEntries(
    Object.entries(words).map(([effect, said]) => [
      effect,
      { ...noWords, ...said, checks: [...(said.checks ?? [])] },
    ]),
  ),
  states: {},
  permissions: {},
  kinds: {},
  reveal: { title: null, warning: null, copy: null, done: null },
  guidance: [],
  naming: { examples: [], avoid: [] },
  presentation: { actions: 'row', statusField: false, oneList: false, confirmEdit: false },
  givenAtCreation: [],
  uniqueNames: [],
  longestExpirySeconds: null,
  rotation: { overlapSeconds: [0], longestOverlapSeconds: null, steps: [] },
  plan: null,
  auditTitle: null,
  restorable: false,
  nameLength,
  keyPrefix: null,
  environments: [...environments],
  ...known,
})
