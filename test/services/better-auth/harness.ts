import { betterAuth } from '../../../src/main/connectors/better-auth/index.ts'
import type { Harness } from '../../main/connectors/harness.ts'
import { administrator, startBetterAuth } from './service.ts'

/** The real service, with a session of its administrator for each environment. */
export const harness: Harness = {
  connector: betterAuth,
  evidence: 'ran',
  start: async () => {
    const service = await startBetterAuth()
    // By a default key it is seen that the service does not know a configuration.
    await service.fill(service.configs.preview, 1)
    return {
      url: `${service.url}/api/auth`,
      trust: { ca: service.ca, pin: null },
      settings: {
        preview: { config: service.configs.preview },
        production: { config: service.configs.production },
      },
      credentials: {
        preview: service.admin.token,
        production: (await service.signIn(administrator)).token,
      },
      ...{ version: service.version, accepts: service.accepts, stop: service.remove },
    }
  },
}
