import { z } from '../../../../src/shared/zod.ts'
import type { Answer, Asked } from '../stand-in-server.ts'
import type { Key, Workspace, World } from './stand-in-world.ts'

const name = z.string().min(1)
// With seconds: to the minute is refused.
const expiry = z.iso.datetime({ offset: true }).nullable().optional()
const Creation = z.strictObject({ name, expires_at: expiry, workspace_id: z.string().optional() })
// An expiry is no part of a change.
const Change = z.strictObject({ name: name.optional(), disabled: z.boolean().optional() })

/** The documented shape of every error. */
export const refusal = (code: number, message: string): Answer => ({
  status: code,
  body: { error: { code, message } },
})
const pageSize = 100

/** First and last characters. */
const labelOf = (secret: string): string => `${secret.slice(0, 12)}...${secret.slice(-3)}`

const shown = ({ faults }: World, key: Key) => {
  const told = (at: string | null) =>
    at === null || faults.unit === 'iso' ? at : Math.floor(Date.parse(at) / 1000)
  return {
    ...{
      hash: faults.hashIsKey ? key.secret : key.hash,
      name: key.name,
      label: labelOf(key.secret),
    },
    ...{
      disabled: key.disabled,
      workspace_id: faults.hidesWorkspace ? null : key.workspace,
      creator_user_id: `user_${key.account}`,
    },
    ...{ created_at: told(key.createdAt), updated_at: told(key.updatedAt) },
    expires_at: told(key.expiresAt),
    ...{ limit: null, limit_remaining: null, limit_reset: null, include_byok_in_limit: false },
    ...{ usage: 0, usage_daily: 0, usage_weekly: 0, usage_monthly: 0, external_user: null },
    ...{ byok_usage: 0, byok_usage_daily: 0, byok_usage_weekly: 0, byok_usage_monthly: 0 },
  }
}

/** What anybody is told who presents a key. */
export const whoIs = (key: Key): Answer => ({
  status: 200,
  body: {
    data: {
      ...{ label: labelOf(key.secret), is_management_key: key.management },
      ...{ is_provisioning_key: key.management, is_free_tier: false, expires_at: key.expiresAt },
      ...{ creator_user_id: `user_${key.account}`, organization_id: null },
      ...{ workspace_id: key.workspace, limit: null, limit_remaining: null, usage: 0 },
    },
  },
})

/** Answers what a management key asks for; null for what there is not. */
export const managementOf = (world: World, workspaces: readonly Workspace[]) => {
  const keysOf = ({ account }: Key) =>
    world.all().filter(key => key.account === account && !key.management)
  const workspaceOf = ({ account }: Key, id: string | null) => {
    const own = workspaces.filter(workspace => workspace.account === account)
    // The first is the default one.
    return id === null ? own[0] : own.find(workspace => workspace.id === id)
  }

  const list = (caller: Key, query: URLSearchParams): Answer => {
    const workspace = workspaceOf(caller, query.get('workspace_id'))
    if (!workspace) return refusal(400, 'Workspace not found')
    const offset = world.faults.ignoresOffset ? 0 : Number(query.get('offset') ?? 0)
    const found = keysOf(caller)
      .filter(key => key.workspace === workspace.id)
      .filter(key => query.get('include_disabled') === 'true' || !key.disabled)
    return {
      status: 200,
      body: { data: found.slice(offset, offset + pageSize).map(key => shown(world, key)) },
    }
  }

  const create = (caller: Key, body: unknown): Answer => {
    const wished = Creation.safeParse(body).data
    if (!wished) return refusal(400, 'Invalid request parameters')
    const workspace = workspaceOf(caller, wished.workspace_id ?? null)
    if (!workspace) return refusal(400, 'Workspace not found')
    const key = world.make({
      ...{ account: caller.account, workspace: workspace.id, name: wished.name },
      expiresAt: wished.expires_at ?? null,
    })
    return { status: 201, body: { data: shown(world, key), key: key.secret } }
  }

  const change = (key: Key, body: unknown): Answer => {
    const wished = Change.safeParse(body).data
    if (!wished) return refusal(400, 'Invalid request parameters')
    const { name = key.name, disabled = key.disabled } = wished
    const changed = { ...key, name, disabled, updatedAt: new Date(world.now()).toISOString() }
    world.put(changed)
    return { status: 200, body: { data: shown(world, changed) } }
  }

  const ofKey = (caller: Key, hash: string, { method, body }: Asked): Answer | null => {
    const key = keysOf(caller).find(one => one.hash === hash)
    if (!key) return refusal(404, 'API key not found')
    switch (method) {
      case 'GET':
        return { status: 200, body: { data: shown(world, key) } }
      case 'PATCH':
        return change(key, body)
      case 'DELETE':
        world.put({ ...key, deleted: true })
        return { status: 200, body: { deleted: true } }
      default:
        return null
    }
  }

  return (caller: Key, asked: Asked): Answer | null => {
    const { method, path, query, body } = asked
    const hash = /^\/keys\/([^/]+)$/.exec(path)?.[1]
    if (hash !== undefined) return ofKey(caller, hash, asked)
    if (path === '/keys') {
      return method === 'POST'
        ? create(caller, body)
        : method === 'GET'
          ? list(caller, query)
          : null
    }
    if (method !== 'GET') return null
    if (path === '/workspaces') {
      const own = workspaces.filter(({ account }) => account === caller.account)
      return { status: 200, body: { data: own, total_count: own.length } }
    }
    const id = /^\/workspaces\/([^/]+)$/.exec(path)?.[1]
    if (id === undefined) return null
    const found = workspaces.find(
      one => one.account === caller.account && [one.id, one.slug].includes(id),
    )
    return found ? { status: 200, body: { data: found } } : refusal(404, 'Workspace not found')
  }
}
