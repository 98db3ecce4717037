import { Button } from '@mantine/core'
import { Fragment } from 'react'
import type { Connection } from '../../../../shared/domain/connection.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { closeDialog, useUi } from '../../state/ui.ts'
import { Callout } from '../../ui/callout.tsx'
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
      <UnfinishedHere connection={connection} />
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

/** Keys of which nobody has said that they are stored, and which are asked for through this connection. */
const UnfinishedHere = ({ connection }: RemoveConnectionDialogProps) => {
  const intents = useUi(state => state.unfinished)
  const here = intents.filter(intent => intent.connection === connection.id)
  if (here.length === 0) return null
  return (
    <div className={classes.gap}>
      <Callout
        tone="warning"
        role="note"
        title={here.length === 1 ? 'A key is not finished' : 'Some keys are not finished'}
      >
        Without a connection to this service, Claviger can neither get nor delete{' '}
        {here.map(({ id, name }, index) => (
          <Fragment key={id}>
            {index > 0 && ', '}
            <strong>
              <PlainText text={name} longest={60} />
            </strong>
          </Fragment>
        ))}
        . Finish what you need first.
      </Callout>
    </div>
  )
}
