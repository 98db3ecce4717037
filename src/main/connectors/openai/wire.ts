import { KeyId, type KeyRecord } from '../../../shared/domain/key.ts'
import { AppError } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'
import type { KeyPage } from '../connector.ts'
import { maskOf } from '../mask.ts'
import { pageBy } from '../page.ts'
import { eachRow, parse, secondInstant } from '../parse.ts'
import { withVersion } from '../version.ts'

// All times are in seconds. Null and absent both mean "never".
const time = secondInstant.nullish()
const text = z.string().nullish().catch(null)
const Named = z.object({ name: text, email: text }).nullish().catch(null)

// AdminAPIKey and ProjectAPIKey of npm openai 7.57.0. A secret in an answer is no member, so it goes no further.
const Key = z.object({
  id: KeyId,
  name: text,
  redacted_value: text,
  created_at: secondInstant,
  last_used_at: time,
  expires_at: time,
  owner_project_access: text,
  owner: z.object({ name: text, user: Named, service_account: Named }).catch({}),
})
type Key = z.output<typeof Key>

/** What OpenAI calls the key that comes with a service account, whatever the account is called. */
const firstKeyName = 'Secret Key'

const nameOf = ({ name, owner, redacted_value }: Key): string => {
  const account = owner.service_account?.name
  if (account && (!name || name === firstKeyName)) return account
  return name || redacted_value || ''
}

/** A key outlives its owner's place in the project, which is the first thing to be known of it. */
const ownerOf = ({ owner, owner_project_access: access }: Key): string | null => {
  const { user, service_account: account } = owner
  const name = user?.name ?? user?.email ?? account?.name ?? owner.name ?? null
  return access === 'inactive' ? `${name ?? 'Somebody'} (no longer in the project)` : name
}

const toRecord = (key: Key): KeyRecord =>
  withVersion({
    id: key.id,
    kind: 'key',
    name: nameOf(key),
    mask: maskOf(key.redacted_value),
    description: null,
    state: 'active',
    createdAt: key.created_at,
    createdBy: ownerOf(key),
    updatedAt: null,
    lastUsedAt: key.last_used_at ?? null,
    usageCount: null,
    expiresAt: key.expires_at ?? null,
    previousUntil: null,
  })

export const keyOf = (body: unknown, id: KeyId | null): KeyRecord => {
  const key = parse(Key, body)
  // Another key than the one that was asked is no answer.
  if (id !== null && key.id !== id) throw new AppError({ code: 'bad-response', reason: 'shape' })
  return toRecord(key)
}

const Page = z.object({ data: z.array(z.unknown()), has_more: z.boolean(), last_id: text })

export const pageOf = async (body: unknown, cursor: string | null): Promise<KeyPage> => {
  const { data, has_more: more, last_id: last } = parse(Page, body)
  const keys = await eachRow(data, row => keyOf(row, null))
  const next = last ?? keys.at(-1)?.id ?? null
  return pageBy({ keys, more, next, cursor })
}

/** `{"id", "deleted": true}`: what says anything else has deleted nothing. */
export const demandDeleted = (body: unknown): void => {
  parse(z.object({ deleted: z.literal(true) }), body)
}

const Value = z.object({ value: z.string().min(1) })

export const createdAdminKey = (body: unknown) => ({
  key: keyOf(body, null),
  value: parse(Value, body).value,
})

// The account's name is the key's: see `nameOf`. What else is known of a key is asked for afterwards.
const Account = z.object({
  id: z.string().min(1),
  name: z.string(),
  api_key: Value.extend({ id: KeyId, created_at: secondInstant, expires_at: time }),
})

export const createdAccount = (body: unknown) => {
  const { id, name, api_key: key } = parse(Account, body)
  const known = { id: key.id, kind: 'key', name, mask: null, description: null } as const
  const times = { createdAt: key.created_at, expiresAt: key.expires_at ?? null }
  const record = withVersion({
    ...{ ...known, ...times, state: 'active', createdBy: name, updatedAt: null },
    ...{ lastUsedAt: null, usageCount: null, previousUntil: null },
  })
  return { account: id, key: record, value: key.value }
}

const Project = z.object({ id: z.string(), name: text, status: text })

export const projectOf = (body: unknown) => parse(Project, body)

export const projectsOf = (body: unknown): readonly string[] =>
  parse(z.object({ data: z.array(Project) }), body).data.map(({ id }) => id)
