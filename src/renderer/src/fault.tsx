import { Button } from '@mantine/core'
import type { ErrorInfo } from '../../shared/error.ts'
import { failureOf } from './api/client.ts'
import { api } from './api/index.ts'
import { useAction } from './api/use-action.ts'
import classes from './fault.module.css'
import { loadAll } from './session.ts'
import { useUi } from './state/ui.ts'
import { ErrorAlert } from './ui/error-alert.tsx'

/** In place of a page, while Claviger's own data cannot be read. */
export const Fault = ({ error }: { readonly error: ErrorInfo }) => {
  const again = useAction(() =>
    loadAll(api).catch(cause => useUi.setState({ fault: failureOf(cause) })),
  )
  return (
    <div className={classes.fault}>
      <h1>Claviger’s data cannot be read</h1>
      <ErrorAlert error={error}>
        <Button size="xs" variant="default" loading={again.busy} onClick={() => void again.run()}>
          Try again
        </Button>
      </ErrorAlert>
    </div>
  )
}
