import type { FormEvent } from 'react'
import type { KeyEdit } from '../../../../shared/domain/key.ts'
import { closeDialog, type Dialog } from '../../state/ui.ts'
import { DialogFrame } from '../../ui/dialog-frame.tsx'
import { PlainText } from '../../ui/plain-text.tsx'
import { useKnownProfile } from '../use-known-profile.ts'
import { differencesOf } from './differences.ts'
import { FormActions } from './form-actions.tsx'
import classes from './key-detail.module.css'

type ConfirmEditProps = { readonly dialog: Extract<Dialog, { readonly kind: 'confirm-edit' }> }

/** Where the service asks for it: what is about to change, before it is sent. */
export const ConfirmEdit = ({ dialog: { key: row, changes, confirm } }: ConfirmEditProps) => {
  const profile = useKnownProfile(row)
  const { environment } = row
  const differences = differencesOf(row, { ...row, ...defined(changes) }, profile)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    closeDialog()
    confirm()
  }
  return (
    <DialogFrame title="Confirm the changes" environment={environment} onClose={closeDialog}>
      <form onSubmit={submit}>
        <ul className={classes.versions}>
          {differences.map(({ label, before, now }) => (
            <li key={label}>
              {label}: <PlainText text={before} /> becomes{' '}
              <strong>
                <PlainText text={now} />
              </strong>
            </li>
          ))}
        </ul>
        <FormActions {...{ environment, busy: false, reason: null, label: 'Confirm' }} />
      </form>
    </DialogFrame>
  )
}

const defined = ({ name, description, state }: KeyEdit) => ({
  ...(name === undefined ? {} : { name }),
  ...(description === undefined ? {} : { description }),
  ...(state === undefined ? {} : { state }),
})
