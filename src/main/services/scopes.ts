import type { Environment } from '../../shared/domain/environment.ts'
import type { ConnectionId, Scope } from '../../shared/domain/key.ts'
import { AppError } from '../../shared/error.ts'
import type { Secret } from '../base/secret.ts'
import type { Calling, Connector, Endpoint, Http } from '../connectors/connector.ts'
import type { Credentials } from './credentials.ts'
import type { Announcement, BuiltInService, Store, StoredConnection } from './ports.ts'

export type ConnectorOf = (id: string) => Connector | null
/** Makes the one way out of a scope: authorized, and bound to its origin. */
export type Connect = (endpoint: Endpoint, credential: Secret, calling?: Calling) => Http

export type OpenScope = (
  scope: Scope,
  calling?: Calling,
) => Promise<{
  readonly connector: Connector
  readonly http: Http
  readonly service: string
}>

export type ScopeParts = {
  readonly store: Store
  readonly credentials: Credentials
  readonly builtIn: BuiltInService
  readonly connectorOf: ConnectorOf
  readonly connect: Connect
}

export const findConnection = async (store: Store, id: ConnectionId): Promise<StoredConnection> => {
  const found = (await store.connections.list()).find(connection => connection.id === id)
  if (!found) throw new AppError({ code: 'not-found', what: 'connection' })
  return found
}

export const originOf = ({ url }: Announcement): string => new URL(url).origin

/**
 * Names one environment's place among all, as intents remember it: its URL, with what is set there beside it; of the
 * built-in service, whose URL may change, just that it is it.
 */
export const serviceOf = (
  { builtIn, places }: StoredConnection,
  environment: Environment,
): string => {
  const { url, settings } = places[environment]
  if (builtIn) return 'built-in'
  const set = Object.entries(settings).sort(([one], [other]) => (one < other ? -1 : 1))
  return set.length === 0 ? url : `${url} ${JSON.stringify(set)}`
}

export const requireConnector = (connectorOf: ConnectorOf, id: string): Connector => {
  const connector = connectorOf(id)
  if (!connector) throw new AppError({ code: 'unsupported', effect: id })
  return connector
}

/** Nothing is sent, and no credential touched, while the outcome could not be recorded. */
export const requireWritable = ({ readOnly, notices }: Store): void => {
  if (!readOnly) return
  const newer = notices.some(notice => notice.kind === 'store-newer')
  throw new AppError({ code: 'store', cause: newer ? 'newer' : 'read-only' })
}

/**
 * Credential, place and environment come from one stored connection at the moment of use, so that a credential
 * can only ever travel to the place and environment it was given for.
 */
export const createOpenScope =
  ({ store, credentials, builtIn, connectorOf, connect }: ScopeParts): OpenScope =>
  async (scope, calling) => {
    const connection = await findConnection(store, scope.connection)
    const connector = requireConnector(connectorOf, connection.connector)
    const credential = await credentials.get(connection, scope)
    const { environment } = scope
    const place = connection.places[environment]
    // It may have come back on another port; its certificate, which is pinned, is the same.
    const url = connection.builtIn ? originOf(await builtIn.start(null)) : place.url
    const http = connect({ ...place, url, environment, connector }, credential, calling)
    return { connector, http, service: serviceOf(connection, environment) }
  }
