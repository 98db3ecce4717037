import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Unfinished } from '../../../../shared/domain/intent.ts'
import type { KeyId, KeyRecord } from '../../../../shared/domain/key.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { closeDialog } from '../../state/ui.ts'
import { DialogActions, DialogFrame } from '../../ui/dialog-frame.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { GuardedButton } from '../../ui/guarded-button.tsx'
import { PlainText } from '../../ui/plain-text.tsx'
import { TypedName, untyped } from '../../ui/typed-name.tsx'
import { Known } from './found-keys.tsx'
import { makeAnew } from './make-anew.ts'
import classes from './reveal-dialog.module.css'

type AbandonDialogProps = {
  readonly intent: Unfinished
  /** One of those that were found; null where it may not be there. */
  readonly found: KeyId | null
  readonly again: boolean
}

/** Undoes a key that was not finished, by deleting or revoking it. Somebody may have its secret. */
export const AbandonDialog = ({ intent, found: id, again }: AbandonDialogProps) => {
  const [typed, setTyped] = useState('')
  const revokes = intent.undo === 'revoke'
  const asks = intent.environment === 'production'
  const found = foundIn(intent, id)
  const { name } = found ?? intent
  const reason = untyped(asks, name, typed)
  const remove = useAction(async () => {
    await api.reveals.abandon({ intent: intent.id, key: id })
    closeDialog()
    if (again) makeAnew(intent)
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
          {intent.kind === 'generate' ? 'The key of the system' : 'The key'}{' '}
          <strong>
            <PlainText text={name} longest={80} />
          </strong>
          <Mark {...{ intent, found }} /> is {revokes ? 'revoked' : 'deleted'}
          {found === null && ' if it exists'}. {found && matchText} {usedText(intent)} This cannot
          be undone.
        </p>
        {asks && (
          <TypedName
            kind={intent.kind === 'generate' ? 'system' : 'key'}
            {...{ name, typed, onType: setTyped }}
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

const foundIn = ({ finding }: Unfinished, id: KeyId | null) =>
  (finding?.kind === 'made' ? finding.keys.find(key => key.id === id) : null) ?? null

type MarkProps = { readonly intent: Unfinished; readonly found: KeyRecord | null }

/** What tells the key from others of its name. */
const Mark = ({ intent: { mask }, found }: MarkProps) => {
  if (found === null && mask === null) return null
  return (
    <>
      {' ('}
      {found ? (
        <Known found={found} />
      ) : (
        <code>
          <PlainText text={mask ?? ''} longest={60} />
        </code>
      )}
      )
    </>
  )
}

const matchText =
  'It was found by its name and age, which is no proof: if it is somebody else’s, cancel.'

const usedText = ({ state }: Unfinished): string =>
  state === 'revealed'
    ? 'Its secret was copied or shown: whatever uses it stops working at once.'
    : 'Nobody here has seen its secret.'
