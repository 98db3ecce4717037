import { KeyId, type KeyRecord, type KeyState } from '../../../shared/domain/key.ts'
import { AppError } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'
import type { KeyPage } from '../connector.ts'
import { eachRow, instant, knownIn, parse } from '../parse.ts'
import { withVersion } from '../version.ts'

const time = instant.nullish()
const text = z.string().nullish().catch(null)

const Policy = z.object({
  effect: z.string(),
  permission_groups: z.array(z.object({ id: z.string(), meta: z.unknown().optional() })),
  resources: z.unknown(),
})

// Token of npm cloudflare 7.3.0. `status` may also be `revoked` (cloudflare/terraform-provider-cloudflare#7023). What a
// change must give back is kept as it came: times as text, the condition as it is.
const Token = z.object({
  id: KeyId,
  name: z.string(),
  status: z.string(),
  issued_on: time,
  modified_on: time,
  last_used_on: time,
  expires_on: z.string().nullish(),
  not_before: z.string().nullish(),
  condition: z.unknown().optional(),
  policies: z.array(Policy).nullish(),
  creator_email_at_creation: text,
})
export type Token = z.output<typeof Token>

const states: Readonly<Record<string, KeyState>> = {
  ...{ active: 'active', disabled: 'suspended', expired: 'expired', revoked: 'revoked' },
}

export const stateOf = (status: string): KeyState => knownIn(states, status) ?? 'unknown'

export const toRecord = (token: Token): KeyRecord =>
  withVersion({
    id: token.id,
    kind: 'key',
    name: token.name,
    mask: null,
    description: null,
    state: stateOf(token.status),
    createdAt: token.issued_on ?? null,
    createdBy: token.creator_email_at_creation ?? null,
    updatedAt: token.modified_on ?? null,
    lastUsedAt: token.last_used_on ?? null,
    usageCount: null,
    expiresAt: parse(time, token.expires_on) ?? null,
    previousUntil: null,
  })

export const tokenOf = (result: unknown, id: KeyId): Token => {
  const token = parse(Token, result)
  // Another token than the one that was asked is no answer.
  if (token.id !== id) throw new AppError({ code: 'bad-response', reason: 'shape' })
  return token
}

const Envelope = z.object({
  success: z.literal(true),
  result: z.unknown().optional(),
  result_info: z
    .object({
      page: z.number().nullish().catch(null),
      per_page: z.number().positive().nullish().catch(null),
      total_count: z.number().int().nonnegative().nullish().catch(null),
    })
    .nullish()
    .catch(null),
})

export const envelopeOf = (body: unknown) => parse(Envelope, body)

/**
 * One page, and whether another may follow: after a full one it is asked for, whatever total is told. `asked` is the
 * page's number, from 1.
 */
export const pageOf = async (body: unknown, asked: number, size: number): Promise<KeyPage> => {
  const { result, result_info: info } = envelopeOf(body)
  const rows = parse(z.array(z.unknown()), result)
  const keys = await eachRow(rows, row => toRecord(parse(Token, row)))
  // One that answers another page than it was asked for would answer it for ever.
  const astray = (info?.page ?? asked) !== asked
  const perPage = info?.per_page ?? size
  const isFull = keys.length > 0 && keys.length >= perPage
  const total = info?.total_count ?? 0
  // A total of fewer than were seen already is none.
  const isTrue = total >= (asked - 1) * perPage + keys.length
  return {
    ...{ keys, changes: null, total: isTrue && info?.total_count != null ? total : null },
    next: isFull && !astray ? String(asked + 1) : null,
    truncated: astray,
  }
}

/** The answer of a roll is the new secret itself. */
export const rolledOf = (result: unknown): string => parse(z.string().min(1), result)

const Verified = z.object({ id: KeyId, status: z.string(), not_before: time })

export const verifiedOf = (body: unknown) => parse(Verified, envelopeOf(body).result)

const Accounts = z.array(z.object({ id: z.string() }))

export const accountsOf = (body: unknown): readonly string[] =>
  parse(Accounts, envelopeOf(body).result).map(({ id }) => id)
