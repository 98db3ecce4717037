import { afterAll } from 'vitest'
import { secret } from '../../../src/main/base/secret.ts'
import type { Connector, Http } from '../../../src/main/connectors/connector.ts'
import { createHttp } from '../../../src/main/connectors/http.ts'
import { createTransport } from '../../../src/main/platform/https/index.ts'
import type { Environment } from '../../../src/shared/domain/environment.ts'
import { infoOf } from '../../../src/shared/error.ts'

/** HTTP of a connector to a service that runs, over the application's own transport; closed when the file's tests are over. */
export const connecting = (connector: Connector) => {
  const { transport, close } = createTransport({ random: () => 0 })
  afterAll(close)
  return (
    url: string,
    credential: string,
    settings: Readonly<Record<string, string>> = {},
    environment: Environment = 'preview',
  ): Http =>
    createHttp({
      transport,
      endpoint: { url, trust: { ca: null, pin: null }, settings, environment, connector },
      credential: secret(credential),
      now: Date.now,
    })
}

/** What went wrong, as data; the answer itself where nothing did. */
export const failureOf = (answer: Promise<unknown> | undefined): Promise<unknown> =>
  Promise.resolve(answer).catch(infoOf)

export const intent = '00000000-0000-4000-8000-000000000000'
