import { Button } from '@mantine/core'
import type { FormEvent } from 'react'
import type { Connection } from '../../../../shared/domain/connection.ts'
import { closeDialog } from '../../state/ui.ts'
import { DialogFrame, SaveActions } from '../../ui/dialog-frame.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { useFocusOnRefused } from '../../ui/use-focus.ts'
import { CaFields } from './ca-fields.tsx'
import { CertificateQuestion } from './certificate-question.tsx'
import { NameField, UrlField } from './connection-fields.tsx'
import classes from './connections.module.css'
import { EditConsequences } from './edit-consequences.tsx'
import { EnvironmentFields } from './environment-fields.tsx'
import { useEditing } from './use-editing.ts'

type EditConnectionDialogProps = { readonly connection: Connection }

/** Name, address, settings and trust. Credentials are replaced one by one, on the page. */
export const EditConnectionDialog = ({ connection }: EditConnectionDialogProps) => {
  const work = useEditing(connection)
  const { form, info, errors, edit, save } = work
  const fields = { form, info, errors, onEdit: edit }
  const element = useFocusOnRefused(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save.run()
  }
  return (
    <DialogFrame title="Edit connection" size={720} closable={!save.busy} onClose={closeDialog}>
      <form className={classes.form} ref={element} onSubmit={submit} noValidate>
        <NameField {...fields} autoFocus />
        {/* Where the built-in service is, Claviger itself decides. */}
        {!connection.builtIn && (
          <>
            {!info.address.each && <UrlField {...fields} environment="preview" label="URL" />}
            <EnvironmentFields {...fields} credentials={false} />
            <EditConsequences {...{ connection, form, info }} />
            <CaFields {...fields} />
          </>
        )}
        <ErrorAlert error={work.error} />
        {work.asked.map(environment => (
          <CertificateQuestion
            key={environment}
            url={form.places[environment].url.trim()}
            pin={form.places[environment].pin ?? connection.places[environment].trust.pin}
            onTrust={trust => work.trust(environment, trust)}
          />
        ))}
        <SaveActions
          busy={save.busy}
          onCancel={closeDialog}
          aside={connection.builtIn ? null : <ShowCertificate onAsk={work.ask} />}
        />
      </form>
    </DialogFrame>
  )
}

const ShowCertificate = ({ onAsk }: { readonly onAsk: () => void }) => (
  <Button variant="default" onClick={onAsk}>
    Show certificate
  </Button>
)
