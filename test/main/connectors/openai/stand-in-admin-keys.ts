import type { Answer } from '../stand-in-server.ts'
import {
  type Admin,
  type AdminKey,
  expiryOf,
  failed,
  mask,
  nextId,
  ok,
  page,
  record,
  remove,
  secondsNow,
  timeOut,
  until,
  type World,
} from './stand-in-world.ts'

const keyOut = (world: World, key: AdminKey) => ({
  object: 'organization.admin_api_key',
  id: key.id,
  name: key.name,
  redacted_value: mask(key.value),
  created_at: timeOut(world, key.created_at),
  last_used_at: timeOut(world, key.last_used_at),
  expires_at: timeOut(world, key.expires_at),
  owner: {
    type: 'user',
    object: 'organization.user',
    id: key.owner.id,
    name: key.owner.name,
    created_at: timeOut(world, key.created_at),
    role: 'owner',
  },
})

const create = (admin: Admin): Answer => {
  const { world, asked, organization } = admin
  const { name } = asked.body
  if (typeof name !== 'string') return failed(400, "Missing required parameter: 'name'.")
  const id = nextId(world, 'key_')
  const expires = expiryOf(world, asked)
  const key: AdminKey = {
    id,
    name,
    value: `sk-admin-${organization.id}-${id}`,
    created_at: secondsNow(world),
    expires_at: expires,
    last_used_at: null,
    acceptedUntil: until(expires),
    deleted: false,
    owner: { id: 'user_made', name: 'Ada Lovelace', email: 'ada@example.com' },
    scopes: ['api.management.read', 'api.management.write'],
  }
  organization.adminKeys.push(key)
  record(admin, { type: 'api_key.created', project: null, key: id })
  return ok({ ...keyOut(world, key), value: key.value })
}

const isListed = (key: AdminKey): boolean => !key.deleted

/** `/organization/admin_api_keys` and below; null for another path. */
export const adminKeys = (admin: Admin): Answer | null => {
  const { world, asked, organization, path } = admin
  const [, id] = path.match(/^\/organization\/admin_api_keys(?:\/([^/]+))?$/) ?? [null, null]
  if (id === null) return null
  if (id === undefined) {
    if (asked.method === 'POST') return create(admin)
    return page(
      asked,
      organization.adminKeys.filter(isListed).map(key => keyOut(world, key)),
    )
  }
  const key = organization.adminKeys.filter(isListed).find(one => one.id === id)
  if (!key) return failed(404, `No admin API key found with id ${id}.`)
  if (asked.method === 'GET') return ok(keyOut(world, key))
  if (asked.method !== 'DELETE') return failed(405, `Not allowed to ${asked.method}`)
  remove(admin, key)
  record(admin, { type: 'api_key.deleted', project: null, key: id })
  return ok({ object: 'organization.admin_api_key.deleted', id, deleted: true })
}
