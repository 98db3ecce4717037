import { randomUUID } from 'node:crypto'
import type { Connection, ConnectionDraft } from '../../../shared/domain/connection.ts'
import { type Environment, environments } from '../../../shared/domain/environment.ts'
import { type ErrorInfo, infoOf } from '../../../shared/error.ts'
import type { StoredConnection } from '../ports.ts'
import { requireConnector } from '../scopes.ts'
import { judgeConnection } from './draft.ts'
import {
  type ConnectionsParts,
  describeWith,
  type GivenCredential,
  type Keep,
  keepProfiles,
  noneSaved,
  type Proof,
  recordChange,
  shownConnection,
} from './parts.ts'
import { type Begun, beginningOf, refuseSameKeys } from './same-keys.ts'

type Given = readonly GivenCredential[]

export const addConnection =
  (parts: ConnectionsParts) =>
  async (draft: ConnectionDraft): Promise<Connection> => {
    const { info } = requireConnector(parts.connectorOf, draft.connector)
    const used = environmentsOf(draft)
    const others = await parts.store.connections.list()
    const { connection, given } = judgeConnection({ ...draft, used }, info, others)
    const identity = { id: randomUUID(), builtIn: false, createdAt: parts.now(), saved: noneSaved }
    return keepNew(parts, { ...connection, ...identity }, given, draft.keep)
  }

/** Those for which a credential was typed. */
export const environmentsOf = ({ credentials }: Pick<ConnectionDraft, 'credentials'>) =>
  environments.filter(environment => credentials[environment] !== null)

/** Proves each credential at the service, puts them away, then records the connection: all of it or nothing. */
export const keepNew = async (
  parts: ConnectionsParts,
  connection: StoredConnection,
  given: Given,
  keep: Keep,
): Promise<Connection> => {
  const stored = { ...connection, saved: savedOf(given, keep) }
  const proofs = await proofsOf(parts, connection, given)
  try {
    for (const { environment, credential } of given) {
      const scope = { connection: connection.id, environment }
      await parts.credentials.put(connection, scope, credential, keep)
    }
    await parts.store.connections.put(stored)
  } catch (cause) {
    const takenBack = takeBack(parts, stored)
    // A keychain that did not answer keeps nobody waiting for as long again.
    if (!isHung(infoOf(cause))) await takenBack
    throw cause
  }
  await keepProfiles(parts, connection.id, proofs)
  await recordChange(parts, connection.id, 'connected')
  return shownConnection(parts, stored)
}

const isHung = (info: ErrorInfo | null): boolean =>
  info?.code === 'keychain' && info.cause === 'timeout'

const takeBack = async ({ credentials }: ConnectionsParts, stored: StoredConnection) => {
  for (const environment of environments)
    await credentials.forget(stored, environment).catch(() => undefined)
}

const proofsOf = async (
  parts: ConnectionsParts,
  connection: StoredConnection,
  given: Given,
): Promise<readonly Proof[]> => {
  const begun: Record<Environment, Begun> = { preview: null, production: null }
  const proofs: Proof[] = []
  for (const one of given) {
    const profile = await describeWith(parts, connection, one)
    proofs.push({ environment: one.environment, profile })
  }
  if (given.length > 1)
    for (const one of given) begun[one.environment] = await beginningOf(parts, connection, one)
  refuseSameKeys(parts, connection, begun)
  return proofs
}

const savedOf = (given: Given, keep: Keep): StoredConnection['saved'] => {
  const saved = (environment: Environment) =>
    keep === 'keychain' && given.some(one => one.environment === environment)
  return { preview: saved('preview'), production: saved('production') }
}
