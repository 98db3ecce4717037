import { KeyId, type KeyRecord } from '../../../shared/domain/key.ts'
import { AppError } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'
import { serverTimeOf } from '../clock.ts'
import type { HttpReply } from '../connector.ts'
import { maskOf } from '../mask.ts'
import { eachRow, instant, parse } from '../parse.ts'
import { withVersion } from '../version.ts'

// As @better-auth/api-key 1.7.5 answers them. What is not named here, is dropped: metadata may hold anything.
const Key = z.object({
  id: KeyId,
  // Keys that were made before the plugin knew configurations have none.
  configId: z.string().nullish(),
  referenceId: z.string().nullish(),
  name: z.string().nullish(),
  start: z.string().nullish(),
  enabled: z.boolean(),
  lastRequest: instant.nullish(),
  expiresAt: instant.nullish(),
  createdAt: instant,
  updatedAt: instant.nullish(),
})
type Key = z.output<typeof Key>

/** A key, and what tells where it is at the service. */
export type Placed = {
  readonly key: KeyRecord
  readonly config: string
  /** The user or organization that owns it. */
  readonly owner: string | null
}

const stateOf = ({ enabled, expiresAt }: Key, now: number | null): KeyRecord['state'] => {
  if (expiresAt && now !== null && expiresAt <= now) return 'expired'
  return enabled ? 'active' : 'suspended'
}

const placedOf = (key: Key, now: number | null): Placed => ({
  config: key.configId || 'default',
  owner: key.referenceId ?? null,
  key: withVersion({
    id: key.id,
    kind: 'key',
    name: key.name ?? '',
    mask: maskOf(key.start && `${key.start}…`),
    description: null,
    state: stateOf(key, now),
    createdAt: key.createdAt,
    createdBy: null,
    updatedAt: key.updatedAt ?? null,
    lastUsedAt: key.lastRequest ?? null,
    // Its requestCount begins anew with each window of its rate limit.
    usageCount: null,
    expiresAt: key.expiresAt ?? null,
    previousUntil: null,
  }),
})

/** The key of an answer; a null `id` is a new key's. */
export const keyIn = (reply: HttpReply, id: KeyId | null): Placed => {
  const placed = placedOf(parse(Key, reply.body), serverTimeOf(reply))
  if (id !== null && placed.key.id !== id)
    throw new AppError({ code: 'bad-response', reason: 'shape' })
  return placed
}

const Secret = z.object({ key: z.string().min(1) })
export const secretIn = ({ body }: HttpReply): string => parse(Secret, body).key

const Page = z.object({ apiKeys: z.array(z.unknown()), total: z.number().int().nonnegative() })

/** A page of the list, whatever configuration its keys are of. */
export const pageIn = async (
  reply: HttpReply,
): Promise<{ readonly keys: readonly Placed[]; readonly total: number }> => {
  if (Array.isArray(reply.body)) {
    throw new AppError({
      code: 'unsupported-version',
      service: 'better-auth',
      version: null,
      // Until then a list was an array, and the plugin knew neither configurations nor pages.
      needs: '1.5 or later',
    })
  }
  const { apiKeys, total } = parse(Page, reply.body)
  const now = serverTimeOf(reply)
  return { keys: await eachRow(apiKeys, row => placedOf(parse(Key, row), now)), total }
}

const Permission = z.object({ success: z.boolean() })
export const isPermittedBy = ({ body }: HttpReply): boolean => parse(Permission, body).success

// Null is what a session that has ended, or never was, is told.
const Session = z.object({ user: z.object({ email: z.string() }) }).nullable()

/** Whose session it is; null for nobody's. */
export const callerIn = ({ body }: HttpReply): string | null =>
  parse(Session, body)?.user.email ?? null
