import type { KeyEdit, KeyId, KeyRecord, KeyState } from '../../../shared/domain/key.ts'
import type { Profile } from '../../../shared/domain/profile.ts'
import { AppError, infoOf } from '../../../shared/error.ts'
import type { Connector, Http, Versioned } from '../connector.ts'
import { refuseOthers } from '../edit.ts'
import { refuseOrdinaryKey } from '../misconnected.ts'
import { unchanged } from '../version.ts'
import { check } from './check.ts'
import { info } from './info.ts'
import { headers, keysPath, organizationOn, send, workspaceIn, workspaceOn } from './place.ts'
import { profileIn } from './profile.ts'
import { meaningOf } from './refusal.ts'
import { keyOf, pageOf } from './wire.ts'

const pageSize = 1000

const models = { method: 'GET', path: '/models', headers } as const

const describe = async (http: Http): Promise<Profile> => {
  const id = workspaceIn(http)
  try {
    const { name, serverTime } = await organizationOn(http)
    const workspace = id === null ? null : await workspaceOn(http, id)
    return profileIn({ organization: name, workspace, serverTime })
  } catch (cause) {
    const code = infoOf(cause)?.code
    // An Admin API key is for the administration alone: what may list models is another kind of key.
    if (code === 'unauthorized' || code === 'forbidden') await refuseOrdinaryKey(http, models)
    throw cause
  }
}

const get = async (http: Http, id: KeyId): Promise<KeyRecord> => {
  const { body } = await send(http, { method: 'GET', path: keysPath(id) })
  return keyOf(body, { id, workspace: workspaceIn(http) })
}

type Change = {
  readonly name?: string
  readonly status?: 'active' | 'inactive' | 'archived'
}

const stateOf = {
  ...{ active: 'active', inactive: 'suspended', archived: 'revoked' },
} as const satisfies Record<NonNullable<Change['status']>, KeyState>

/** Archived is for good, and a status that the answer does not have was not taken. */
const update = async (http: Http, key: Versioned, body: Change): Promise<KeyRecord> => {
  const now = await unchanged(http, key, get)
  if (now.state === 'revoked') throw new AppError({ code: 'conflict', cause: 'key-revoked' })
  const reply = await send(http, { method: 'POST', path: keysPath(key.id), body })
  const then = keyOf(reply.body, { id: key.id, workspace: workspaceIn(http) })
  if (body.status !== undefined && then.state !== stateOf[body.status]) {
    throw new AppError({ code: 'bad-response', reason: 'shape' })
  }
  return then
}

const edit = async (http: Http, key: Versioned, change: KeyEdit): Promise<KeyRecord> => {
  refuseOthers(change, ['name', 'state'])
  const { name, state } = change
  const status = state === 'suspended' ? 'inactive' : state
  return update(http, key, {
    ...(name === undefined ? {} : { name }),
    ...(status === undefined ? {} : { status }),
  })
}

/**
 * Anthropic's Admin API: it lists, renames, deactivates and archives keys, and makes none. By the types of npm
 * @anthropic-ai/sdk 1.12.0 and https://platform.claude.com/docs/en/manage-claude/admin-api; never run against the service.
 */
export const anthropic: Connector = {
  info,
  authorization: { header: 'x-api-key', scheme: '' },
  replayMs: null,
  pollMs: 60_000,
  meaningOf,
  operations: {
    describe,
    list: async (http, cursor) => {
      const workspace = workspaceIn(http)
      const query = { limit: pageSize, after_id: cursor, workspace_id: workspace }
      const { body } = await send(http, { method: 'GET', path: keysPath(), query })
      return pageOf(body, { cursor, workspace })
    },
    get,
    edit,
    suspend: (http, key) => update(http, key, { status: 'inactive' }),
    resume: (http, key) => update(http, key, { status: 'active' }),
    revoke: (http, key) => update(http, key, { status: 'archived' }),
    check,
  },
}
