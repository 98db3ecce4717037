import { Button } from '@mantine/core'
import type { FormEvent } from 'react'
import type { Environment } from '../../../../../shared/domain/environment.ts'
import { closeDialog } from '../../../state/ui.ts'
import { DialogActions } from '../../../ui/dialog-frame.tsx'
import { GuardedButton } from '../../../ui/guarded-button.tsx'

type FormActionsProps = {
  readonly environment: Environment
  readonly busy: boolean
  readonly label: string
  /** Why it cannot be sent, or null. */
  readonly reason: string | null
  /** Red in Preview too: what destroys. */
  readonly danger?: boolean
  /** Where a slip of the hand must do nothing, Cancel has the focus. */
  readonly careful?: boolean
  /** Closes the dialog unless given; null where there is nothing to go back to. */
  readonly onCancel?: (() => void) | null
}

/** The end of a dialog that changes something; in Production it bears the colour of Production. */
export const FormActions = (props: FormActionsProps) => {
  const { environment, busy, label, reason, danger = false, careful = false } = props
  const { onCancel = closeDialog } = props
  const color = environment === 'production' ? 'var(--claviger-production)' : danger && 'red.9'
  return (
    <DialogActions>
      {onCancel && (
        <Button
          variant="default"
          disabled={busy}
          {...(careful ? { 'data-autofocus': true } : {})}
          onClick={onCancel}
        >
          Cancel
        </Button>
      )}
      <GuardedButton type="submit" loading={busy} reason={reason} {...(color ? { color } : {})}>
        {label}
      </GuardedButton>
    </DialogActions>
  )
}

/** Enter in a form's only field sends it, button or not: `submit` unless there is a `reason` against it. */
export const unlessRefused =
  (reason: string | null, submit: (event: FormEvent) => void) =>
  (event: FormEvent): void =>
    reason === null ? submit(event) : event.preventDefault()
