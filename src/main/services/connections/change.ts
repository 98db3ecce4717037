import type { Connection } from '../../../shared/domain/connection.ts'
import type { ConnectionId, Scope } from '../../../shared/domain/key.ts'
import { type ErrorInfo, infoOf } from '../../../shared/error.ts'
import { secret } from '../../base/secret.ts'
import { scopesOf } from '../credentials.ts'
import type { StoredConnection } from '../ports.ts'
import { findConnection } from '../scopes.ts'
import { judgeConnection } from './draft.ts'
import {
  type ConnectionsParts,
  describeWith,
  type GivenCredential,
  type Keep,
  keepProfiles,
  noneSaved,
  orLog,
  recordChange,
  shownConnection,
} from './parts.ts'

type Edit = Pick<Connection, 'id' | 'name' | 'trust'> & { readonly url: string }

/** A credential belongs to the origin it was given for: when the origin changes, it must be given again. */
export const editConnection =
  (parts: ConnectionsParts) =>
  async (edit: Edit): Promise<Connection> => {
    const { store } = parts
    const before = await findConnection(store, edit.id)
    const others = (await store.connections.list()).filter(other => other.id !== edit.id)
    const url = before.builtIn ? before.origin : edit.url
    const typed = { ...edit, url, connector: before.connector, credentials: null }
    const { connection } = judgeConnection(typed, others)
    const moved = connection.origin !== before.origin
    if (moved) await leaveOrigin(parts, before)
    const after: StoredConnection = {
      ...before,
      ...connection,
      ...(moved ? { saved: noneSaved } : {}),
    }
    await store.connections.put(after)
    await recordChange(parts, edit.id, 'edited')
    for (const scope of scopesOf(edit.id)) parts.onReachable(scope)
    return shownConnection(parts, after)
  }

/** What was given to the service there, or read from it, says nothing to another, or of it. */
const leaveOrigin = async (parts: ConnectionsParts, connection: StoredConnection) => {
  const { store, credentials, onReachable, emit } = parts
  await credentials.forget(connection)
  for (const scope of scopesOf(connection.id)) {
    // Ends the read under way, which could bring the list back.
    onReachable(scope)
    const read = await store.keys.begin(scope)
    const unread = { asOf: null, complete: true, cursor: null, total: null }
    await store.keys.finish(scope, read, unread)
    emit('keys-changed', scope)
  }
}

export const authenticate =
  (parts: ConnectionsParts) =>
  async (wish: Scope & { readonly credential: string; readonly keep: Keep }) => {
    const connection = await findConnection(parts.store, wish.connection)
    const scope = { connection: connection.id, environment: wish.environment }
    const given = { environment: wish.environment, credential: secret(wish.credential) }
    const profile = await describeWith(parts, connection, given)
    const after = await putAway(parts, connection, given, wish.keep)
    await keepProfiles(parts, connection.id, [{ environment: wish.environment, profile }])
    await recordChange(parts, connection.id, 'authenticated', wish.environment)
    parts.onReachable(scope)
    return shownConnection(parts, after)
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
    await parts.credentials.forget(connection)
    parts.onRemoved(id)
    await parts.store.connections.delete(id)
    await recordChange(parts, id, 'disconnected')
    if (connection.builtIn) await parts.builtIn.stop()
    return null
  }
