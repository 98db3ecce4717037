import { describeLive } from '../conformance.ts'
import type { Harness } from '../harness.ts'
import { harness, key, organization } from './harness.ts'
import { type Key, startAnthropic } from './stand-in.ts'

/** Two organizations and no workspace: all of an organization's keys are the environment's. */
const start: Harness['start'] = async () => {
  const keys: { preview: Key[]; production: Key[] } = { preview: [], production: [] }
  const credentials = { preview: 'sk-ant-admin01-one', production: 'sk-ant-admin01-other' }
  const of = (environment: keyof typeof keys) =>
    organization(keys[environment], [], {
      ...{ id: `org_${environment}`, admins: { [credentials[environment]]: null } },
    })
  const { url, stop, acceptsOf } = await startAnthropic([of('preview'), of('production')])
  return {
    ...{ url, stop, credentials, version: null },
    settings: { preview: {}, production: {} },
    accepts: async (environment, secret) => acceptsOf(`org_${environment}`, secret),
    seed: async (environment, name) => {
      const made = key(`apikey_${name}`, { name })
      keys[environment].push(made)
      return made.value
    },
  }
}

describeLive({ ...harness, start }, { name: 'whole organizations' })
