import { ActionIcon } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { scopeStatus } from '../../state/scope-status.ts'
import { receiveSync, useScope, useUi } from '../../state/ui.ts'
import { useNow } from '../../ui/use-now.ts'
import classes from './shell.module.css'
import { syncText } from './sync-text.ts'

export const SyncLabel = () => {
  const now = useNow()
  const scope = useScope()
  const status = scopeStatus(useUi(state => state.sync))
  const refresh = useAction(api.keys.refresh)
  if (scope === null) return null
  const start = async () => {
    const done = await refresh.run(scope)
    if (done) receiveSync(done.value)
  }
  const text = syncText(status, now)
  return (
    <>
      {text && (
        <span
          className={classes.sync}
          data-kind={status.kind}
          role="status"
          aria-label="Sync state"
        >
          {text}
        </span>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label="Refresh"
        title="Refresh"
        loading={refresh.busy}
        onClick={() => void start()}
      >
        <IconRefresh size={17} aria-hidden />
      </ActionIcon>
    </>
  )
}
