import { Textarea } from '@mantine/core'
import type { FormEvent } from 'react'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import { openDialog } from '../../../state/ui.ts'
import { ErrorAlert } from '../../../ui/error-alert.tsx'
import { useFocusOnAppear } from '../../../ui/use-focus.ts'
import { useWhyNot } from '../../use-why-not.ts'
import { WithKey } from '../change/with-key.tsx'
import { useRefusal } from '../conflict/use-refusal.ts'
import { FormActions, unlessRefused } from '../form/form-actions.tsx'
import { NameField } from '../form/name-field.tsx'
import { useNameWarnings } from '../form/use-name-warnings.ts'
import { EditConflict } from './edit-conflict.tsx'
import { editFields, isChanged } from './edit-form.ts'
import classes from './key-detail.module.css'
import { StatusChoice } from './status-choice.tsx'
import { type Edit, useEdit } from './use-edit.ts'

type EditKeyFormProps = {
  readonly row: KeyRow
  readonly profile: Profile | null
  /** The form is the page itself: there is nothing to go back to. */
  readonly inPlace?: boolean
  readonly onDone: () => void
}

/** Name, description and status. The version that was shown when editing began guards another's work. */
export const EditKeyForm = ({ row, profile, inPlace = false, onDone }: EditKeyFormProps) => {
  const form = useEdit(row, profile, onDone)
  const { changes, save } = form
  const refused = useEditRefusal(row, form)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!form.valid || !isChanged(changes)) return
    const confirm = () => void save.run()
    if (profile?.presentation.confirmEdit)
      openDialog({ kind: 'confirm-edit', key: form.origin, changes, confirm })
    else confirm()
  }
  return (
    <form className={classes.form} onSubmit={unlessRefused(refused, submit)} noValidate>
      <Fields {...{ row, profile, form, inPlace }} />
      {save.error?.code === 'changed-elsewhere' && save.before ? (
        <EditConflict form={form} profile={profile} onDrop={inPlace ? form.drop : onDone} />
      ) : (
        <>
          {!form.taken && <ErrorAlert error={save.error} />}
          <Actions {...{ row, profile, form, refused, inPlace, onCancel: onDone }} />
        </>
      )}
    </form>
  )
}

type PartProps = {
  readonly row: KeyRow
  readonly profile: Profile | null
  readonly form: Edit
  readonly inPlace: boolean
}

const Fields = ({ row, profile, form, inPlace }: PartProps) => {
  const first = useFocusOnAppear<HTMLInputElement>(!inPlace)
  const whyNot = useWhyNot(row.environment)
  const fields = editFields(row, profile)
  const { words, edit, save, error } = form
  const { kind } = row
  return (
    <>
      {fields.name && (
        <NameField
          {...{ scope: row, kind, profile, name: words.name, except: row.id, inputRef: first }}
          {...{ error: error('name'), readOnly: save.busy || whyNot('rename') !== null }}
          onType={name => edit({ name })}
        />
      )}
      {fields.description && (
        <Textarea
          {...{ label: 'Description', autosize: true, minRows: 2, value: words.description }}
          {...{ error: error('description') }}
          readOnly={save.busy || whyNot('describe') !== null}
          onChange={event => edit({ description: event.currentTarget.value })}
        />
      )}
      {fields.status && (
        <StatusChoice
          {...{ state: words.state, origin: form.origin.state, profile, whyNot }}
          disabled={save.busy}
          onChoose={state => edit({ state })}
        />
      )}
      {form.suspends && (
        <WithKey
          {...{ profile, checked: form.withKey, disabled: save.busy, onTick: form.setWithKey }}
        />
      )}
    </>
  )
}

type ActionsProps = PartProps & {
  readonly refused: string | null
  readonly onCancel: () => void
}

const Actions = ({ row, profile, form, refused, inPlace, onCancel }: ActionsProps) => {
  const { changes, save, words } = form
  const warned = useNameWarnings(words.name, profile).length > 0 && changes.name !== undefined
  const unchanged = isChanged(changes) ? null : 'Nothing was changed yet.'
  return (
    <FormActions
      {...{ environment: row.environment, busy: save.busy, reason: refused ?? unchanged }}
      label={warned ? 'Save anyway' : 'Save'}
      onCancel={inPlace ? null : onCancel}
    />
  )
}

/** Each changed field is an effect of its own. */
const useEditRefusal = (row: KeyRow, { changes }: Edit): string | null => {
  const rename = useRefusal(row, 'rename')
  const describe = useRefusal(row, 'describe')
  return (
    (changes.name === undefined ? null : rename) ??
    (changes.description === undefined ? null : describe)
  )
}
