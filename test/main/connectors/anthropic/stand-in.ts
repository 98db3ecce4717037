import { type Answer, type Asked, type Listening, listen } from '../stand-in-server.ts'

/** `acceptedUntil` is in ms by the stand-in's clock. */
export type Key = {
  readonly id: string
  name: string
  readonly value: string
  /** Null is the whole organization's. */
  readonly workspace: string | null
  status: 'active' | 'inactive' | 'archived' | 'expired'
  readonly expires_at: string | null
  acceptedUntil: number
}

export type Organization = {
  readonly id: string
  readonly name: string
  /** Admin API keys, and what the service says of them: null where it lets them in. */
  readonly admins: Readonly<Record<string, Answer | null>>
  /** By id; the default one is in no list that does not ask for it. */
  readonly workspaces: readonly {
    readonly id: string
    readonly name: string
    readonly archived_at: string | null
    readonly isDefault: boolean
  }[]
  readonly keys: Key[]
  /** How long a key is accepted after it was deactivated or archived, in ms. */
  revocationDelayMs: number
}

export type Misbehaviour = {
  /** As answers were before `scope`: a bare `workspace_id`. */
  before: boolean
  /** Lists what was not asked for. */
  unfiltered: boolean
  /** Says 200 to a change and changes nothing. */
  deaf: boolean
  /** Times go out as numbers of ms. */
  milliseconds: boolean
  /** The answer to everything. */
  refuse: Answer | null
}

/**
 * Anthropic's Admin API as far as the connector relies on it. Hand-made from the types of npm @anthropic-ai/sdk 1.12.0
 * and the documentation, never run against the hosted service.
 */
export type StandIn = Omit<Listening, 'origin'> & {
  /** As a person would type it. */
  readonly url: string
  readonly misbehave: Misbehaviour
  /** Whether `secret` is let in as a key of the workspace. */
  readonly acceptsIn: (workspace: string, secret: string) => boolean
  /** The same of an organization. */
  readonly acceptsOf: (organization: string, secret: string) => boolean
}

type World = {
  readonly organizations: readonly Organization[]
  readonly now: () => number
  readonly misbehave: Misbehaviour
}

export const startAnthropic = async (
  organizations: readonly Organization[],
  now: () => number = Date.now,
): Promise<StandIn> => {
  const misbehave: Misbehaviour = {
    ...{ before: false, unfiltered: false, deaf: false, milliseconds: false, refuse: null },
  }
  const world = { organizations, now, misbehave }
  const { origin, ...listening } = await listen(asked => answerOf(world, asked), now)
  return {
    ...listening,
    url: `${origin}/v1`,
    misbehave,
    acceptsIn: (workspace, secret) => ownerOf(world, secret)?.key.workspace === workspace,
    acceptsOf: (organization, secret) => ownerOf(world, secret)?.organization.id === organization,
  }
}

const requestId = 'req_011CSHoEeqs5C35K2UUqR7Fy'

export const failed = (status: number, type: string, message: string): Answer => ({
  status,
  body: { type: 'error', error: { type, message }, request_id: requestId },
  headers: { 'request-id': requestId },
})

const ok = (body: unknown, headers: Answer['headers'] = {}): Answer => ({
  status: 200,
  body,
  headers: { 'request-id': requestId, ...headers },
})

const unknownKey = failed(401, 'authentication_error', 'invalid x-api-key')

const ownerOf = ({ organizations, now }: World, secret: string) => {
  for (const organization of organizations) {
    const key = organization.keys.find(one => one.value === secret && one.acceptedUntil > now())
    if (key) return { organization, key }
  }
  return null
}

const answerOf = (world: World, asked: Asked): Answer => {
  if (world.misbehave.refuse) return world.misbehave.refuse
  if (asked.headers['anthropic-version'] === undefined) {
    return failed(400, 'invalid_request_error', 'anthropic-version: header is required')
  }
  const secret = String(asked.headers['x-api-key'] ?? '')
  const path = asked.path.replace(/^\/v1/, '')
  if (path === '/models') return models(world, secret)
  const organization = world.organizations.find(({ admins }) => Object.hasOwn(admins, secret))
  const refused = organization?.admins[secret] ?? null
  if (!organization) return unknownKey
  if (refused) return refused
  const answer = administration(world, { asked, organization, path })
  return answer ?? failed(404, 'not_found_error', `Not found: ${path}`)
}

