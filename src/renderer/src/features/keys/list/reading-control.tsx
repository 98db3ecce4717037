import { Button } from '@mantine/core'
import { api } from '../../../api/index.ts'
import { useAction } from '../../../api/use-action.ts'
import { receiveSync, useUi, watchedScopes } from '../../../state/ui.ts'
import { useListStatus } from '../../use-list-status.ts'
import { useRefresh } from '../../use-refresh.ts'
import classes from './reading-control.module.css'

/** Ends the read of what is in sight, or goes on with it. */
export const ReadingControl = () => {
  const { kind } = useListStatus()
  if (kind === 'syncing') return <Stop />
  return kind === 'stopped' ? <Continue /> : null
}

/** The scopes in sight that are in this phase. */
const scopesIn = (phase: 'syncing' | 'stopped') => {
  const state = useUi.getState()
  return watchedScopes(state).filter(({ environment }) => state.syncs[environment]?.phase === phase)
}

const Stop = () => {
  const stop = useAction(async () => {
    for (const sync of await Promise.all(scopesIn('syncing').map(api.keys.stop))) receiveSync(sync)
  })
  return (
    <Button
      // Most reads are over before anybody could want to stop them.
      className={classes.late}
      {...{ size: 'compact-xs', variant: 'default', loading: stop.busy }}
      onClick={() => void stop.run()}
    >
      Stop
    </Button>
  )
}

const Continue = () => {
  const refresh = useRefresh()
  return (
    <Button
      {...{ size: 'compact-xs', variant: 'default', loading: refresh.busy }}
      onClick={() => void refresh.run(...scopesIn('stopped'))}
    >
      Continue
    </Button>
  )
}
