import { setImmediate as nextTurn } from 'node:timers/promises'
import type { KeysQuery } from '../../../shared/contract/files.ts'
import type { KeyRow } from '../../../shared/contract/keys.ts'
import { type Environment, environments } from '../../../shared/domain/environment.ts'
import type { Scope } from '../../../shared/domain/key.ts'
import { AppError } from '../../../shared/error.ts'
import { type Redact, redactorOf } from '../../base/redact.ts'
import { liveSecrets } from '../../base/secret.ts'
import type { Store } from '../ports.ts'

/** The list of one environment of one connection, as far as it is known. Times in ms since 1970 UTC. */
export type ListedScope = {
  readonly connection: string
  readonly connectionName: string
  readonly service: string
  readonly environment: Environment
  readonly asOf: number | null
  readonly complete: boolean
}

/** Everything that matches, as it was at one moment. `windows` can be walked once. */
export type KeyList = {
  readonly query: KeysQuery
  readonly scopes: readonly ListedScope[]
  readonly total: number
  readonly windows: AsyncIterable<readonly KeyRow[]>
}

// Each window costs the store a walk to its start; each part, which is formatted at once, costs whoever waits.
const windowSize = 1000
const partSize = 200

/**
 * Reads the list window by window, so that it need not be in memory as a whole. Throws `AppError` `file` `changed` when
 * the store was written to in between: the windows would not be of one list.
 */
export const readKeyList = async (store: Store, query: KeysQuery): Promise<KeyList> => {
  const redact = redactorOf(liveSecrets())
  const revision = await store.keys.revision()
  const scopes = (await scopesOf(store, query)).map(scope => withoutSecrets(scope, redact))
  const first = await store.keys.window({ ...query, offset: 0, limit: 1 })
  return { query, scopes, total: first.total, windows: windowsOf() }

  async function* windowsOf(): AsyncGenerator<readonly KeyRow[]> {
    for (let offset = 0; offset < first.total; offset += windowSize) {
      const { rows, total } = await store.keys.window({ ...query, offset, limit: windowSize })
      // A key that expires in between is written nowhere, and leaves a list of active ones all the same.
      if (total !== first.total || (await store.keys.revision()) !== revision) {
        throw new AppError({ code: 'file', cause: 'changed' })
      }
      for (let at = 0; at < rows.length; at += partSize) {
        yield rows.slice(at, at + partSize).map(row => withoutSecretsIn(row, redact))
        await nextTurn()
      }
    }
  }
}

/** Somebody may have taken a key for its name. What the service itself makes, ids and masks, is no secret. */
const withoutSecretsIn = (row: KeyRow, redact: Redact): KeyRow => ({
  ...row,
  name: redact(row.name),
  description: row.description === null ? null : redact(row.description),
  createdBy: row.createdBy === null ? null : redact(row.createdBy),
})

const withoutSecrets = (scope: ListedScope, redact: Redact): ListedScope => ({
  ...scope,
  connectionName: redact(scope.connectionName),
})

const scopesOf = async (store: Store, { scope }: KeysQuery): Promise<readonly ListedScope[]> => {
  const connections = await store.connections.list()
  const wanted = connections
    .filter(({ id }) => scope === null || id === scope.connection)
    .flatMap(connection =>
      environments
        .filter(environment => (scope?.environment ?? environment) === environment)
        .map(environment => ({ connection, environment })),
    )
  return Promise.all(
    wanted.map(async ({ connection: { id, name, places }, environment }) => {
      const known: Scope = { connection: id, environment }
      const { asOf, complete } = await store.keys.state(known)
      const { url } = places[environment]
      return { ...known, connectionName: name, service: url, asOf, complete }
    }),
  )
}
