import { claviger } from '../../../../src/main/connectors/claviger/index.ts'
import { version } from '../../../../src/service/version.ts'
import { startKeyService } from '../../../../tools/key-service.ts'
import type { Harness } from '../harness.ts'

/** The reference service as it runs for a person, in the likeness of `profile`. */
export const harnessOf = (profile: string): Harness => ({
  connector: claviger,
  evidence: 'own service',
  start: async () => {
    const service = await startKeyService(profile)
    return {
      ...{ url: service.url, credentials: service.tokens, version },
      trust: { ca: service.certificate, pin: service.fingerprint },
      settings: { preview: {}, production: {} },
      accepts: async (environment, key) => {
        const answer = await service.verify(environment, key)
        return answer instanceof Object && 'valid' in answer && answer.valid === true
      },
      stop: service.remove,
    }
  },
})

export const harness = harnessOf('claviger')
