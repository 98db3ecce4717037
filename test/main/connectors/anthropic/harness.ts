import { anthropic } from '../../../../src/main/connectors/anthropic/index.ts'
import type { Harness } from '../harness.ts'
import { type Key, type Organization, startAnthropic } from './stand-in.ts'

export const key = (id: string, more: Partial<Key> = {}): Key => ({
  ...{ id, name: 'checkout-service', value: `sk-ant-api03-${id}`, workspace: null },
  ...{ status: 'active', expires_at: null, acceptedUntil: Number.POSITIVE_INFINITY },
  ...more,
})

export const workspace = (id: string, more: Partial<Organization['workspaces'][number]> = {}) => ({
  ...{ id, name: id.replace('wrkspc_', ''), archived_at: null, isDefault: false },
  ...more,
})

export const admin = 'sk-ant-admin01-a'

export const organization = (
  keys: Key[],
  workspaces: Organization['workspaces'],
  more: Partial<Organization> = {},
): Organization => ({
  ...{ id: 'org_a', name: 'Example Org', admins: { [admin]: null }, workspaces, keys },
  revocationDelayMs: 0,
  ...more,
})

/** One organization whose two workspaces are the environments. */
const start: Harness['start'] = async () => {
  const keys: Key[] = []
  const service = await startAnthropic([
    organization(keys, [workspace('wrkspc_preview'), workspace('wrkspc_production')]),
  ])
  return {
    url: service.url,
    settings: {
      preview: { workspace: 'wrkspc_preview' },
      production: { workspace: 'wrkspc_production' },
    },
    credentials: { preview: admin, production: admin },
    version: null,
    accepts: async (environment, secret) => service.acceptsIn(`wrkspc_${environment}`, secret),
    // As in the Console: the API makes none.
    seed: async (environment, name) => {
      const made = key(`apikey_${name}`, { name, workspace: `wrkspc_${environment}` })
      keys.push(made)
      return made.value
    },
    stop: service.stop,
  }
}

export const harness: Harness = { connector: anthropic, evidence: 'replayed', start }
