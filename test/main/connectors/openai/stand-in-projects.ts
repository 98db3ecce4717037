import type { Answer } from '../stand-in-server.ts'
import {
  type Admin,
  expiryOf,
  failed,
  mask,
  nextId,
  ok,
  type Project,
  type ProjectKey,
  page,
  record,
  remove,
  type ServiceAccount,
  secondsNow,
  timeOut,
  until,
  type World,
} from './stand-in-world.ts'

const keyOut = (world: World, key: ProjectKey) => ({
  object: 'organization.project.api_key',
  id: key.id,
  name: key.name,
  redacted_value: mask(key.value),
  created_at: timeOut(world, key.created_at),
  last_used_at: timeOut(world, key.last_used_at),
  expires_at: timeOut(world, key.expires_at),
  owner_project_access: key.owner_project_access,
  owner:
    'email' in key.owner
      ? { type: 'user', user: { ...key.owner, role: 'member', created_at: 1_711_471_533 } }
      : {
          type: 'service_account',
          service_account: { ...key.owner, role: 'member', created_at: 1_711_471_533 },
        },
})

/** Without the filter, keys whose owner lost access are left out of the list, although they are enabled. */
const list = ({ asked, world }: Admin, { keys }: Project): Answer => {
  const access = asked.query.get('owner_project_access') ?? 'active'
  const wanted = keys.filter(
    key => !key.deleted && (access === 'any' || key.owner_project_access === access),
  )
  return page(
    asked,
    wanted.map(key => keyOut(world, key)),
  )
}

const change = (admin: Admin, key: ProjectKey): Answer => {
  const seconds = admin.asked.body.expires_in_seconds
  if (typeof seconds !== 'number' || seconds <= 0) {
    return failed(400, "Invalid 'expires_in_seconds'.")
  }
  key.expires_at = secondsNow(admin.world) + seconds
  key.acceptedUntil = until(key.expires_at)
  return ok(keyOut(admin.world, key))
}

const oneKey = (admin: Admin, project: Project, id: string): Answer => {
  const key = project.keys.find(one => one.id === id && !one.deleted)
  if (!key || admin.world.misbehave.unseen) return failed(404, `No API key found with id ${id}.`)
  if (admin.asked.method === 'GET') return ok(keyOut(admin.world, key))
  if (admin.asked.method === 'POST') return change(admin, key)
  remove(admin, key)
  record(admin, { type: 'api_key.deleted', project: project.id, key: id })
  return ok({ object: 'organization.project.api_key.deleted', id, deleted: true })
}

/** A service account and its first key, which is always called "Secret Key". */
const createAccount = (admin: Admin, asked: Project): Answer => {
  const { world, organization } = admin
  const { name } = admin.asked.body
  if (typeof name !== 'string') return failed(400, "Missing required parameter: 'name'.")
  const elsewhere = world.misbehave.elsewhere
  const project = organization.projects.find(({ id }) => id === (elsewhere ?? asked.id)) ?? asked
  const account: ServiceAccount = { id: nextId(world, 'svc_acct_'), name }
  const id = nextId(world, 'key_')
  const expires = expiryOf(world, admin.asked)
  const key: ProjectKey = {
    id,
    name: 'Secret Key',
    value: `sk-svcacct-${organization.id}-${id}`,
    created_at: secondsNow(world),
    expires_at: expires,
    last_used_at: null,
    acceptedUntil: until(expires),
    deleted: false,
    owner: account,
    owner_project_access: 'active',
  }
  project.accounts.push(account)
  project.keys.push(key)
  record(admin, { type: 'api_key.created', project: project.id, key: id })
  return ok({
    object: 'organization.project.service_account',
    ...account,
    role: 'member',
    created_at: timeOut(world, key.created_at),
    api_key: {
      object: 'organization.project.service_account.api_key',
      value: key.value,
      name: key.name,
      created_at: timeOut(world, key.created_at),
      expires_at: timeOut(world, expires),
      id,
    },
  })
}

/** With an account, all its keys go. */
const oneAccount = (admin: Admin, project: Project, id: string): Answer => {
  const at = project.accounts.findIndex(account => account.id === id)
  const account = project.accounts[at]
  if (!account) return failed(404, `No service account found with id ${id}.`)
  if (admin.asked.method === 'GET') {
    if (admin.world.misbehave.unseen) return failed(404, `No service account found with id ${id}.`)
    return ok({ object: 'organization.project.service_account', ...account, role: 'member' })
  }
  project.accounts.splice(at, 1)
  for (const key of project.keys.filter(({ owner }) => owner === account)) remove(admin, key)
  return ok({ object: 'organization.project.service_account.deleted', id, deleted: true })
}

const projectOut = ({ id, name, status }: Project) => ({
  object: 'organization.project',
  id,
  name,
  created_at: 1_711_471_533,
  archived_at: status === 'archived' ? 1_711_471_600 : null,
  status,
})

/** `/organization/projects` and below; null for another path. */
export const projects = (admin: Admin): Answer | null => {
  const { asked, organization } = admin
  const [root, projectId, what, id] = admin.path.replace(/^\/organization\//, '').split('/')
  if (root !== 'projects') return null
  if (projectId === undefined) {
    const active = organization.projects.filter(({ status }) => status === 'active')
    return page(asked, active.map(projectOut))
  }
  const project = organization.projects.find(one => one.id === projectId)
  if (!project) return failed(404, `No project found with id ${projectId}.`)
  if (what === undefined) return ok(projectOut(project))
  if (what === 'api_keys')
    return id === undefined ? list(admin, project) : oneKey(admin, project, id)
  if (what !== 'service_accounts') return null
  return id === undefined ? createAccount(admin, project) : oneAccount(admin, project, id)
}
