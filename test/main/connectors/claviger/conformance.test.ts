import { afterAll, beforeAll, describe } from 'vitest'
import { secret } from '../../../../src/main/base/secret.ts'
import { claviger } from '../../../../src/main/connectors/claviger/index.ts'
import { createHttp } from '../../../../src/main/connectors/http.ts'
import { createTransport } from '../../../../src/main/platform/https/index.ts'
import { type KeyService, startKeyService } from '../../../../tools/key-service.ts'
import { describeFailures, describeLive } from '../conformance.ts'

const { transport, close } = createTransport()
afterAll(close)

describeFailures(claviger)

describe.each(['claviger', 'consently', 'consentrix', 'environments', 'projects', 'api-access'])(
  'the profile %s',
  profile => {
    let service: KeyService
    beforeAll(async () => {
      service = await startKeyService(profile)
    })
    afterAll(() => service.remove())

    describeLive(claviger, profile, () => ({
      http: environment =>
        createHttp({
          transport,
          endpoint: {
            origin: service.url,
            trust: { ca: service.certificate, pin: service.fingerprint },
            environment,
          },
          credential: secret(service.tokens[environment]),
          now: Date.now,
        }),
      accepts: async (environment, key) => {
        const answer = await service.verify(environment, key)
        return answer instanceof Object && 'valid' in answer && answer.valid === true
      },
    }))
  },
)
