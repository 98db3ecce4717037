import { PasswordInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Connection } from '../../../../shared/domain/connection.ts'
import type { Environment } from '../../../../shared/domain/environment.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { closeDialog } from '../../state/ui.ts'
import { DialogFrame, SaveActions } from '../../ui/dialog-frame.tsx'
import { environmentName } from '../../ui/environment.ts'
import { fieldErrors, fieldText } from '../../ui/field-text.ts'
import { PlainText } from '../../ui/plain-text.tsx'
import { visibilityLabel } from './connection-fields.tsx'
import classes from './connections.module.css'
import { KeychainChoice } from './keychain-choice.tsx'

type AuthenticateDialogProps = {
  readonly connection: Connection
  readonly environment: Environment
}

/** A new credential for one environment; the old one stays until the new one was tried. */
export const AuthenticateDialog = ({ connection, environment }: AuthenticateDialogProps) => {
  const [credential, setCredential] = useState('')
  const [empty, setEmpty] = useState(false)
  const save = useAction(async (keep: 'keychain' | 'memory') => {
    await api.connections.authenticate({ connection: connection.id, environment, credential, keep })
    closeDialog()
  })
  const refused = Object.values(fieldErrors(save.error))[0]
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setEmpty(credential.trim() === '')
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
      <form className={classes.form} onSubmit={submit} noValidate>
        <p className={classes.text}>
          The credential with which Claviger manages the {name} keys of{' '}
          <strong>
            <PlainText text={connection.name} longest={60} />
          </strong>
          . It is tried before it is kept.
        </p>
        <PasswordInput
          {...{ label: `${name} credential`, 'data-autofocus': true, autoComplete: 'off' }}
          {...visibilityLabel(name)}
          value={credential}
          error={empty ? fieldText('empty') : refused}
          onChange={event => setCredential(event.currentTarget.value)}
        />
        {refused === undefined && (
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
