import type { Connection } from '../../../shared/domain/connection.ts'
import type { ConnectorId, ConnectorInfo } from '../../../shared/domain/connector.ts'
import type { Scope } from '../../../shared/domain/key.ts'
import { createTurns } from '../../base/turns.ts'
import { requireConnector, requireWritable } from '../scopes.ts'
import { addConnection } from './add.ts'
import { startBuiltIn, wakeBuiltIn } from './built-in.ts'
import { authenticate, removeConnection } from './change.ts'
import { editConnection } from './edit.ts'
import { type ConnectionsParts, shownConnection } from './parts.ts'
import { tryConnection } from './trial.ts'

/** Adding, changing and removing connections. A credential comes in here and never goes out. */
export const createConnections = (parts: ConnectionsParts) => {
  const inTurn = createTurns()
  // Each reads what is stored, asks the service, and then writes: two at once would undo one another.
  const change =
    <I, O>(work: (input: I) => Promise<O>) =>
    async (input: I): Promise<O> => {
      requireWritable(parts.store)
      return inTurn(() => work(input))
    }
  return {
    list: async (): Promise<Connection[]> =>
      (await parts.store.connections.list()).map(stored => shownConnection(parts, stored)),
    connectors: async (): Promise<ConnectorInfo[]> => parts.connectors.map(({ info }) => info),
    openCredentialPage: async ({ connector }: { readonly connector: ConnectorId }) => {
      const { link } = requireConnector(parts.connectorOf, connector).info.credential
      if (link !== null) await parts.openPage(link)
      return null
    },
    profile: (scope: Scope) => parts.store.profiles.get(scope),
    test: tryConnection(parts),
    add: change(addConnection(parts)),
    startBuiltIn: change(startBuiltIn(parts)),
    wake: wakeBuiltIn(parts, inTurn),
    edit: change(editConnection(parts)),
    authenticate: change(authenticate(parts)),
    remove: change(removeConnection(parts)),
  }
}
