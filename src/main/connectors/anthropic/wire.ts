import { KeyId, type KeyRecord, type KeyState } from '../../../shared/domain/key.ts'
import { AppError } from '../../../shared/error.ts'
import { z } from '../../../shared/zod.ts'
import type { KeyPage } from '../connector.ts'
import { maskOf } from '../mask.ts'
import { pageBy } from '../page.ts'
import { eachRow, instant, knownIn, parse } from '../parse.ts'
import { withVersion } from '../version.ts'

const time = instant.nullish()
const text = z.string().nullish().catch(null)
const Scope = z.object({ workspace_id: text }).nullish().catch(null)

// APIKey of npm @anthropic-ai/sdk 1.12.0; `workspace_id` beside it is of before `scope`. No answer ever has the secret.
const Key = z.object({
  id: KeyId,
  name: z.string(),
  status: z.string(),
  partial_key_hint: text,
  created_at: instant,
  expires_at: time,
  created_by: z.object({ id: text }).nullish().catch(null),
  scope: Scope,
  workspace_id: text,
})
type Key = z.output<typeof Key>

const states: Readonly<Record<string, KeyState>> = {
  ...{ active: 'active', inactive: 'suspended', archived: 'revoked', expired: 'expired' },
}

const toRecord = (key: Key): KeyRecord =>
  withVersion({
    id: key.id,
    kind: 'key',
    name: key.name,
    mask: maskOf(key.partial_key_hint),
    description: null,
    state: knownIn(states, key.status) ?? 'unknown',
    createdAt: key.created_at,
    createdBy: key.created_by?.id ?? null,
    updatedAt: null,
    lastUsedAt: null,
    usageCount: null,
    expiresAt: key.expires_at ?? null,
    previousUntil: null,
  })

/** Whether the key is of the environment's workspace; with none, all of the organization's are. */
const isIn = (workspace: string | null, { scope, workspace_id: before }: Key): boolean =>
  workspace === null || (scope?.workspace_id ?? before) === workspace

export type Asked = { readonly id: KeyId; readonly workspace: string | null }

/** Anthropic finds a key by its id whatever its workspace: one of another is none of this environment's. */
export const keyOf = (body: unknown, { id, workspace }: Asked): KeyRecord => {
  const key = parse(Key, body)
  if (key.id !== id) throw new AppError({ code: 'bad-response', reason: 'shape' })
  if (!isIn(workspace, key)) throw new AppError({ code: 'not-found', what: 'key' })
  return toRecord(key)
}

const Page = z.object({ data: z.array(z.unknown()), has_more: z.boolean(), last_id: text })

export type PageAsked = { readonly cursor: string | null; readonly workspace: string | null }

/** A page that holds another workspace's keys was filtered by nothing, and is refused as a whole. */
export const pageOf = async (body: unknown, { cursor, workspace }: PageAsked): Promise<KeyPage> => {
  const { data, has_more: more, last_id: last } = parse(Page, body)
  const keys = await eachRow(data, row => {
    const key = parse(Key, row)
    if (!isIn(workspace, key)) throw new AppError({ code: 'bad-response', reason: 'shape' })
    return toRecord(key)
  })
  const next = last ?? keys.at(-1)?.id ?? null
  return pageBy({ keys, more, next, cursor })
}

const Organization = z.object({ id: z.string(), name: z.string() })

export const organizationOf = (body: unknown) => parse(Organization, body)

const Workspace = z.object({ id: z.string(), name: z.string(), archived_at: time })

export const workspaceOf = (body: unknown) => parse(Workspace, body)

export const workspacesOf = (body: unknown) =>
  parse(z.object({ data: z.array(Workspace) }), body).data
