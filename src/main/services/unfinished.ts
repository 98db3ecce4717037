import type { Intent, IntentId, Unfinished } from '../../shared/domain/intent.ts'
import type { Connector } from '../connectors/connector.ts'
import { isRepeatedBy, reconnected } from './intent-rules.ts'
import type { StoredConnection } from './ports.ts'
import { serviceOf } from './scopes.ts'

type Around = {
  readonly connections: readonly StoredConnection[]
  readonly connectorOf: (id: string) => Connector | null
  readonly now: number
  readonly isLooking: (intent: IntentId) => boolean
}

/** The intent as a person is shown it, at the connection through which something can be done about it. */
export const unfinishedOf = (
  found: Intent,
  { connections, connectorOf, now, isLooking }: Around,
): Unfinished => {
  const intent = reconnected(found, connections)
  const connection = connections.find(({ id }) => id === intent.connection)
  const connector = connection ? connectorOf(connection.connector) : null
  const service = connection ? serviceOf(connection, intent.environment) : ''
  return {
    ...intent,
    repeatable:
      intent.caller !== null && isRepeatedBy(service, connector?.replayMs ?? null, intent, now),
    undo: connector && service === intent.service ? undoOf(intent, connector) : null,
    looking: isLooking(intent.id),
  }
}

/** A rotation is not undone: its key is rotated once more. */
export const undoOf = (
  { kind }: Pick<Intent, 'kind'>,
  { operations }: Pick<Connector, 'operations'>,
): Unfinished['undo'] => {
  if (kind === 'rotate') return null
  if (kind === 'create' && operations.delete) return 'delete'
  return operations.revoke ? 'revoke' : null
}
