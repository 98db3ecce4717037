import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Intent } from '../../../../shared/domain/intent.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { closeDialog, forgetUnfinished } from '../../state/ui.ts'
import { DialogActions, DialogFrame } from '../../ui/dialog-frame.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { GuardedButton } from '../../ui/guarded-button.tsx'
import { PlainText } from '../../ui/plain-text.tsx'
import { TypedName, untyped } from '../../ui/typed-name.tsx'
import classes from './reveal-dialog.module.css'

/** Undoes a key that was not finished, by deleting it or, for a system, by revoking it: it may exist, and somebody may have its secret. */
export const AbandonDialog = ({ intent }: { readonly intent: Intent }) => {
  const [typed, setTyped] = useState('')
  const revokes = intent.kind === 'generate'
  const asks = intent.environment === 'production'
  const reason = untyped(asks, intent.name, typed)
  const remove = useAction(async () => {
    await api.reveals.abandon({ intent: intent.id })
    forgetUnfinished(intent.id)
    closeDialog()
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason === null) void remove.run()
  }
  return (
    <DialogFrame
      title={revokes ? 'Revoke unfinished key' : 'Delete unfinished key'}
      environment={intent.environment}
      closable={!remove.busy}
      onClose={closeDialog}
    >
      <form onSubmit={submit}>
        <p className={classes.what}>
          {revokes ? 'The key of the system' : 'The key'}{' '}
          <strong>
            <PlainText text={intent.name} longest={80} />
          </strong>
          {intent.mask !== null && (
            <>
              {' ('}
              <code>
                <PlainText text={intent.mask} longest={60} />
              </code>
              )
            </>
          )}{' '}
          is {revokes ? 'revoked' : 'deleted'} if it exists. {usedText(intent)} This cannot be
          undone.
        </p>
        {asks && (
          <TypedName
            kind={revokes ? 'system' : 'key'}
            {...{ name: intent.name, typed, onType: setTyped }}
          />
        )}
        <div className={remove.error ? classes.error : undefined}>
          <ErrorAlert error={remove.error} />
        </div>
        <DialogActions>
          <Button variant="default" data-autofocus disabled={remove.busy} onClick={closeDialog}>
            Cancel
          </Button>
          <GuardedButton
            type="submit"
            color={asks ? 'var(--claviger-production)' : 'red.9'}
            loading={remove.busy}
            reason={reason}
          >
            {revokes ? 'Revoke' : 'Delete'}
          </GuardedButton>
        </DialogActions>
      </form>
    </DialogFrame>
  )
}

const usedText = ({ state }: Intent): string =>
  state === 'revealed'
    ? 'Its secret was copied or shown: whatever uses it stops working at once.'
    : 'Nobody here has seen its secret.'