/** An Admin API key is for the administration alone, which is assumed: no page says what it hears here. */
const models = (world: World, secret: string): Answer => {
  const owner = ownerOf(world, secret)
  if (!owner) return unknownKey
  const { organization, key } = owner
  const model = { id: 'claude-opus-4-1', type: 'model', display_name: 'Claude Opus 4.1' }
  return ok(
    { data: [model], first_id: model.id, last_id: model.id, has_more: false },
    {
      'anthropic-organization-id': organization.id,
      ...(key.workspace === null ? {} : { 'anthropic-workspace-id': key.workspace }),
    },
  )
}

type Admin = {
  readonly asked: Asked
  readonly organization: Organization
  readonly path: string
}

const administration = (world: World, admin: Admin): Answer | null => {
  const { asked, organization, path } = admin
  if (path === '/organizations/me') {
    return ok({ id: organization.id, type: 'organization', name: organization.name })
  }
  const [, what, id] = path.match(/^\/organizations\/(workspaces|api_keys)(?:\/([^/]+))?$/) ?? []
  if (what === 'workspaces') return workspaces(admin, id)
  if (what !== 'api_keys') return null
  if (id === undefined) return list(world, admin)
  const key = organization.keys.find(one => one.id === id)
  if (!key) return failed(404, 'not_found_error', 'API key not found.')
  return asked.method === 'POST' ? update(world, admin, key) : ok(keyOut(world, key))
}

const workspaces = ({ asked, organization }: Admin, id: string | undefined): Answer => {
  const out = organization.workspaces.map(({ isDefault, ...workspace }) => ({
    workspace: { ...workspace, type: 'workspace', created_at: '2024-10-30T23:58:27.427722Z' },
    isDefault,
  }))
  if (id === undefined) {
    const all = asked.query.get('include_default') === 'true'
    const data = out.filter(({ isDefault }) => all || !isDefault).map(({ workspace }) => workspace)
    return ok({ data, first_id: null, last_id: null, has_more: false })
  }
  const found = out.find(({ workspace, isDefault }) => workspace.id === id && !isDefault)
  return found ? ok(found.workspace) : failed(404, 'not_found_error', 'Workspace not found.')
}

const keyOut = ({ misbehave }: World, key: Key) => {
  const time = (text: string) => (misbehave.milliseconds ? Date.parse(text) : text)
  const place = misbehave.before
    ? { workspace_id: key.workspace }
    : {
        principal: null,
        scope:
          key.workspace === null
            ? { type: 'organization' }
            : { type: 'workspace', workspace_id: key.workspace },
      }
  return {
    ...{ id: key.id, type: 'api_key', name: key.name, status: key.status, ...place },
    created_at: time('2024-10-30T23:58:27.427722Z'),
    created_by: { id: 'user_01WCz1FkmYMm4gnmykNKUu3Q', type: 'user' },
    expires_at: key.expires_at === null ? null : time(key.expires_at),
    partial_key_hint: `${key.value.slice(0, 16)}...${key.value.slice(-4)}`,
  }
}

/** 1 to 1000, by default 20. */
const list = (world: World, { asked, organization }: Admin): Answer => {
  const { query } = asked
  const workspace = query.get('workspace_id')
  const all = organization.keys.filter(
    key => world.misbehave.unfiltered || workspace === null || key.workspace === workspace,
  )
  const limit = Number(query.get('limit') ?? 20)
  if (!(limit >= 1 && limit <= 1000)) return failed(400, 'invalid_request_error', 'limit')
  const after = query.get('after_id')
  const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1
  const data = all.slice(from, from + limit).map(key => keyOut(world, key))
  const [first, last] = [data[0]?.id ?? null, data.at(-1)?.id ?? null]
  return ok({ data, first_id: first, last_id: last, has_more: from + limit < all.length })
}

/** Archived is for good. A status from without can be anything but `expired`. */
const update = (world: World, { asked, organization }: Admin, key: Key): Answer => {
  const { name, status } = asked.body
  if (world.misbehave.deaf) return ok(keyOut(world, key))
  if (key.status === 'archived') {
    return failed(400, 'invalid_request_error', 'An archived API key cannot be updated.')
  }
  if (typeof name === 'string') key.name = name
  if (status === 'active') {
    key.status = status
    key.acceptedUntil = Number.POSITIVE_INFINITY
  }
  if (status === 'inactive' || status === 'archived') {
    key.status = status
    key.acceptedUntil = world.now() + organization.revocationDelayMs
  }
  return ok(keyOut(world, key))
}
