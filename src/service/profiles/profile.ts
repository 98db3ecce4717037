export const environments = ['preview', 'production'] as const
/** Where a key is valid. Fixed when the key is created. */
export type Environment = (typeof environments)[number]

export const permissions = [
  'key:view',
  'key:create',
  'key:edit',
  'key:delete',
  'audit:view',
] as const
/** What an admin token may do, in each environment that it may enter. */
export type Permission = (typeof permissions)[number]

export const statuses = ['active', 'suspended'] as const
export type Status = (typeof statuses)[number]

/** `permission` is null where no admin token is asked for. */
export type Capability = { readonly effect: string; readonly permission: Permission | null }

/** `label` is on a button ("Suspend"); `done` tells that it happened ("Suspended"). */
export type Wording = { readonly label: string; readonly done: string }

/** Everything in which one key service differs from another, as data. Lengths are in code points. */
export type Profile = {
  readonly name: string
  readonly title: string
  readonly capabilities: readonly Capability[]
  readonly vocabulary: {
    readonly effects: Readonly<Record<string, Wording>>
    readonly states: Readonly<Record<Status, string>>
  }
  readonly reveal: 'once'
  readonly restorable: boolean
  readonly propagationSeconds: number
  readonly limits: {
    readonly nameLength: number
    readonly descriptionLength: number
    readonly pageSize: number
    readonly keys: number | null
  }
  readonly keyFormat: {
    readonly prefixes: Readonly<Record<Environment, string>>
    readonly checksum: 'crc32-base62-6'
  }
  readonly plan: { readonly name: string; readonly missing: readonly string[] }
}
