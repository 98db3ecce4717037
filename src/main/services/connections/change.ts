import type { Connection } from '../../../shared/domain/connection.ts'
import type { ConnectionId, Scope } from '../../../shared/domain/key.ts'
import { secret } from '../../base/secret.ts'
import { scopesOf } from '../credentials.ts'
import type { StoredConnection } from '../ports.ts'
import { findConnection } from '../scopes.ts'
import { judgeConnection } from './draft.ts'
import {
  type ConnectionsParts,
  describeWith,
  type Keep,
  keepProfiles,
  noneSaved,
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
    if (moved) await parts.credentials.forget(before)
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

export const authenticate =
  (parts: ConnectionsParts) =>
  async (wish: Scope & { readonly credential: string; readonly keep: Keep }) => {
    const { store, credentials } = parts
    const connection = await findConnection(store, wish.connection)
    const scope = { connection: connection.id, environment: wish.environment }
    const given = { environment: wish.environment, credential: secret(wish.credential) }
    const profile = await describeWith(parts, connection, given)
    const isSaved = await credentials.put(connection, scope, given.credential, wish.keep)
    const after = { ...connection, saved: { ...connection.saved, [wish.environment]: isSaved } }
    await store.connections.put(after)
    await keepProfiles(parts, connection.id, [{ environment: wish.environment, profile }])
    await recordChange(parts, connection.id, 'authenticated', wish.environment)
    parts.onReachable(scope)
    return shownConnection(parts, after)
  }

/** Forgets everything local. Nothing changes at the service. */
export const removeConnection =
  (parts: ConnectionsParts) =>
  async ({ id }: { readonly id: ConnectionId }): Promise<null> => {
    const connection = await findConnection(parts.store, id)
    await parts.credentials.forget(connection)
    parts.onRemoved(id)
    await recordChange(parts, id, 'disconnected')
    await parts.store.connections.delete(id)
    if (connection.builtIn) await parts.builtIn.stop()
    parts.emit('connections-changed', null)
    return null
  }
