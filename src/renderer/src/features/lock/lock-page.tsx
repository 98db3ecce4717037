import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import type { LockCause } from '../../../../shared/domain/lock.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { useUi } from '../../state/ui.ts'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { useFocusOnAppear } from '../../ui/use-focus.ts'
import { useGuardedWindow } from '../use-guarded-window.ts'
import classes from './lock-page.module.css'
import { lockReasons, waitingText } from './lock-words.ts'

/** All that is shown while Claviger is locked. What it knew of keys is no longer in this page. */
export const LockPage = ({ cause }: { readonly cause: LockCause }) => {
  const waiting = waitingText(useUi(state => state.lock.waiting))
  useGuardedWindow(waiting !== null)
  const button = useFocusOnAppear<HTMLButtonElement>()
  // The page follows main's word that it is unlocked, not this answer.
  const unlock = useAction(() => api.app.unlock(null))
  return (
    <main className={classes.page} aria-labelledby="locked">
      <IconLock className={classes.icon} size={34} stroke={1.6} aria-hidden />
      <h1 className={classes.title} id="locked">
        Claviger is locked
      </h1>
      <p className={classes.text}>{lockReasons[cause]}</p>
      {waiting && <p className={classes.waiting}>{waiting}</p>}
      <Button ref={button} loading={unlock.busy} onClick={() => void unlock.run()}>
        Unlock
      </Button>
      <ErrorAlert error={unlock.error} />
    </main>
  )
}
