import { type Answer, type Asked, type Listening, listen } from '../stand-in-server.ts'
import { adminKeys } from './stand-in-admin-keys.ts'
import { auditLog } from './stand-in-audit.ts'
import { projects } from './stand-in-projects.ts'
import {
  type Caller,
  failed,
  type Misbehaviour,
  type Organization,
  type World,
} from './stand-in-world.ts'

/**
 * OpenAI's administration interface as far as the connector relies on it. Hand-made from the types of npm openai 7.57.0
 * and the API reference, never run against the hosted service.
 */
export type StandIn = Omit<Listening, 'origin'> & {
  /** As a person would type it. */
  readonly url: string
  readonly organization: (id: string) => Organization
  /** Changed by a test at any time. */
  readonly misbehave: Misbehaviour
  /** Whether `secret` is let in to the project. */
  readonly acceptsIn: (project: string, secret: string) => boolean
}

export const startOpenAi = async (
  organizations: readonly Organization[],
  now: () => number = Date.now,
): Promise<StandIn> => {
  const misbehave: Misbehaviour = {
    ...{ milliseconds: false, elsewhere: null, unseen: false, refuse: null },
  }
  const world: World = { organizations, now, misbehave, next: 0 }
  const { origin, ...listening } = await listen(asked => answerOf(world, asked), now)
  return {
    ...listening,
    url: `${origin}/v1`,
    misbehave,
    organization: id => {
      const found = organizations.find(organization => organization.id === id)
      if (!found) throw new Error(`The stand-in has no organization ${id}`)
      return found
    },
    acceptsIn: (project, secret) => callerOf(world, secret)?.project?.id === project,
  }
}

/** Who presents `secret`, while it is accepted. */
const callerOf = ({ organizations, now }: World, secret: string): Caller | null => {
  for (const organization of organizations) {
    const isMine = (key: { value: string; acceptedUntil: number }) =>
      key.value === secret && key.acceptedUntil > now()
    const admin = organization.adminKeys.find(isMine)
    if (admin) return { organization, admin, project: null }
    const project = organization.projects.find(({ keys }) => keys.some(isMine))
    if (project) return { organization, admin: null, project }
  }
  return null
}

const answerOf = (world: World, asked: Asked): Answer => {
  if (world.misbehave.refuse) return world.misbehave.refuse
  const secret = String(asked.headers.authorization ?? '').replace(/^Bearer /, '')
  const caller = callerOf(world, secret)
  if (!caller) return unknownKey(world, secret)
  const path = asked.path.replace(/^\/v1/, '')
  if (path === '/models') return models(caller, asked)
  if (!path.startsWith('/organization/'))
    return failed(404, `Invalid URL (${asked.method} ${path})`)
  const scope = asked.method === 'GET' ? 'api.management.read' : 'api.management.write'
  if (!caller.admin?.scopes.includes(scope)) return missingScope(scope)
  const admin = { world, asked, organization: caller.organization, path }
  return (
    adminKeys(admin) ??
    projects(admin) ??
    auditLog(admin) ??
    failed(404, `Invalid URL (${asked.method} ${path})`)
  )
}

/** Seen in the wild: `error` is a bare string here, and an object everywhere else. */
const missingScope = (scope: string): Answer => ({
  status: 403,
  body: {
    error: `You have insufficient permissions for this operation. Missing scopes: ${scope}. Check that you have the correct role in your organization (Reader, Writer, Owner), and if you're using a restricted API key, that it has the necessary scopes.`,
  },
})

// The service documents no error of an expired key; the sentence is assumed.
const unknownKey = ({ organizations }: World, secret: string): Answer => {
  const expired = organizations.some(({ adminKeys: keys }) =>
    keys.some(key => key.value === secret && key.expires_at !== null),
  )
  const hint = `${secret.slice(0, 8)}***${secret.slice(-4)}`
  return expired
    ? failed(401, 'The API key has expired.', 'invalid_api_key')
    : failed(401, `Incorrect API key provided: ${hint}.`, 'invalid_api_key')
}

/** An admin key is for nothing but the administration. `OpenAI-Project` must be the key's own project. */
const models = ({ project }: Caller, { headers }: Asked): Answer => {
  if (!project) return missingScope('api.model.read')
  const named = headers['openai-project']
  if (named !== undefined && named !== project.id) {
    const said = 'OpenAI-Project header should match project for API key'
    return failed(401, said, 'mismatched_project')
  }
  const model = { id: 'gpt-4.1', object: 'model', created: 1_712_361_441, owned_by: 'system' }
  return { status: 200, body: { object: 'list', data: [model] } }
}
