import { Button } from '@mantine/core'
import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react'
import type { Trust } from '../../../../shared/domain/connection.ts'
import type { ConnectorId, ConnectorInfo } from '../../../../shared/domain/connector.ts'
import { closeDialog, useConnector, useUi } from '../../state/ui.ts'
import { DialogFrame, SaveActions } from '../../ui/dialog-frame.tsx'
import { focusRefused } from '../../ui/use-focus.ts'
import { CaFields } from './ca-fields.tsx'
import { CertificateQuestion } from './certificate-question.tsx'
import { NameField, ServiceChoice, UrlField } from './connection-fields.tsx'
import { type ConnectionForm, emptyForm, withPlace } from './connection-form.ts'
import classes from './connections.module.css'
import { EnvironmentFields } from './environment-fields.tsx'
import { KeychainChoice } from './keychain-choice.tsx'
import { TrialResults } from './trial-results.tsx'
import { trusting } from './trust-question.ts'
import { useConnecting } from './use-connecting.ts'

/** `connector` is chosen already; null for whichever comes first. */
type AddConnectionDialogProps = { readonly connector: ConnectorId | null }

/** Connects to a key service. Nothing is kept before it was tried, and nothing that was typed is lost. */
export const AddConnectionDialog = ({ connector }: AddConnectionDialogProps) => {
  const first = useUi(state => state.connectors[0]?.id ?? '')
  const [chosen, setChosen] = useState(connector ?? first)
  const info = useConnector(chosen)
  const [form, setForm] = useState(() => emptyForm(info))
  const work = useConnecting(form, info)
  const element = useRef<HTMLFormElement>(null)
  useOutcomeInSight(element, work)
  const edit = (change: Partial<ConnectionForm>) => setForm({ ...form, ...change })
  const choose = ({ id }: ConnectorInfo) => {
    setChosen(id)
    work.forget()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void work.save.run('keychain')
  }
  const fields = { form, info, errors: work.errors, onEdit: edit }
  return (
    <DialogFrame
      title="Connect to a key service"
      size={720}
      closable={!work.save.busy}
      onClose={closeDialog}
    >
      <form className={classes.form} ref={element} onSubmit={submit} noValidate>
        <ServiceChoice {...fields} autoFocus={connector === null} onChoose={choose} />
        <NameField {...fields} autoFocus={connector !== null} />
        {!info.address.each && <UrlField {...fields} environment="preview" label="URL" />}
        <EnvironmentFields {...fields} credentials />
        <CaFields {...fields} />
        <Outcome {...{ form, work, onEdit: edit }} />
        <SaveActions
          busy={work.save.busy}
          onCancel={closeDialog}
          aside={<TestButton work={work} />}
        />
      </form>
    </DialogFrame>
  )
}

type Work = ReturnType<typeof useConnecting>

const TestButton = ({ work: { test } }: { readonly work: Work }) => (
  <Button variant="default" loading={test.busy} onClick={() => void test.run()}>
    Test connection
  </Button>
)

type OutcomeProps = {
  readonly form: ConnectionForm
  readonly work: Work
  readonly onEdit: (change: Partial<ConnectionForm>) => void
}

/** What was found, and what is to be decided, below the fields. */
const Outcome = ({ form, work, onEdit }: OutcomeProps) => {
  const { trials, question } = work
  const place = question && form.places[question]
  const trust = (shown: Trust) => {
    if (question && place) onEdit(withPlace(form, question, trusting(place, shown)))
    work.forget()
  }
  return (
    <div className={classes.stack} data-outcome>
      {trials && <TrialResults {...{ trials, triedAt: work.triedAt, isPlaced: work.isPlaced }} />}
      <KeychainChoice
        error={work.error}
        busy={work.save.busy}
        onMemory={() => void work.save.run('memory')}
      />
      {place && <CertificateQuestion url={place.url.trim()} pin={place.pin} onTrust={trust} />}
    </div>
  )
}

/** Puts the keyboard at the first field that must change, whose sentence is then read out; else shows what was found. */
const useOutcomeInSight = (
  form: RefObject<HTMLFormElement | null>,
  { trials, save, test }: Work,
) => {
  const failure = save.error ?? test.error
  useEffect(() => {
    if (trials === null && failure === null) return
    if (!focusRefused(form.current))
      form.current?.querySelector('[data-outcome]')?.scrollIntoView({ block: 'nearest' })
  }, [form, trials, failure])
}
