import type { Connection, Keeping } from '../../../shared/domain/connection.ts'
import type { Environment } from '../../../shared/domain/environment.ts'
import type { ConnectionId, Scope } from '../../../shared/domain/key.ts'
import type { Profile } from '../../../shared/domain/profile.ts'
import { infoOf } from '../../../shared/error.ts'
import type { Log } from '../../base/log.ts'
import type { Secret } from '../../base/secret.ts'
import type { Calling, Connector } from '../../connectors/connector.ts'
import type { Emit, OpenPage, StoredConnection } from '../ports.ts'
import { requireConnector, type ScopeParts } from '../scopes.ts'

export type Keep = Exclude<Keeping, 'none'>
export type GivenCredential = { readonly environment: Environment; readonly credential: Secret }

/** The service took the credential of `environment`, and said this. */
export type Proof = { readonly environment: Environment; readonly profile: Profile }

export type ConnectionsParts = ScopeParts & {
  /** Every kind of key service. */
  readonly connectors: readonly Connector[]
  /** Opens a page in the browser. */
  readonly openPage: OpenPage
  readonly emit: Emit
  readonly log: Log
  readonly now: () => number
  readonly untilLocked: () => AbortSignal
  /** Called when what a scope is reached with has changed. */
  readonly onReachable: (scope: Scope) => void
  readonly onRemoved: (id: ConnectionId) => void
}

export const noneSaved = { preview: false, production: false }

/** The connection as the page may see it: where its credentials are, never what they are. */
export const shownConnection = (
  { credentials }: ConnectionsParts,
  stored: StoredConnection,
): Connection => {
  const { saved: _, ...connection } = stored
  const keeping = (environment: Environment) =>
    credentials.keeping(stored, { connection: stored.id, environment })
  return {
    ...connection,
    credentials: { preview: keeping('preview'), production: keeping('production') },
  }
}

/** The way to one environment with a credential that is not kept yet. */
export const httpWith = (
  parts: ConnectionsParts,
  { connector: id, places }: Pick<StoredConnection, 'connector' | 'places'>,
  { environment, credential }: GivenCredential,
  calling?: Calling,
) => {
  const connector = requireConnector(parts.connectorOf, id)
  return parts.connect({ ...places[environment], environment, connector }, credential, calling)
}

/** Asks the service who it takes this credential for. Keeps nothing. */
export const describeWith = (
  parts: ConnectionsParts,
  connection: Pick<StoredConnection, 'connector' | 'places'>,
  given: GivenCredential,
  calling?: Calling,
) => {
  const { operations } = requireConnector(parts.connectorOf, connection.connector)
  return operations.describe(httpWith(parts, connection, given, calling))
}

/** Writes the line into the activity log and tells the page that connections differ. */
export const recordChange = async (
  parts: ConnectionsParts,
  connection: ConnectionId,
  kind: 'connected' | 'edited' | 'authenticated' | 'disconnected',
  environment: Environment | null = null,
): Promise<void> => {
  const { store, emit, now } = parts
  const key = { key: null, keyName: null, mask: null }
  await orLog(parts, () =>
    store.activity.append([{ at: now(), by: 'you', kind, connection, environment, ...key }]),
  )
  emit('connections-changed', null)
  // What is unfinished can be asked for through other connections than before.
  emit('reveals-changed', null)
  emit('activity-changed', null)
}

/** What the service said of itself, so that it is known before the first sync. */
export const keepProfiles = (
  parts: ConnectionsParts,
  connection: ConnectionId,
  proofs: readonly Proof[],
): Promise<void> =>
  orLog(parts, async () => {
    for (const { environment, profile } of proofs) {
      await parts.store.profiles.put({ connection, environment }, profile)
    }
  })

/** The change itself is made: what fails after it is logged, not shown as its failure. */
export const orLog = async (
  { log }: ConnectionsParts,
  work: () => Promise<void>,
): Promise<void> => {
  try {
    await work()
  } catch (cause) {
    log('connection-not-recorded', { code: infoOf(cause)?.code ?? 'bug' })
  }
}
