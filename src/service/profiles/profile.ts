export const environments = ['preview', 'production'] as const
/** Where a key is valid. Fixed when the key is created. */
export type Environment = (typeof environments)[number]

/** What an admin token may do, in each environment that it may enter: a code of its service's profile. */
export type Permission = string

export const statuses = ['active', 'suspended', 'revoked', 'expired', 'absent'] as const
/** As readers see it: `expired` is derived from the clock, `absent` is a system without a key. */
export type Status = (typeof statuses)[number]

export const kinds = ['key', 'system'] as const
/** A system is a registered client that owns one key, or none yet; a `key` stands for itself. */
export type Kind = (typeof kinds)[number]

/** What can be asked of the service, by its effect. */
export const effects = [
  'list',
  'audit',
  'verify',
  'create',
  'create-system',
  'generate',
  'rename',
  'describe',
  'suspend',
  'resume',
  'revoke',
  'rotate',
  'expire',
  'delete',
] as const
export type Effect = (typeof effects)[number]

/** An effect that the service has. `permission` is null where no admin token is asked for. */
export type Capability = {
  readonly effect: Effect
  readonly permission: Permission | null
  /** What becomes of its button while the caller lacks the permission; disabled unless given. */
  readonly whenForbidden?: 'disabled' | 'hidden'
}

/** `label` is on a button ("Suspend"); `done` tells that it happened ("Suspended"); the rest is for its dialog. */
export type EffectWords = {
  readonly label: string
  readonly done: string
  readonly title?: string
  readonly text?: string
  readonly confirm?: string
  /** What a person makes sure of before. */
  readonly checks?: readonly string[]
}

/** What a list shows of a key; `key` is name and mask in one. Readers skip columns that they do not know. */
export type Column = { readonly id: string; readonly label: string }

/** What the service calls its keys, or its systems. */
export type KindWords = {
  readonly title?: string
  readonly detail?: string
  readonly manage?: string
  readonly name?: string
  readonly namePlaceholder?: string
  readonly nameHint?: string
  readonly emptyTitle?: string
  readonly emptyText?: string
  readonly edited?: string
  readonly columns?: readonly Column[]
}

export type Plan = {
  readonly name: string
  /** The effects that it does not include. */
  readonly missing: readonly Effect[]
}

/** Everything in which one key service differs from another, as data. Lengths are in code points. */
export type Profile = {
  readonly name: string
  readonly title: string
  readonly capabilities: readonly Capability[]
  readonly vocabulary: {
    readonly effects: Readonly<Partial<Record<Effect, EffectWords>>>
    readonly states: Readonly<Partial<Record<Status, string>>>
    readonly kinds: Readonly<Partial<Record<Kind, KindWords>>>
    readonly reveal: {
      readonly title?: string
      readonly warning?: string
      readonly copy?: string
      readonly done?: string
    }
    /** Sentences for a permission that is missing. */
    readonly permissions: Readonly<Record<Permission, string>>
    /** What the service calls its own log. */
    readonly audit?: string
  }
  readonly guidance: readonly {
    readonly title: string
    readonly text?: string
    readonly items: readonly string[]
  }[]
  readonly naming: { readonly examples: readonly string[]; readonly avoid: readonly string[] }
  readonly presentation: {
    /** Where a key's effects are offered: in its row, in the row's menu, or in its details alone. */
    readonly actions: 'row' | 'menu' | 'detail'
    /** Details are a form in which the status is a field. */
    readonly statusField: boolean
    /** Keys of both environments stand in one list, and the environment is chosen in the form. */
    readonly oneList: boolean
    readonly confirmEdit: boolean
  }
  /** Kinds whose names may occur once only in an environment, trimmed and case-folded. */
  readonly uniqueNames: readonly Kind[]
  /** Longest time until a key expires; null for no limit. */
  readonly expiry: { readonly longestSeconds: number | null }
  readonly rotation: {
    /** For how long the secret before may stay valid, to choose from; 0 is not at all. */
    readonly overlapSeconds: readonly number[]
    /** Longest that may be chosen freely; null when it must be one of the choices. */
    readonly longestOverlapSeconds: number | null
    /** The four steps of a hand-off. */
    readonly steps: readonly string[]
  }
  readonly reveal: 'once'
  readonly restorable: boolean
  readonly propagationSeconds: number
  readonly limits: {
    readonly nameLength: number
    readonly descriptionLength: number
    readonly pageSize: number
    /** Into so many parts a list can be split, to be read at the same time. */
    readonly shards: number
    readonly keys: number | null
  }
  readonly keyFormat: {
    /** The longer one is looked for first; both environments may have the same. */
    readonly prefixes: Readonly<Record<Environment, string>>
    readonly checksum: 'crc32-base62-6'
    /** How a secret is masked: its prefix or not, that many characters, the filler, that many of the end. */
    readonly mask: {
      readonly prefix: boolean
      readonly head: number
      readonly filler: string
      readonly tail: number
    }
  }
  /** From the least to the most; a new service has the last. */
  readonly plans: readonly Plan[]
  /** Words for what a plan does not include. */
  readonly upgrade: { readonly title: string; readonly text: string } | null
  /** Each call made with a key is written to the log with this origin; null when calls are only counted. */
  readonly callOrigin: string | null
}

/** The codes that this profile's capabilities take, each once. */
export const permissionsOf = ({ capabilities }: Profile): readonly Permission[] => [
  ...new Set(capabilities.flatMap(({ permission }) => permission ?? [])),
]
