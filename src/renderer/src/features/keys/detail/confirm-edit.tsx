import type { FormEvent } from 'react'
import type { Dialog } from '../../../state/dialog.ts'
import { closeDialog } from '../../../state/ui.ts'
import { DialogFrame } from '../../../ui/dialog-frame.tsx'
import { useKnownProfile } from '../../use-known-profile.ts'
import { DifferenceList } from '../conflict/difference-list.tsx'
import { differencesOf, edited } from '../conflict/differences.ts'
import { FormActions } from '../form/form-actions.tsx'

type ConfirmEditProps = { readonly dialog: Extract<Dialog, { readonly kind: 'confirm-edit' }> }

/** Where the service asks for it: what is about to change, before it is sent. */
export const ConfirmEdit = ({ dialog: { key: row, changes, confirm } }: ConfirmEditProps) => {
  const profile = useKnownProfile(row)
  const { environment } = row
  const differences = differencesOf(row, edited(row, changes), profile)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    closeDialog()
    confirm()
  }
  return (
    <DialogFrame title="Confirm the changes" environment={environment} onClose={closeDialog}>
      <form onSubmit={submit}>
        <DifferenceList differences={differences} verb="becomes" />
        <FormActions
          {...{ environment, busy: false, reason: null, careful: true, label: 'Confirm' }}
        />
      </form>
    </DialogFrame>
  )
}
