import { Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Scope } from '../../../../../shared/domain/key.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import { api } from '../../../api/index.ts'
import { useAction } from '../../../api/use-action.ts'
import { closeDialog, showDetail, targetOf } from '../../../state/ui.ts'
import { DialogFrame } from '../../../ui/dialog-frame.tsx'
import { environmentName } from '../../../ui/environment.ts'
import { ErrorAlert } from '../../../ui/error-alert.tsx'
import { fieldErrors, fieldText } from '../../../ui/field-text.ts'
import { wordsFor } from '../../../ui/key-words.ts'
import { useKnownProfile } from '../../use-known-profile.ts'
import { useIntent } from '../change/use-issue.ts'
import { useRefusal } from '../conflict/use-refusal.ts'
import { canGive } from '../form/can-give.ts'
import { FormActions, unlessRefused } from '../form/form-actions.tsx'
import { takenText } from '../form/form-words.ts'
import { NameField } from '../form/name-field.tsx'
import { ServiceText } from '../form/service-text.tsx'
import { useNameWarnings } from '../form/use-name-warnings.ts'
import { judgeKeyWords } from './create-form.ts'
import classes from './create-key-dialog.module.css'

/** Makes a system, which has no key yet; its details follow. */
export const CreateSystemDialog = ({ scope }: { readonly scope: Scope }) => {
  const profile = useKnownProfile(scope)
  const words = wordsFor('create-system', profile)
  const { form, edit, error, describes, submit, create } = useCreateSystem(scope, profile)
  const reason = useRefusal(scope, 'create-system')
  const warned = useNameWarnings(form.name, profile).length > 0
  const { environment } = scope
  const { busy } = create
  return (
    <DialogFrame
      {...{ title: words.title ?? 'Create system', environment, closable: !busy }}
      onClose={closeDialog}
    >
      <form className={classes.form} onSubmit={unlessRefused(reason, submit)} noValidate>
        <ServiceText text={words.text} />
        <NameField
          {...{ scope, kind: 'system', profile, name: form.name, error: error('name') }}
          {...{ readOnly: busy, onType: name => edit({ name }) }}
        />
        {describes && (
          <Textarea
            {...{ label: 'Description', autosize: true, minRows: 2, maxRows: 5, readOnly: busy }}
            {...{ value: form.description, error: error('description') }}
            onChange={event => edit({ description: event.currentTarget.value })}
          />
        )}
        {create.error?.code !== 'name-taken' && <ErrorAlert error={create.error} />}
        <FormActions
          {...{ environment, busy, reason }}
          label={warned ? 'Create anyway' : (words.confirm ?? words.label)}
        />
      </form>
    </DialogFrame>
  )
}

const useCreateSystem = (scope: Scope, profile: Profile | null) => {
  const [form, setForm] = useState({ name: '', description: '' })
  const [submitted, setSubmitted] = useState(false)
  const { current, note, renew } = useIntent()
  const create = useAction(async (draft: { name: string; description: string | null }) => {
    note()
    const row = await api.keys.createSystem({ ...scope, intent: current(), draft })
    closeDialog()
    showDetail({ target: targetOf(row), review: false })
  })
  const describes = canGive('describe', profile)
  const errors = judgeKeyWords(form, profile?.nameLength)
  const refused = fieldErrors(create.error)
  return {
    ...{ form, describes, create },
    error: (field: 'name' | 'description'): string | null => {
      if (field === 'name' && create.error?.code === 'name-taken')
        return takenText('system', environmentName[scope.environment])
      const problem = submitted ? errors[field] : null
      const most = field === 'name' ? profile?.nameLength : undefined
      return refused[`draft.${field}`] ?? (problem && fieldText(problem, most))
    },
    edit: (change: Partial<typeof form>) => {
      if (renew()) create.clear()
      setForm({ ...form, ...change })
    },
    submit: (event: FormEvent) => {
      event.preventDefault()
      setSubmitted(true)
      if (errors.name || errors.description) return
      const description = (describes && form.description.trim()) || null
      void create.run({ name: form.name.trim(), description })
    },
  }
}
