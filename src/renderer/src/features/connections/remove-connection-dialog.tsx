import { Button } from '@mantine/core'
import type { Connection } from '../../../../shared/domain/connection.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { closeDialog } from '../../state/ui.ts'
import { DialogActions, DialogFrame } from '../../ui/dialog-frame.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { PlainText } from '../../ui/plain-text.tsx'
import classes from './connections.module.css'

type RemoveConnectionDialogProps = { readonly connection: Connection }

export const RemoveConnectionDialog = ({ connection }: RemoveConnectionDialogProps) => {
  const remove = useAction(async () => {
    await api.connections.remove({ id: connection.id })
    closeDialog()
  })
  return (
    <DialogFrame title="Remove connection" closable={!remove.busy} onClose={closeDialog}>
      <p className={classes.text}>
        Claviger forgets{' '}
        <strong>
          <PlainText text={connection.name} longest={80} />
        </strong>
        , its credentials, and the lists of its keys on this computer. The activity log stays.
      </p>
      <p className={classes.text}>
        Nothing changes at the service: its keys go on working, and you can connect again.
      </p>
      <div className={classes.gap}>
        <ErrorAlert error={remove.error} />
      </div>
      <DialogActions>
        <Button data-autofocus variant="default" disabled={remove.busy} onClick={closeDialog}>
          Cancel
        </Button>
        <Button color="red.9" loading={remove.busy} onClick={() => void remove.run()}>
          Remove
        </Button>
      </DialogActions>
    </DialogFrame>
  )
}
