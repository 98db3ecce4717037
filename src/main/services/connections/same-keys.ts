import type { ConnectorId } from '../../../shared/domain/connector.ts'
import { type Environment, environments } from '../../../shared/domain/environment.ts'
import type { KeyId } from '../../../shared/domain/key.ts'
import { infoOf } from '../../../shared/error.ts'
import type { Calling } from '../../connectors/connector.ts'
import type { StoredConnection } from '../ports.ts'
import { requireConnector } from '../scopes.ts'
import { invalid } from './draft.ts'
import { type ConnectionsParts, type GivenCredential, httpWith, shownConnection } from './parts.ts'
import { sameInBoth } from './separation.ts'

type At = Pick<StoredConnection, 'connector' | 'places'>
/** The beginning of an environment's list; null where it cannot be known. */
export type Begun = ReadonlySet<KeyId> | null

/**
 * The first page of what this credential leads to, where it must be told from the other environment's. Null where the
 * service tells the environments apart itself, and where the credential may not look.
 */
export const beginningOf = async (
  parts: ConnectionsParts,
  connection: At,
  given: GivenCredential,
  calling?: Calling,
): Promise<Begun> => {
  const { info, operations } = requireConnector(parts.connectorOf, connection.connector)
  if (info.environments === 'native') return null
  try {
    const { keys } = await operations.list(httpWith(parts, connection, given, calling), null)
    return new Set(keys.map(({ id }) => id))
  } catch (cause) {
    const code = infoOf(cause)?.code
    if (code === 'forbidden' || code === 'plan-required') return null
    throw cause
  }
}

/** The same of an environment that was connected before. What does not work there now leads nowhere. */
export const knownBeginning = async (
  parts: ConnectionsParts,
  connection: StoredConnection,
  environment: Environment,
): Promise<Begun> => {
  const { info } = requireConnector(parts.connectorOf, connection.connector)
  if (info.environments === 'native') return null
  try {
    const scope = { connection: connection.id, environment }
    const credential = await parts.credentials.get(connection, scope)
    return await beginningOf(parts, connection, { environment, credential })
  } catch (cause) {
    if (infoOf(cause)) return null
    throw cause
  }
}

/** Refuses two environments that have a key in common: Production's keys would stand under Preview. */
export const refuseSameKeys = (
  parts: ConnectionsParts,
  { connector }: Pick<At, 'connector'>,
  begun: Readonly<Record<Environment, Begun>>,
): void => {
  const { preview, production } = begun
  if (!preview || !production || ![...preview].some(id => production.has(id))) return
  throw sameKeys(parts, connector)
}

const sameKeys = (parts: ConnectionsParts, connector: ConnectorId) => {
  const [first] = requireConnector(parts.connectorOf, connector).info.settings
  const field = first ? `places.production.settings.${first.id}` : 'credentials.production'
  return invalid([{ field, problem: 'same-keys' }])
}

/**
 * Refuses a credential for what is, by address and settings, the place of the other environment, which has one: there
 * may be no key yet by which that could be seen. The form lets an environment without a credential be set as it likes.
 */
export const refuseSamePlace = async (
  parts: ConnectionsParts,
  connection: StoredConnection,
  { environment, credential }: GivenCredential,
): Promise<void> => {
  const other = otherOf(environment)
  if (shownConnection(parts, connection).credentials[other] === 'none') return
  const scope = { connection: connection.id, environment: other }
  const theirs = await parts.credentials.get(connection, scope).catch(() => null)
  const credentials = { preview: null, production: null, [environment]: credential.expose() }
  const both = { ...credentials, [other]: theirs?.expose() ?? null }
  const { info } = requireConnector(parts.connectorOf, connection.connector)
  if (sameInBoth(info, connection.places, environments, both).length > 0)
    throw sameKeys(parts, connection.connector)
}

export const otherOf = (environment: Environment): Environment =>
  environment === 'preview' ? 'production' : 'preview'
