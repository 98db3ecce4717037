import { useCallback } from 'react'
import type { Connection } from '../../../../shared/domain/connection.ts'
import { api } from '../../api/index.ts'
import { useLive } from '../../api/use-live.ts'
import { EnvironmentBadge } from '../../ui/badges.tsx'
import { environmentOrder } from '../../ui/environment.ts'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { PlainText } from '../../ui/plain-text.tsx'
import { useNow } from '../../ui/use-now.ts'
import classes from './review-page.module.css'
import { scopeStateText } from './scope-state-text.ts'

/** How old the list of each connection's each environment is. */
export const ScopeStates = ({ connections }: { readonly connections: readonly Connection[] }) => {
  const now = useNow()
  const load = useCallback(
    () =>
      Promise.all(
        connections.flatMap(connection =>
          environmentOrder.map(async environment => ({
            connection,
            sync: await api.keys.sync({ connection: connection.id, environment }),
          })),
        ),
      ),
    [connections],
  )
  const { live } = useLive(load, ['sync-changed', 'keys-changed'])
  if (live.kind === 'loading') return null
  if (live.kind === 'failed') return <ErrorAlert error={live.error} />
  return (
    <ul className={classes.scopes} aria-label="State of the lists">
      {live.value.map(({ connection, sync }) => (
        <li key={`${connection.id} ${sync.environment}`}>
          <strong>
            <PlainText text={connection.name} longest={40} />
          </strong>
          <EnvironmentBadge environment={sync.environment} />
          {scopeStateText(sync, now)}
        </li>
      ))}
    </ul>
  )
}
