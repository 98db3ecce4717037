import type { z } from 'zod'
import { callerOf, tokenOf } from '../access.ts'
import type { Parts } from '../app.ts'
import type { Wish } from '../idempotency.ts'
import type { Act } from '../key-rows.ts'
import type { Environment } from '../profiles/profile.ts'
import type { CreatedKey, Key } from '../wire.ts'

/** Who asks, where, and when. */
export const actOf = (
  request: Parameters<typeof callerOf>[0],
  environment: Environment,
  { now }: Pick<Parts, 'now'>,
): Act => ({ environment, by: callerOf(request).name, now: now() })

/** What is done once, for the caller that asks. */
export const wishOf = (
  request: Parameters<typeof callerOf>[0],
  { key, route, payload }: Pick<Wish, 'key' | 'route' | 'payload'>,
): Wish => ({ key, route, payload, caller: callerOf(request).name, token: tokenOf(request) })

// What answers kept since before these members existed would say.
const additions = { kind: 'key', revokedAt: null, previousUntil: null } as const

/** The body of a stored answer that is a key. */
export const asKey = (body: unknown): z.infer<typeof Key> =>
  // It was made by the route that reads it; the serializer checks it once more.
  ({ ...additions, ...(body as z.infer<typeof Key>) })

/** The body of a stored answer that reveals a secret. */
export const asCreatedKey = (body: unknown): z.infer<typeof CreatedKey> => {
  // As above.
  const { key, secret } = body as z.infer<typeof CreatedKey>
  return { key: asKey(key), secret }
}
