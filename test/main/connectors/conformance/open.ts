import { inspect } from 'node:util'
import { secret } from '../../../../src/main/base/secret.ts'
import type { Transport } from '../../../../src/main/base/transport.ts'
import type { Connector, Http, Operations } from '../../../../src/main/connectors/connector.ts'
import { createHttp } from '../../../../src/main/connectors/http.ts'
import { createTransport } from '../../../../src/main/platform/https/index.ts'
import type { Settings } from '../../../../src/shared/domain/connection.ts'
import { type Environment, environments } from '../../../../src/shared/domain/environment.ts'
import type { Harness, Running } from '../harness.ts'

/** In place of what the harness has. */
export type Change = {
  readonly credential?: string
  readonly settings?: Settings
  /** Stands between the connector and the network. */
  readonly through?: (transport: Transport) => Transport
}

export type Opened = {
  readonly running: Running
  readonly connector: Connector
  /** As the connector's own; everything they answer is kept for `leaks`. */
  readonly operations: Operations
  readonly http: (environment: Environment, change?: Change) => Http
  /** From here on this must be in no answer. */
  readonly hide: (secret: string) => void
  /** Answers and errors so far that hold something hidden, and forgets them all. */
  readonly leaks: () => readonly string[]
  readonly close: () => Promise<void>
}

/** JSON shows what would be kept and sent; of an error, everything that a log could. */
const shown = (answer: unknown): string =>
  answer instanceof Error ? inspect(answer, { depth: 8 }) : (JSON.stringify(answer) ?? '')

const watched = (operations: Operations, see: (name: string, answer: unknown) => void) =>
  Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [
      name,
      async (...input: readonly unknown[]) => {
        try {
          const answer = await Reflect.apply(operation, operations, input)
          see(name, answer)
          return answer
        } catch (cause) {
          see(name, cause)
          throw cause
        }
      },
    ]),
  ) as Operations // Each passes on what the one of its name takes and answers.

/** Starts the service and binds the connector to it as the application does. */
export const open = async ({ connector, start }: Harness): Promise<Opened> => {
  const running = await start()
  const { transport, close } = createTransport({ random: () => 0 })
  const seen: (readonly [string, string])[] = []
  const hidden = new Set(environments.map(environment => running.credentials[environment]))
  const { url, trust = { ca: null, pin: null } } = running
  const see = (name: string, answer: unknown) => void seen.push([name, shown(answer)])
  return {
    ...{ running, connector, operations: watched(connector.operations, see) },
    http: (environment, change = {}) =>
      createHttp({
        transport: change.through?.(transport) ?? transport,
        endpoint: {
          ...{ url: typeof url === 'string' ? url : url[environment], trust },
          ...{ settings: change.settings ?? running.settings[environment], environment, connector },
        },
        credential: secret(change.credential ?? running.credentials[environment]),
        now: Date.now,
      }),
    hide: value => void hidden.add(value),
    leaks: () =>
      seen.splice(0).flatMap(([name, text]) => {
        const found = [...hidden].some(value => text.includes(value))
        return found ? [`${name} answers a secret`] : []
      }),
    close: async () => {
      await close()
      await running.stop()
    },
  }
}
