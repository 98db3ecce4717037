import { unkey } from '../../../../src/main/connectors/unkey/index.ts'
import type { Environment } from '../../../../src/shared/domain/environment.ts'
import { z } from '../../../../src/shared/zod.ts'
import type { Harness } from '../harness.ts'
import { type StandIn, startUnkey } from './stand-in.ts'

export const apis = { preview: 'api_preview', production: 'api_production' } as const
export const rootKeys = { preview: 'unkey_preview', production: 'unkey_production' } as const

const actions = ['read_api', 'read_key', 'create_key', 'update_key', 'delete_key', 'verify_key']

/** What the form advises: one API, and no more than is needed. */
export const permissionsFor = (api: string): readonly string[] =>
  actions.map(action => `api.${api}.${action}`)

/** Each environment with an API and a root key of its own. */
export const startTwoApis = (more: Parameters<typeof startUnkey>[1] = {}): Promise<StandIn> =>
  startUnkey(
    { [apis.preview]: 'Checkout, preview', [apis.production]: 'Checkout' },
    {
      [rootKeys.preview]: { permissions: permissionsFor(apis.preview) },
      [rootKeys.production]: { permissions: permissionsFor(apis.production) },
      ...more,
    },
  )

const Verification = z.object({ data: z.object({ valid: z.boolean() }) })

/** What the environment's API hears of a key that is presented to it. */
export const acceptsAt = async (
  url: string,
  environment: Environment,
  key: string,
): Promise<boolean> => {
  const reply = await fetch(`${url}/v2/keys.verifyKey`, {
    method: 'POST',
    headers: { authorization: `Bearer ${rootKeys[environment]}` },
    body: JSON.stringify({ key }),
  })
  return Verification.parse(await reply.json()).data.valid
}

export const harness: Harness = {
  connector: unkey,
  evidence: 'replayed',
  start: async () => {
    const { url, stop } = await startTwoApis()
    return {
      url,
      settings: { preview: { api: apis.preview }, production: { api: apis.production } },
      credentials: rootKeys,
      version: null,
      accepts: (environment, key) => acceptsAt(url, environment, key),
      stop,
    }
  },
}
