import type { ConnectorId } from '../../shared/domain/connection.ts'
import { claviger } from './claviger/index.ts'
import type { Connector } from './connector.ts'

/** Every key service that Claviger speaks to. The only file that names them all. */
export const connectors: readonly Connector[] = [claviger]

export const connectorOf = (id: ConnectorId): Connector | null =>
  connectors.find(connector => connector.id === id) ?? null
