import type { FormEvent } from 'react'
import type { KeyRow } from '../../../../shared/contract/keys.ts'
import type { KeyEdit } from '../../../../shared/domain/key.ts'
import type { Profile } from '../../../../shared/domain/profile.ts'
import { DialogFrame } from '../../ui/dialog-frame.tsx'
import { PlainText } from '../../ui/plain-text.tsx'
import { differencesOf } from './differences.ts'
import { FormActions } from './form-actions.tsx'
import classes from './key-detail.module.css'

type ConfirmEditProps = {
  readonly row: KeyRow
  readonly profile: Profile | null
  readonly changes: KeyEdit
  readonly onCancel: () => void
  readonly onConfirm: () => void
}

/** Where the service asks for it: what is about to change, before it is sent. */
export const ConfirmEdit = ({ row, profile, changes, onCancel, onConfirm }: ConfirmEditProps) => {
  const { environment } = row
  const differences = differencesOf(row, { ...row, ...defined(changes) }, profile)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // A form in the tree above is not meant by this one.
    event.stopPropagation()
    onConfirm()
  }
  return (
    <DialogFrame title="Confirm the changes" environment={environment} above onClose={onCancel}>
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
        <FormActions {...{ environment, busy: false, reason: null, onCancel }} label="Confirm" />
      </form>
    </DialogFrame>
  )
}

const defined = ({ name, description, state }: KeyEdit) => ({
  ...(name === undefined ? {} : { name }),
  ...(description === undefined ? {} : { description }),
  ...(state === undefined ? {} : { state }),
})
