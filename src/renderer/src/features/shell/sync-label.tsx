import { ActionIcon } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useScope, useUi, watchedScopes } from '../../state/ui.ts'
import { useNow } from '../../ui/use-now.ts'
import { useListStatus } from '../use-list-status.ts'
import { useRefresh } from '../use-refresh.ts'
import classes from './shell.module.css'
import { progressText, syncText } from './sync-text.ts'

export const SyncLabel = () => {
  const now = useNow()
  const scope = useScope()
  const status = useListStatus()
  const refresh = useRefresh()
  if (scope === null) return null
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
      {/* Not in the status: who hears it would hear a hundred numbers. */}
      <span className={classes.progress} aria-hidden>
        {progressText(status)}
      </span>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label="Refresh"
        title="Refresh"
        loading={refresh.busy}
        onClick={() => void refresh.run(...watchedScopes(useUi.getState()))}
      >
        <IconRefresh size={17} aria-hidden />
      </ActionIcon>
    </>
  )
}
