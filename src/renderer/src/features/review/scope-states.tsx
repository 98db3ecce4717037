import type { Connection } from '../../../../shared/domain/connection.ts'
import type { ConnectionId } from '../../../../shared/domain/key.ts'
import { api } from '../../api/index.ts'
import { useLive } from '../../api/use-live.ts'
import { EnvironmentBadge } from '../../ui/badges.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { PlainText } from '../../ui/plain-text.tsx'
import { useNow } from '../../ui/use-now.ts'
import classes from './review-page.module.css'
import { scopeStateText } from './scope-state-text.ts'

const load = () => api.keys.syncs(null)

/** How old the list of each connection's each environment is. */
export const ScopeStates = ({ connections }: { readonly connections: readonly Connection[] }) => {
  const now = useNow()
  const { live } = useLive(load, ['connections-changed', 'sync-changed', 'keys-changed'])
  if (live.kind === 'loading') return null
  if (live.kind === 'failed') return <ErrorAlert error={live.error} />
  return (
    <ul className={classes.scopes} aria-label="State of the lists">
      {live.value.map(sync => (
        <li key={`${sync.connection} ${sync.environment}`}>
          <strong>
            <PlainText text={nameOf(connections, sync.connection)} longest={40} />
          </strong>
          <EnvironmentBadge environment={sync.environment} />
          {scopeStateText(sync, now)}
        </li>
      ))}
    </ul>
  )
}

/** Empty for a moment, when a connection is gone that the states still tell of. */
const nameOf = (connections: readonly Connection[], id: ConnectionId): string =>
  connections.find(connection => connection.id === id)?.name ?? ''
