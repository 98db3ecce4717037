import type { ConnectionId, Scope } from '../../shared/domain/key.ts'
import { AppError } from '../../shared/error.ts'
import type { Secret } from '../base/secret.ts'
import type { Connector, Endpoint, Http } from '../connectors/connector.ts'
import type { Credentials } from './credentials.ts'
import type { Announcement, BuiltInService, Store, StoredConnection } from './ports.ts'

export type ConnectorOf = (id: string) => Connector | null
/** Makes the one way out of a scope: authorized, and bound to its origin. */
export type Connect = (endpoint: Endpoint, credential: Secret) => Http

export type OpenScope = (scope: Scope) => Promise<{
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

/** Names the service among all: its origin, which for the built-in one may change. */
export const serviceOf = ({ builtIn, origin }: StoredConnection): string =>
  builtIn ? 'built-in' : origin

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
 * Credential, origin and environment come from one stored connection at the moment of use, so that a credential
 * can only ever travel to the origin and environment it was given for.
 */
export const createOpenScope =
  ({ store, credentials, builtIn, connectorOf, connect }: ScopeParts): OpenScope =>
  async scope => {
    const connection = await findConnection(store, scope.connection)
    const connector = requireConnector(connectorOf, connection.connector)
    const credential = await credentials.get(connection, scope)
    const { trust } = connection
    // It may have come back on another port; its certificate, which is pinned, is the same.
    const origin = connection.builtIn ? originOf(await builtIn.start(null)) : connection.origin
    const http = connect({ origin, trust, environment: scope.environment }, credential)
    return { connector, http, service: serviceOf(connection) }
  }
