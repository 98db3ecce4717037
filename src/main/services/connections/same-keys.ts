import type { Environment } from '../../../shared/domain/environment.ts'
import type { KeyId } from '../../../shared/domain/key.ts'
import { infoOf } from '../../../shared/error.ts'
import type { StoredConnection } from '../ports.ts'
import { requireConnector } from '../scopes.ts'
import { invalid } from './draft.ts'
import { type ConnectionsParts, type GivenCredential, httpWith } from './parts.ts'

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
): Promise<Begun> => {
  const { info, operations } = requireConnector(parts.connectorOf, connection.connector)
  if (info.environments === 'native') return null
  try {
    const { keys } = await operations.list(httpWith(parts, connection, given), null)
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
  const [first] = requireConnector(parts.connectorOf, connector).info.settings
  const field = first ? `places.production.settings.${first.id}` : 'credentials.production'
  throw invalid([{ field, problem: 'same-keys' }])
}
