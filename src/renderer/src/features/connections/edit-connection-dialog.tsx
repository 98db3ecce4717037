import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Connection, Trust } from '../../../../shared/domain/connection.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { closeDialog } from '../../state/ui.ts'
import { DialogFrame, SaveActions } from '../../ui/dialog-frame.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { fieldErrors } from '../../ui/field-text.ts'
import { CertificateQuestion } from './certificate-question.tsx'
import { CaField, PlaceFields } from './connection-fields.tsx'
import { type ConnectionForm, emptyForm, isTrustQuestion, trustOf } from './connection-form.ts'
import classes from './connections.module.css'

type EditConnectionDialogProps = { readonly connection: Connection }

/** Name, address and trust. Credentials are replaced one by one, on the page. */
export const EditConnectionDialog = ({ connection }: EditConnectionDialogProps) => {
  const { id, name, origin, trust } = connection
  const [form, setForm] = useState<ConnectionForm>({
    ...emptyForm,
    ...{ name, url: origin, ca: trust.ca ?? '', pin: trust.pin },
  })
  const [asking, setAsking] = useState(false)
  const save = useAction(async () => {
    await api.connections.edit({ id, name: form.name, url: form.url.trim(), trust: trustOf(form) })
    closeDialog()
  })
  const edit = (change: Partial<ConnectionForm>) => setForm({ ...form, ...change })
  const fields = { form, errors: fieldErrors(save.error), onEdit: edit }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save.run()
  }
  const accept = ({ ca, pin }: Trust) => {
    edit({ ca: ca ?? '', pin })
    setAsking(false)
    save.clear()
  }
  return (
    <DialogFrame title="Edit connection" size={600} closable={!save.busy} onClose={closeDialog}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <PlaceFields {...fields} />
        {form.url.trim() !== connection.origin && (
          <p className={classes.text}>
            Its credentials were given for {connection.origin}. If the address changes, they are
            forgotten and must be given again.
          </p>
        )}
        <CaField {...fields} />
        {save.error?.code !== 'invalid-input' && <ErrorAlert error={save.error} />}
        {(asking || isTrustQuestion(save.error)) && (
          <CertificateQuestion
            url={form.url.trim()}
            changed={trust.pin !== null}
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
