import { PasswordInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Connection } from '../../../../shared/domain/connection.ts'
import type { Environment } from '../../../../shared/domain/environment.ts'
import type { ErrorInfo } from '../../../../shared/error.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { closeDialog, useConnector } from '../../state/ui.ts'
import { DialogFrame, SaveActions } from '../../ui/dialog-frame.tsx'
import { environmentName } from '../../ui/environment.ts'
import { fieldText } from '../../ui/field-text.ts'
import { PlainText } from '../../ui/plain-text.tsx'
import { useFocusOnRefused } from '../../ui/use-focus.ts'
import { CredentialSource } from '../credential-source.tsx'
import { formOf } from './connection-form.ts'
import classes from './connections.module.css'
import { visibilityLabel } from './environment-fields.tsx'
import { placeError } from './form-errors.ts'
import { KeychainChoice } from './keychain-choice.tsx'

const noCredentials = { preview: '', production: '' }

/** What the only field of this form says of a failure; null for one that is not about the credential. */
const refusalOf = (
  error: ErrorInfo,
  typed: Parameters<typeof placeError>[1],
  environment: Environment,
): string | null => {
  const field = `credentials.${environment}`
  if (error.code !== 'invalid-input') return placeError(error, typed, environment)[field] ?? null
  // Whatever is wrong must be changed here: there is no other field.
  const issues = error.issues.map(({ problem }) => ({ field, problem }))
  return placeError({ ...error, issues }, typed, environment)[field] ?? null
}

type AuthenticateDialogProps = {
  readonly connection: Connection
  readonly environment: Environment
}

/** A new credential for one environment; the old one stays until the new one was tried. */
export const AuthenticateDialog = ({ connection, environment }: AuthenticateDialogProps) => {
  const [credential, setCredential] = useState('')
  const [empty, setEmpty] = useState<object | null>(null)
  const save = useAction(async (keep: 'keychain' | 'memory') => {
    await api.connections.authenticate({ connection: connection.id, environment, credential, keep })
    closeDialog()
  })
  const info = useConnector(connection.connector)
  const typed = {
    ...formOf(connection, info),
    credentials: { ...noCredentials, [environment]: credential },
  }
  const refused = save.error && refusalOf(save.error, { form: typed, info }, environment)
  const element = useFocusOnRefused(empty ?? save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setEmpty(credential.trim() === '' ? {} : null)
    if (credential.trim() !== '') void save.run('keychain')
  }
  const name = environmentName[environment]
  const had = connection.credentials[environment] !== 'none'
  return (
    <DialogFrame
      title={had ? 'Replace credential' : 'Add credential'}
      environment={environment}
      closable={!save.busy}
      onClose={closeDialog}
    >
      <form className={classes.form} ref={element} onSubmit={submit} noValidate>
        <Purpose {...{ connection, environment }} />
        <PasswordInput
          {...{ label: `${name} credential`, 'data-autofocus': true, autoComplete: 'off' }}
          {...visibilityLabel(name)}
          placeholder={info.credential.placeholder}
          value={credential}
          error={empty ? fieldText('empty') : refused}
          aria-invalid={empty || refused ? true : undefined}
          onChange={event => setCredential(event.currentTarget.value)}
        />
        <CredentialSource info={info} />
        {!refused && (
          <KeychainChoice
            error={save.error}
            busy={save.busy}
            onMemory={() => void save.run('memory')}
          />
        )}
        <SaveActions busy={save.busy} onCancel={closeDialog} />
      </form>
    </DialogFrame>
  )
}

const Purpose = ({ connection, environment }: AuthenticateDialogProps) => (
  <p className={classes.text}>
    The credential with which Claviger manages the {environmentName[environment]} keys of{' '}
    <strong>
      <PlainText text={connection.name} longest={60} />
    </strong>
    . It is tried before it is kept.
  </p>
)
