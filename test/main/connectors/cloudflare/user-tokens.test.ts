import { describeLive } from '../conformance.ts'
import type { Harness } from '../harness.ts'
import { harness, manager, secretOf, token, user } from './harness.ts'
import { startCloudflare } from './stand-in.ts'

/** Two users, who manage their own tokens: no account is named. */
const start: Harness['start'] = async () => {
  const credentials = {
    preview: secretOf('cfut', 'manager_preview'),
    production: secretOf('cfut', 'manager_production'),
  }
  const of = (environment: keyof typeof credentials) =>
    user(environment, [
      manager(`manager_${environment}`, [environment], { value: credentials[environment] }),
    ])
  const users = { preview: of('preview'), production: of('production') }
  const { url, stop, acceptsAs } = await startCloudflare([users.preview, users.production])
  return {
    ...{ url, stop, credentials, version: null },
    settings: { preview: {}, production: {} },
    accepts: async (environment, secret) => acceptsAs(environment, secret),
    seed: async (environment, name) => {
      const made = token(name, { name, value: secretOf('cfut', name) })
      users[environment].tokens.push(made)
      return made.value
    },
  }
}

describeLive({ ...harness, start }, { name: 'user tokens' })
