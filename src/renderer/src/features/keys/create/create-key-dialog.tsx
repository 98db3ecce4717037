import { Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Environment } from '../../../../../shared/domain/environment.ts'
import type { Unfinished } from '../../../../../shared/domain/intent.ts'
import type { Scope } from '../../../../../shared/domain/key.ts'
import { closeDialog } from '../../../state/ui.ts'
import { DialogFrame } from '../../../ui/dialog-frame.tsx'
import { wordsFor } from '../../../ui/key-words.ts'
import { useKnownProfile } from '../../use-known-profile.ts'
import { IssueTrouble } from '../change/issue-trouble.tsx'
import { useRefusal } from '../conflict/use-refusal.ts'
import { ExpiryField } from '../form/expiry-field.tsx'
import { FormActions, unlessRefused } from '../form/form-actions.tsx'
import { NameField } from '../form/name-field.tsx'
import { ServiceText } from '../form/service-text.tsx'
import { useNameWarnings } from '../form/use-name-warnings.ts'
import classes from './create-key-dialog.module.css'
import { EnvironmentChoice } from './environment-choice.tsx'
import { useCreateKey } from './use-create-key.ts'

type CreateKeyDialogProps = {
  readonly scope: Scope
  /** A wish whose answer was lost; the form begins with its words. */
  readonly again: Unfinished | null
}

/** Makes a key. What was typed stays until the key is there. */
export const CreateKeyDialog = ({ scope: opened, again }: CreateKeyDialogProps) => {
  const [environment, setEnvironment] = useState(opened.environment)
  const scope = { ...opened, environment }
  // Of an environment without a credential nothing is known; the form is the same one, and leads back.
  const first = useKnownProfile(opened)
  const profile = useKnownProfile(scope) ?? first
  const words = wordsFor('create', profile)
  const { form, edit, has, longest, error, expiryError, submit, create, told } = useCreateKey(
    scope,
    profile,
    again,
  )
  const reason = useRefusal(scope, 'create')
  const warned = useNameWarnings(form.name, profile).length > 0
  const { busy } = create
  const choose = (other: Environment) => {
    create.renew()
    setEnvironment(other)
  }
  return (
    <DialogFrame
      {...{ title: words.title ?? 'Create API key', environment, closable: !busy }}
      onClose={closeDialog}
    >
      <form className={classes.form} onSubmit={unlessRefused(reason, submit)} noValidate>
        <ServiceText text={words.text} />
        <NameField
          {...{ scope, kind: 'key', profile, name: form.name, error: error('name') }}
          {...{ readOnly: busy, onType: name => edit({ name }) }}
        />
        {has.description && (
          <Textarea
            {...{ label: 'Description', autosize: true, minRows: 2, maxRows: 5, readOnly: busy }}
            {...{ value: form.description, error: error('description') }}
            onChange={event => edit({ description: event.currentTarget.value })}
          />
        )}
        {has.expiry && (
          <ExpiryField
            {...{ expiry: form.expiry, longest, disabled: busy, error: expiryError }}
            onChange={expiry => edit({ expiry })}
          />
        )}
        {profile?.presentation.oneList && (
          <EnvironmentChoice {...{ scope, disabled: busy, onChoose: choose }} />
        )}
        {!told && <IssueTrouble issue={create} />}
        <FormActions
          {...{ environment, busy, reason }}
          label={warned ? 'Create anyway' : (words.confirm ?? words.label)}
        />
      </form>
    </DialogFrame>
  )
}
