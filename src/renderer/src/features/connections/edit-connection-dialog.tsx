import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Connection, Trust } from '../../../../shared/domain/connection.ts'
import type { Environment } from '../../../../shared/domain/environment.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { closeDialog, useConnector } from '../../state/ui.ts'
import { DialogFrame, SaveActions } from '../../ui/dialog-frame.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { CaFields } from './ca-fields.tsx'
import { CertificateQuestion } from './certificate-question.tsx'
import { NameField, UrlField } from './connection-fields.tsx'
import {
  type ConnectionForm,
  formOf,
  hasOwnAddress,
  placesOf,
  withPlace,
} from './connection-form.ts'
import classes from './connections.module.css'
import { EditConsequences } from './edit-consequences.tsx'
import { EnvironmentFields } from './environment-fields.tsx'
import { placeError } from './form-errors.ts'
import { trustQuestion } from './trust-question.ts'

type EditConnectionDialogProps = { readonly connection: Connection }

/** Name, address, settings and trust. Credentials are replaced one by one, on the page. */
export const EditConnectionDialog = ({ connection }: EditConnectionDialogProps) => {
  const info = useConnector(connection.connector)
  const [form, setForm] = useState<ConnectionForm>(() => formOf(connection, info))
  const [asking, setAsking] = useState(false)
  const typed = { form, info }
  const save = useAction(async () => {
    const { id } = connection
    await api.connections.edit({ id, name: form.name, places: placesOf(form, info) })
    closeDialog()
  })
  const errors = save.error ? placeError(save.error, typed, null) : {}
  // A credential is no field of this form.
  const isPlaced = Object.keys(errors).some(field => !field.startsWith('credentials.'))
  const edit = (change: Partial<ConnectionForm>) => setForm({ ...form, ...change })
  const fields = { form, info, errors, onEdit: edit }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save.run()
  }
  const accept = (environment: Environment, { ca, pin }: Trust) => {
    edit(withPlace(form, environment, { ca: ca ?? '', pin }))
    setAsking(false)
    save.clear()
  }
  const both = hasOwnAddress(form, info)
    ? (['preview', 'production'] as const)
    : (['preview'] as const)
  const asked = trustQuestion(save.error, null, typed)
  return (
    <DialogFrame title="Edit connection" size={720} closable={!save.busy} onClose={closeDialog}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <NameField {...fields} autoFocus />
        {!connection.builtIn && (
          <>
            {!info.address.each && <UrlField {...fields} environment="preview" label="URL" />}
            <EnvironmentFields {...fields} credentials={false} />
            <EditConsequences {...{ connection, form, info }} />
            <CaFields {...fields} />
          </>
        )}
        {!isPlaced && <ErrorAlert error={save.error} />}
        {both
          .filter(environment => asking || asked === environment)
          .map(environment => (
            <CertificateQuestion
              key={environment}
              url={form.places[environment].url.trim()}
              changed={connection.places[environment].trust.pin !== null}
              onTrust={trust => accept(environment, trust)}
            />
          ))}
        <SaveActions
          busy={save.busy}
          onCancel={closeDialog}
          aside={
            connection.builtIn ? null : (
              <Button variant="default" onClick={() => setAsking(true)}>
                Show certificate
              </Button>
            )
          }
        />
      </form>
    </DialogFrame>
  )
}
