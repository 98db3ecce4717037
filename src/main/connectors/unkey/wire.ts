import { KeyId, type KeyRecord } from '../../../shared/domain/key.ts'
import type { Verdict } from '../../../shared/domain/verdict.ts'
import { AppError } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'
import type { KeyPage } from '../connector.ts'
import { maskOf } from '../mask.ts'
import { pageBy } from '../page.ts'
import { eachRow, knownIn, msInstant, parse } from '../parse.ts'
import { withVersion } from '../version.ts'

// The server's numbers have no null: it leaves a zero out, or may come to send it.
const time = z.preprocess(at => (at === 0 ? null : at), msInstant.nullish())

// What is not named here is dropped, `plaintext` first of all: the key itself, where it is recoverable.
const Key = z
  .object({
    keyId: KeyId,
    start: z.string().nullish(),
    enabled: z.boolean(),
    name: z.string().nullish(),
    createdAt: msInstant,
    updatedAt: time,
    lastUsedAt: time,
    expires: time,
  })
  .transform(key =>
    withVersion({
      id: key.keyId,
      kind: 'key',
      // Unkey lets a key have none; a row must be told from others.
      name: key.name || key.keyId,
      mask: maskOf(key.start && `${key.start}…`),
      description: null,
      state: key.enabled ? 'active' : 'suspended',
      createdAt: key.createdAt,
      createdBy: null,
      updatedAt: key.updatedAt ?? null,
      lastUsedAt: key.lastUsedAt ?? null,
      usageCount: null,
      expiresAt: key.expires ?? null,
      previousUntil: null,
    }),
  )

const Envelope = z.object({ data: z.unknown() })

const dataOf = <T extends z.ZodType>(shape: T, body: unknown): z.output<T> =>
  parse(shape, parse(Envelope, body).data)

export const keyOf = (body: unknown, id: KeyId): KeyRecord => {
  const key = dataOf(Key, body)
  if (key.id !== id) throw new AppError({ code: 'bad-response', reason: 'shape' })
  return key
}

const Page = z.object({
  data: z.array(z.unknown()),
  pagination: z.object({ hasMore: z.boolean(), cursor: z.string().min(1).nullish() }),
})

export const pageOf = async (body: unknown, asked: string | null): Promise<KeyPage> => {
  const { data, pagination } = parse(Page, body)
  const keys = await eachRow(data, row => parse(Key, row))
  const { hasMore: more, cursor: next = null } = pagination
  return pageBy({ keys, more, next, cursor: asked })
}

export const apiOf = (body: unknown): { readonly id: string; readonly name: string } =>
  dataOf(z.object({ id: z.string(), name: z.string() }), body)

export const createdOf = (body: unknown): { readonly keyId: KeyId; readonly key: string } =>
  dataOf(z.object({ keyId: KeyId, key: z.string().min(1) }), body)

const Verification = z.object({ valid: z.boolean(), code: z.string(), keyId: KeyId.nullish() })

const refusals: Readonly<Record<string, Verdict>> = {
  NOT_FOUND: 'not-found',
  DISABLED: 'suspended',
  EXPIRED: 'expired',
}

/** A key that is out of credits or above its rate limit is refused for now: `unknown`, for it is not dead. */
export const verdictOf = (
  body: unknown,
): { readonly verdict: Verdict; readonly id: KeyId | null } => {
  const { valid, code, keyId } = dataOf(Verification, body)
  const refused = knownIn(refusals, code) ?? 'unknown'
  return { verdict: valid ? 'valid' : refused, id: keyId ?? null }
}
