import { KeyId, type KeyRecord } from '../../../shared/domain/key.ts'
import { AppError } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'
import { eachRow, instant, parse } from '../parse.ts'
import { withVersion } from '../version.ts'

const text = z.string().nullish()
const time = instant.nullish()

/** The hash of a key is its id. Samples of the documentation have the key itself there: such an id would be kept. */
const Hash = KeyId.refine(hash => !hash.startsWith('sk-'))

// First and last characters. Of some keys the label is their name, and it could be anything.
const masked = /^sk-or-[\w-]{1,12}\.{3}\w{1,8}$/

/** Credit limits and use are left to OpenRouter’s own pages. */
const Key = z
  .object({
    ...{ hash: Hash, name: z.string(), label: text, disabled: z.boolean() },
    ...{ created_at: time, updated_at: time, expires_at: time, last_used_at: time },
    ...{ creator_user_id: text, workspace_id: text },
  })
  .transform(key => ({
    workspace: key.workspace_id ?? null,
    key: withVersion({
      ...{ id: key.hash, kind: 'key', name: key.name, description: null },
      mask: key.label && masked.test(key.label) ? key.label : null,
      state: key.disabled ? 'suspended' : 'active',
      createdAt: key.created_at ?? null,
      createdBy: key.creator_user_id ?? null,
      updatedAt: key.updated_at ?? null,
      lastUsedAt: key.last_used_at ?? null,
      usageCount: null,
      expiresAt: key.expires_at ?? null,
      previousUntil: null,
    }),
  }))

/** A key and the workspace in which it is, where the service says that. */
export type Placed = { readonly key: KeyRecord; readonly workspace: string | null }

const One = z.object({ data: Key })

export const keyOf = (body: unknown, id: KeyId): Placed => {
  const { data } = parse(One, body)
  if (data.key.id !== id) throw new AppError({ code: 'bad-response', reason: 'shape' })
  return data
}

export const createdOf = (body: unknown): Placed & { readonly secret: string } => {
  const { data, key } = parse(One.extend({ key: z.string().min(1) }), body)
  return { ...data, secret: key }
}

const Page = z.object({ data: z.array(z.unknown()) })

export const keysOf = async (body: unknown): Promise<readonly Placed[]> =>
  eachRow(parse(Page, body).data, row => parse(Key, row))

const Presented = z.object({
  data: z.object({
    ...{ is_management_key: z.boolean(), label: text, workspace_id: text },
    ...{ organization_id: text, creator_user_id: text },
  }),
})

/** What OpenRouter says of a key to who presents it. `account`: whose it is. */
export const presentedOf = (body: unknown) => {
  const { data } = parse(Presented, body)
  return {
    isManagement: data.is_management_key,
    label: data.label ?? null,
    workspace: data.workspace_id ?? null,
    account: data.organization_id ?? data.creator_user_id ?? null,
  }
}

export const workspaceOf = (body: unknown): string =>
  parse(z.object({ data: z.object({ id: z.string() }) }), body).data.id

export const workspacesOf = (body: unknown): readonly string[] =>
  parse(z.object({ data: z.array(z.object({ id: z.string() })) }), body).data.map(({ id }) => id)
