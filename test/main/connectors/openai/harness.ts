import { openai } from '../../../../src/main/connectors/openai/index.ts'
import type { Harness, Running } from '../harness.ts'
import { type StandIn, startOpenAi } from './stand-in.ts'
import type { AdminKey, Organization, Project, ProjectKey } from './stand-in-world.ts'

export const ada = { id: 'user_ada', name: 'Ada Lovelace', email: 'ada@example.com' }
const born = 1_711_471_533
const common = { created_at: born, expires_at: null, last_used_at: null, deleted: false }
const lasting = { ...common, acceptedUntil: Number.POSITIVE_INFINITY }

export const adminKey = (value: string, more: Partial<AdminKey> = {}): AdminKey => ({
  ...{ ...lasting, id: `key_${value.slice(9)}`, name: 'Claviger', value, owner: ada },
  scopes: ['api.management.read', 'api.management.write'],
  ...more,
})

export const userKey = (id: string, more: Partial<ProjectKey> = {}): ProjectKey => ({
  ...{ ...lasting, id, name: 'checkout-service', value: `sk-proj-${id}`, owner: ada },
  owner_project_access: 'active',
  ...more,
})

export const project = (id: string, keys: ProjectKey[] = []): Project => ({
  ...{ id, name: id.replace('proj_', ''), status: 'active', accounts: [], keys },
})

export const organization = (
  id: string,
  adminKeys: AdminKey[],
  projects: Project[] = [],
): Organization => ({ id, adminKeys, projects, events: [], revocationDelayMs: 0 })

/** One organization whose two projects are the environments. */
const startProjects: Harness['start'] = async () => {
  const service: StandIn = await startOpenAi([
    organization(
      'org_a',
      [adminKey('sk-admin-a')],
      [project('proj_preview'), project('proj_production')],
    ),
  ])
  const admin = 'sk-admin-a'
  return {
    url: service.url,
    settings: { preview: { project: 'proj_preview' }, production: { project: 'proj_production' } },
    credentials: { preview: admin, production: admin },
    version: null,
    accepts: async (environment, secret) => service.acceptsIn(`proj_${environment}`, secret),
    stop: service.stop,
  }
}

/** Two organizations, whose admin keys are the environments'. */
const startOrganizations: Harness['start'] = async () => {
  const credentials = { preview: 'sk-admin-preview', production: 'sk-admin-production' }
  const service = await startOpenAi(
    (['preview', 'production'] as const).map(environment =>
      organization(`org_${environment}`, [adminKey(credentials[environment])]),
    ),
  )
  /** Whether the key is let in, and sees the organization of the environment. */
  const accepts: Running['accepts'] = async (environment, key) => {
    const headers = { authorization: `Bearer ${key}` }
    const reply = await fetch(`${service.url}/organization/admin_api_keys`, { headers })
    return reply.ok && (await reply.text()).includes(`"key_${environment}"`)
  }
  return {
    ...{ url: service.url, credentials, version: null, accepts, stop: service.stop },
    settings: { preview: {}, production: {} },
  }
}

const replayed = { connector: openai, evidence: 'replayed' } as const
export const harness: readonly Harness[] = [
  { ...replayed, kind: 'a project’s keys', start: startProjects },
  { ...replayed, kind: 'admin keys', start: startOrganizations },
]
