import { environments } from '../../../shared/domain/environment.ts'
import type { ConnectionId, Scope } from '../../../shared/domain/key.ts'
import { type ErrorInfo, infoOf } from '../../../shared/error.ts'
import { secret } from '../../base/secret.ts'
import type { StoredConnection } from '../ports.ts'
import { findConnection, requireConnector } from '../scopes.ts'
import { credentialProblem, invalid } from './draft.ts'
import {
  type ConnectionsParts,
  describeWith,
  type GivenCredential,
  type Keep,
  keepProfiles,
  orLog,
  recordChange,
  shownConnection,
} from './parts.ts'
import {
  beginningOf,
  knownBeginning,
  otherOf,
  refuseSameKeys,
  refuseSamePlace,
} from './same-keys.ts'

export const authenticate =
  (parts: ConnectionsParts) =>
  async (wish: Scope & { readonly credential: string; readonly keep: Keep }) => {
    const connection = await findConnection(parts.store, wish.connection)
    const scope = { connection: connection.id, environment: wish.environment }
    const { info } = requireConnector(parts.connectorOf, connection.connector)
    const problem = credentialProblem(wish.credential, info)
    if (problem !== null) throw invalid([{ field: 'credential', problem }])
    const given = { environment: wish.environment, credential: secret(wish.credential) }
    await refuseSamePlace(parts, connection, given)
    const profile = await describeWith(parts, connection, given)
    await refuseOther(parts, connection, given)
    const after = await putAway(parts, connection, given, wish.keep)
    await keepProfiles(parts, connection.id, [{ environment: wish.environment, profile }])
    await recordChange(parts, connection.id, 'authenticated', wish.environment)
    parts.onReachable(scope)
    return shownConnection(parts, after)
  }

/** Refuses a credential that leads to the keys of the other environment. */
const refuseOther = async (
  parts: ConnectionsParts,
  connection: StoredConnection,
  given: GivenCredential,
): Promise<void> => {
  const theirs = await knownBeginning(parts, connection, otherOf(given.environment))
  if (theirs === null) return
  const ours = await beginningOf(parts, connection, given)
  const begun = { preview: theirs, production: theirs, [given.environment]: ours }
  refuseSameKeys(parts, connection, begun)
}

/**
 * Puts a proven credential where `keep` says. That the keychain may hold one is on record before it does, and until
 * it does not: an entry that nobody knows of would outlive the connection.
 */
const putAway = async (
  parts: ConnectionsParts,
  connection: StoredConnection,
  { environment, credential }: GivenCredential,
  keep: Keep,
): Promise<StoredConnection> => {
  const { store, credentials } = parts
  const record = (saved: boolean): StoredConnection => ({
    ...connection,
    saved: { ...connection.saved, [environment]: saved },
  })
  if (keep === 'keychain') await store.connections.put(record(true))
  const scope = { connection: connection.id, environment }
  const put = credentials.put(connection, scope, credential, keep).catch(async cause => {
    if (!mayBeThere(infoOf(cause))) await orLog(parts, () => store.connections.put(connection))
    throw cause
  })
  const after = record(await put)
  if (keep === 'memory') await orLog(parts, () => store.connections.put(after))
  return after
}

/** A keychain that was cut off may have taken it all the same. */
const mayBeThere = (info: ErrorInfo | null): boolean =>
  info?.code === 'keychain' && (info.cause === 'timeout' || info.cause === 'crashed')

/** Forgets everything local. Nothing changes at the service. */
export const removeConnection =
  (parts: ConnectionsParts) =>
  async ({ id }: { readonly id: ConnectionId }): Promise<null> => {
    const connection = await findConnection(parts.store, id)
    for (const environment of environments) await parts.credentials.forget(connection, environment)
    parts.onRemoved(id)
    await parts.store.connections.delete(id)
    await recordChange(parts, id, 'disconnected')
    if (connection.builtIn) await parts.builtIn.stop()
    return null
  }
