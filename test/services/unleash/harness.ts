import { unleash } from '../../../src/main/connectors/unleash/index.ts'
import type { Harness } from '../../main/connectors/harness.ts'
import { startUnleash } from './service.ts'

/** The environments as Claviger offers to map them. */
export const mapped = { preview: 'development', production: 'production' } as const

/** The real service; one administrator's token for both environments. */
export const harness: Harness = {
  connector: unleash,
  evidence: 'ran',
  start: async () => {
    const service = await startUnleash()
    const { admin } = service.credentials
    return {
      url: service.url,
      trust: { ca: service.certificate, pin: null },
      settings: {
        preview: { environment: mapped.preview },
        production: { environment: mapped.production },
      },
      credentials: { preview: admin, production: admin },
      version: service.version,
      accepts: (environment, secret) => service.accepts(mapped[environment], secret),
      // How late a deletion really comes is tested for itself.
      pass: () => service.minute(),
      stop: service.remove,
    }
  },
}
