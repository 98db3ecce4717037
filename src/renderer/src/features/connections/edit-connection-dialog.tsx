import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Connection, Trust } from '../../../../shared/domain/connection.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { closeDialog, useConnector } from '../../state/ui.ts'
import { DialogFrame, SaveActions } from '../../ui/dialog-frame.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { fieldErrors } from '../../ui/field-text.ts'
import { CertificateQuestion } from './certificate-question.tsx'
import { CaField, PlaceFields } from './connection-fields.tsx'
import {
  type ConnectionForm,
  formOf,
  isTrustQuestion,
  placesOf,
  withPlace,
} from './connection-form.ts'
import classes from './connections.module.css'

type EditConnectionDialogProps = { readonly connection: Connection }

/** Name, address and trust. Credentials are replaced one by one, on the page. */
export const EditConnectionDialog = ({ connection }: EditConnectionDialogProps) => {
  const { id } = connection
  const info = useConnector(connection.connector)
  const [form, setForm] = useState<ConnectionForm>(formOf(connection))
  const [asking, setAsking] = useState(false)
  const save = useAction(async () => {
    await api.connections.edit({ id, name: form.name, places: placesOf(form, info) })
    closeDialog()
  })
  const edit = (change: Partial<ConnectionForm>) => setForm({ ...form, ...change })
  const fields = { form, errors: fieldErrors(save.error), onEdit: edit }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save.run()
  }
  const accept = ({ ca, pin }: Trust) => {
    edit(withPlace(form, 'preview', { ca: ca ?? '', pin }))
    setAsking(false)
    save.clear()
  }
  return (
    <DialogFrame title="Edit connection" size={600} closable={!save.busy} onClose={closeDialog}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <PlaceFields {...fields} />
        {form.places.preview.url.trim() !== connection.places.preview.url && (
          <p className={classes.text}>
            Its credentials were given for {connection.places.preview.url}. If the address changes,
            they are forgotten and must be given again.
          </p>
        )}
        <CaField {...fields} />
        {save.error?.code !== 'invalid-input' && <ErrorAlert error={save.error} />}
        {(asking || isTrustQuestion(save.error)) && (
          <CertificateQuestion
            url={form.places.preview.url.trim()}
            changed={connection.places.preview.trust.pin !== null}
            onTrust={accept}
          />
        )}
        <SaveActions
          busy={save.busy}
          onCancel={closeDialog}
          aside={
            <Button variant="default" onClick={() => setAsking(true)}>
              Show certificate
            </Button>
          }
        />
      </form>
    </DialogFrame>
  )
}
