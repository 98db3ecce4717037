import type { Answer, Asked } from '../stand-in-server.ts'

/** Times are in seconds since 1970 UTC, `acceptedUntil` in ms by the stand-in's clock. */
type Key = {
  readonly id: string
  readonly name: string | null
  readonly value: string
  readonly created_at: number
  expires_at: number | null
  last_used_at: number | null
  acceptedUntil: number
  /** In no list any more, though it may be accepted for a while. */
  deleted: boolean
}

export type Person = { readonly id: string; readonly name: string; readonly email: string }
export type AdminKey = Key & { readonly owner: Person; readonly scopes: readonly string[] }
export type ServiceAccount = { readonly id: string; readonly name: string }

export type ProjectKey = Key & {
  readonly owner: Person | ServiceAccount
  readonly owner_project_access: 'active' | 'inactive'
}

export type Project = {
  readonly id: string
  readonly name: string
  status: 'active' | 'archived'
  readonly accounts: ServiceAccount[]
  readonly keys: ProjectKey[]
}

export type AuditEvent = {
  readonly id: string
  readonly type: string
  readonly effective_at: number
  readonly project: string | null
  readonly key: string
}

export type Organization = {
  readonly id: string
  readonly adminKeys: AdminKey[]
  readonly projects: Project[]
  readonly events: AuditEvent[]
  /** How long a key is accepted after it was deleted, in ms. */
  revocationDelayMs: number
}

export type Misbehaviour = {
  /** Times of keys go out in ms. */
  milliseconds: boolean
  /** The project in which service accounts land, whichever was asked for. */
  elsewhere: string | null
  /** No key and no service account is found by its id. */
  unseen: boolean
  /** The answer to everything. */
  refuse: Answer | null
}

export type World = {
  readonly organizations: readonly Organization[]
  readonly now: () => number
  readonly misbehave: Misbehaviour
  next: number
}

export type Caller = {
  readonly organization: Organization
  readonly admin: AdminKey | null
  readonly project: Project | null
}

/** A request of an administrator; `path` is without the version. */
export type Admin = {
  readonly world: World
  readonly asked: Asked
  readonly organization: Organization
  readonly path: string
}

export const failed = (status: number, message: string, code: string | null = null): Answer => ({
  status,
  body: { error: { message, type: 'invalid_request_error', param: null, code } },
})

export const ok = (body: unknown): Answer => ({ status: 200, body })

export const nextId = (world: World, prefix: string): string => {
  world.next += 1
  return `${prefix}${String(world.next).padStart(12, '0')}`
}

/** A time of a key as it goes out. */
export const timeOut = ({ misbehave }: World, seconds: number | null): number | null =>
  seconds === null ? null : misbehave.milliseconds ? seconds * 1000 : seconds

export const secondsNow = ({ now }: World): number => Math.floor(now() / 1000)

export const mask = (value: string): string => `${value.slice(0, 9)}...${value.slice(-4)}`

/** 1 to 100, by default 20: a list is never whole unless the caller turns its pages. */
export const page = (asked: Asked, all: readonly { readonly id: string }[]): Answer => {
  const limit = Number(asked.query.get('limit') ?? 20)
  if (!(limit >= 1 && limit <= 100)) return failed(400, `Invalid 'limit': ${limit}`)
  const after = asked.query.get('after')
  const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1
  const data = all.slice(from, from + limit)
  return ok({
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: from + limit < all.length,
  })
}

/** `null` where a key does not expire, also for a member that was left out. */
export const expiryOf = (world: World, { body }: Asked): number | null => {
  const seconds = body.expires_in_seconds
  return typeof seconds === 'number' ? secondsNow(world) + seconds : null
}

export const until = (expiresAt: number | null): number =>
  expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt * 1000

/** Out of the lists at once, and accepted for as long as the organization's delay. */
export const remove = (
  { organization, world }: Admin,
  key: Pick<Key, 'deleted' | 'acceptedUntil'>,
): void => {
  key.deleted = true
  key.acceptedUntil = Math.min(key.acceptedUntil, world.now() + organization.revocationDelayMs)
}

export const record = (
  { organization, world }: Admin,
  event: Omit<AuditEvent, 'id' | 'effective_at'>,
): void => {
  const id = nextId(world, 'audit_log-')
  organization.events.unshift({ ...event, id, effective_at: secondsNow(world) })
}
