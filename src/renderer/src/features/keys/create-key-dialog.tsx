import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Environment } from '../../../../shared/domain/environment.ts'
import type { Scope } from '../../../../shared/domain/key.ts'
import { descriptionLength } from '../../../../shared/domain/name.ts'
import type { Profile } from '../../../../shared/domain/profile.ts'
import { useProfile } from '../../api/use-profile.ts'
import { closeDialog, useConnection } from '../../state/ui.ts'
import { DialogActions, DialogFrame } from '../../ui/dialog-frame.tsx'
import { environmentName, environmentOrder } from '../../ui/environment.ts'
import { fieldText } from '../../ui/field-text.ts'
import { wordsFor } from '../../ui/key-words.ts'
import { judgeKeyWords, looksLikeSecret } from './create-form.ts'
import classes from './create-key-dialog.module.css'
import { CreateTrouble } from './create-trouble.tsx'
import { useCreate } from './use-create.ts'
import { useSameName } from './use-same-name.ts'

/** Makes a key. What was typed stays until the key is there. */
export const CreateKeyDialog = ({ scope }: { readonly scope: Scope }) => {
  const [environment, setEnvironment] = useState(scope.environment)
  const [words, setWords] = useState({ name: '', description: '' })
  const [submitted, setSubmitted] = useState(false)
  const chosen = { ...scope, environment }
  const profile = useProfile(chosen)
  const create = useCreate(chosen)

  const errors = judgeKeyWords(words, profile?.nameLength)
  const edit = (change: Partial<typeof words>) => {
    create.renew()
    setWords({ ...words, ...change })
  }
  const choose = (other: Environment) => {
    create.renew()
    setEnvironment(other)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (!errors.name && !errors.description) void create.run(words)
  }
  const shown = (field: keyof typeof words) => {
    const problem = submitted ? errors[field] : null
    const longest = field === 'name' ? profile?.nameLength : descriptionLength
    return create.fieldError(field) ?? (problem && fieldText(problem, longest))
  }
  return (
    <DialogFrame
      title="Create API key"
      environment={environment}
      closable={!create.busy}
      onClose={closeDialog}
    >
      <form className={classes.form} onSubmit={submit} noValidate>
        <TextInput
          label="Name"
          data-autofocus
          autoComplete="off"
          description="Say what will use it, such as checkout-service."
          value={words.name}
          readOnly={create.busy}
          error={shown('name')}
          onChange={event => edit({ name: event.currentTarget.value })}
        />
        <NameWarnings scope={chosen} name={words.name} profile={profile} />
        <Textarea
          label="Description"
          autosize
          minRows={2}
          maxRows={5}
          value={words.description}
          readOnly={create.busy}
          error={shown('description')}
          onChange={event => edit({ description: event.currentTarget.value })}
        />
        <EnvironmentSelect scope={chosen} disabled={create.busy} onSelect={choose} />
        <CreateTrouble create={create} />
        <Actions
          {...{ environment, busy: create.busy, label: wordsFor('create', profile).label }}
        />
      </form>
    </DialogFrame>
  )
}

type ActionsProps = {
  readonly environment: Environment
  readonly busy: boolean
  readonly label: string
}

const Actions = ({ environment, busy, label }: ActionsProps) => (
  <DialogActions>
    <Button variant="default" disabled={busy} onClick={closeDialog}>
      Cancel
    </Button>
    <Button
      type="submit"
      loading={busy}
      {...(environment === 'production' ? { color: 'var(--claviger-production)' } : {})}
    >
      {label}
    </Button>
  </DialogActions>
)

type EnvironmentSelectProps = {
  readonly scope: Scope
  readonly disabled: boolean
  readonly onSelect: (environment: Environment) => void
}

const EnvironmentSelect = ({ scope, disabled, onSelect }: EnvironmentSelectProps) => {
  const connection = useConnection(scope.connection)
  const missing = connection?.credentials[scope.environment] === 'none'
  return (
    <NativeSelect
      label="Environment"
      description="Keys are only valid for the chosen environment."
      value={scope.environment}
      disabled={disabled}
      error={
        missing &&
        `There is no ${environmentName[scope.environment]} credential. Add one on the Connections page.`
      }
      data={environmentOrder.map(value => ({ value, label: environmentName[value] }))}
      onChange={({ currentTarget }) => {
        const chosen = environmentOrder.find(value => value === currentTarget.value)
        if (chosen) onSelect(chosen)
      }}
    />
  )
}

type NameWarningsProps = {
  readonly scope: Scope
  readonly name: string
  readonly profile: Profile | null
}

const NameWarnings = ({ scope, name, profile }: NameWarningsProps) => {
  const same = useSameName(scope, name)
  return (
    <div className={classes.warnings} aria-live="polite">
      {looksLikeSecret(name, profile?.keyPrefix ?? null) && (
        <p>This looks like a secret. A name can be read by everybody who may see the list.</p>
      )}
      {same > 0 && (
        <p>
          {same === 1 ? 'Another key has' : `${same} other keys have`} this name in{' '}
          {environmentName[scope.environment]}. You can still use it.
        </p>
      )}
    </div>
  )
}
