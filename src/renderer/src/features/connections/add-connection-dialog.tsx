import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Trust } from '../../../../shared/domain/connection.ts'
import type { ConnectorInfo } from '../../../../shared/domain/connector.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { closeDialog, showPage, showScope, useConnector } from '../../state/ui.ts'
import { DialogFrame, SaveActions } from '../../ui/dialog-frame.tsx'
import { fieldErrors } from '../../ui/field-text.ts'
import { CertificateQuestion } from './certificate-question.tsx'
import { CaField, CredentialFields, PlaceFields } from './connection-fields.tsx'
import {
  type ConnectionForm,
  draftOf,
  emptyForm,
  isTrustQuestion,
  withPlace,
} from './connection-form.ts'
import classes from './connections.module.css'
import { KeychainChoice } from './keychain-choice.tsx'
import { TrialResults, type Trials } from './trial-results.tsx'

/** Connects to a key service. Nothing is kept before it was tried, and nothing that was typed is lost. */
export const AddConnectionDialog = () => {
  const info = useConnector('claviger')
  const [form, setForm] = useState(emptyForm(info))
  const work = useConnecting(form, info)
  const edit = (change: Partial<ConnectionForm>) => setForm({ ...form, ...change })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void work.save.run('keychain')
  }
  const trust = ({ ca, pin }: Trust) => {
    edit(withPlace(form, 'preview', { ca: ca ?? '', pin }))
    work.forget()
  }
  const fields = { form, errors: work.errors, onEdit: edit }
  return (
    <DialogFrame
      title="Connect to a key service"
      size={600}
      closable={!work.save.busy}
      onClose={closeDialog}
    >
      <form className={classes.form} onSubmit={submit} noValidate>
        <PlaceFields {...fields} />
        <CredentialFields {...fields} />
        <CaField {...fields} />
        {work.trials && <TrialResults trials={work.trials} />}
        {work.error?.code !== 'invalid-input' && (
          <KeychainChoice
            error={work.error}
            busy={work.save.busy}
            onMemory={() => void work.save.run('memory')}
          />
        )}
        {work.question && (
          <CertificateQuestion
            url={form.places.preview.url.trim()}
            changed={form.places.preview.pin !== null}
            onTrust={trust}
          />
        )}
        <SaveActions
          busy={work.save.busy}
          onCancel={closeDialog}
          aside={
            <Button variant="default" loading={work.test.busy} onClick={() => void work.test.run()}>
              Test connection
            </Button>
          }
        />
      </form>
    </DialogFrame>
  )
}

const useConnecting = (form: ConnectionForm, info: ConnectorInfo) => {
  const [trials, setTrials] = useState<Trials | null>(null)
  const save = useAction(async (keep: 'keychain' | 'memory') => {
    test.clear()
    const connection = await api.connections.add(draftOf(form, info, keep))
    closeDialog()
    showScope({ connection: connection.id })
    showPage('keys')
  })
  const test = useAction(async () => {
    save.clear()
    setTrials(null)
    setTrials(await api.connections.test(draftOf(form, info, 'keychain')))
  })
  const error = save.error ?? test.error
  const failed = [trials?.preview, trials?.production].map(trial =>
    trial && !trial.ok ? trial.error : null,
  )
  return {
    ...{ save, test, trials, error },
    errors: fieldErrors(error),
    question: [error, ...failed].some(isTrustQuestion),
    /** What was found before no longer holds. */
    forget: () => {
      setTrials(null)
      save.clear()
      test.clear()
    },
  }
}
