import type { KeyEdit } from '../../../shared/domain/key.ts'
import { AppError } from '../../../shared/error.ts'
import type { Token } from './wire.ts'

/** RFC 3339 without fractions of a second, as in the documentation's samples. */
const timeOf = (instant: number): string =>
  new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z')

const expiryOf = (token: Token, expiresAt: number | null | undefined): string | null => {
  if (expiresAt === undefined) return token.expires_on ?? null
  return expiresAt === null ? null : timeOf(expiresAt)
}

const statusOf = (token: Token, state: KeyEdit['state']): string => {
  if (state !== undefined) return state === 'suspended' ? 'disabled' : 'active'
  // Expired is what the time makes of it, not what anybody sets.
  return token.status === 'expired' ? 'active' : token.status
}

const isEmpty = (value: unknown): boolean =>
  value == null || (value instanceof Object && Object.values(value).every(isEmpty))

/**
 * The body of a PUT, which replaces the token: whatever is left out of it is taken from the token, its restrictions too.
 * An empty condition is not sent, for it would let nobody in (cloudflare/terraform-provider-cloudflare#897).
 */
export const replacementFor = (token: Token, { name, state, expiresAt }: KeyEdit) => {
  if (!token.policies) throw new AppError({ code: 'bad-response', reason: 'shape' })
  const expires = expiryOf(token, expiresAt)
  return {
    name: name ?? token.name,
    status: statusOf(token, state),
    // As npm cloudflare 7.3.0 writes a policy (TokenPolicyParam): without the ids and names that are read.
    policies: token.policies.map(({ effect, permission_groups: groups, resources }) => ({
      effect,
      permission_groups: groups.map(({ id, meta }) => ({ id, ...(meta ? { meta } : {}) })),
      resources,
    })),
    ...(isEmpty(token.condition) ? {} : { condition: token.condition }),
    ...(token.not_before == null ? {} : { not_before: token.not_before }),
    ...(expires === null ? {} : { expires_on: expires }),
  }
}
