import { isDeepStrictEqual } from 'node:util'
import type { Connection, ConnectionDraft } from '../../../shared/domain/connection.ts'
import { type Environment, environments } from '../../../shared/domain/environment.ts'
import { scopesOf } from '../credentials.ts'
import type { StoredConnection } from '../ports.ts'
import { findConnection, requireConnector } from '../scopes.ts'
import { judgeConnection } from './draft.ts'
import {
  type ConnectionsParts,
  describeWith,
  keepProfiles,
  type Proof,
  recordChange,
  shownConnection,
} from './parts.ts'
import { type Begun, beginningOf, knownBeginning, refuseSameKeys } from './same-keys.ts'

type Edit = Pick<ConnectionDraft, 'name' | 'places'> & Pick<Connection, 'id'>

/**
 * A credential belongs to the address it was given for: at another it must be given again.
 */
export const editConnection =
  (parts: ConnectionsParts) =>
  async (edit: Edit): Promise<Connection> => {
    const { store } = parts
    const before = await findConnection(store, edit.id)
    const others = (await store.connections.list()).filter(other => other.id !== edit.id)
    const { info } = requireConnector(parts.connectorOf, before.connector)
    const { credentials: kept } = shownConnection(parts, before)
    const used = environments.filter(environment => kept[environment] !== 'none')
    const typed = { name: edit.name, places: before.builtIn ? before.places : edit.places }
    const { connection } = judgeConnection({ ...typed, credentials: null, used }, info, others)
    const proofs = await provenAgain(parts, before, { ...before, ...connection })
    const saved = { ...before.saved }
    for (const environment of environments) {
      const [from, to] = [before.places[environment], connection.places[environment]]
      if (from.url === to.url) continue
      await parts.credentials.forget(before, environment)
      saved[environment] = false
    }
    const after: StoredConnection = { ...before, ...connection, saved }
    await store.connections.put(after)
    // At once: a read of the place before is under way, maybe.
    for (const scope of scopesOf(edit.id)) {
      parts.onReachable(scope)
      parts.emit('keys-changed', scope)
    }
    await keepProfiles(parts, edit.id, proofs)
    await recordChange(parts, edit.id, 'edited')
    return shownConnection(parts, after)
  }

/** A credential that stays is tried where it is to be used from now on. */
const provenAgain = async (
  parts: ConnectionsParts,
  before: StoredConnection,
  after: StoredConnection,
): Promise<readonly Proof[]> => {
  const { credentials } = shownConnection(parts, before)
  const staying = environments.filter(
    one => credentials[one] !== 'none' && before.places[one].url === after.places[one].url,
  )
  const anew = staying.filter(one => hasOtherSettings(before, after, one))
  if (anew.length === 0) return []
  const begun: Record<Environment, Begun> = { preview: null, production: null }
  const proofs: Proof[] = []
  for (const environment of anew) {
    const credential = await parts.credentials.get(before, { connection: before.id, environment })
    const given = { environment, credential }
    proofs.push({ environment, profile: await describeWith(parts, after, given) })
    if (staying.length > 1) begun[environment] = await beginningOf(parts, after, given)
  }
  for (const environment of staying)
    if (!anew.includes(environment))
      begun[environment] = await knownBeginning(parts, after, environment)
  refuseSameKeys(parts, after, begun)
  return proofs
}

const hasOtherSettings = (
  { places: before }: StoredConnection,
  { places: after }: StoredConnection,
  environment: Environment,
): boolean => !isDeepStrictEqual(before[environment].settings, after[environment].settings)
