import { openai } from '../../../../src/main/connectors/openai/index.ts'
import type { Harness } from '../harness.ts'
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
const start: Harness['start'] = async () => {
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

export const harness: Harness = { connector: openai, evidence: 'replayed', start }
