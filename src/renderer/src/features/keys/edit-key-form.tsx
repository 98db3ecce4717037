import { Button, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { KeyRow } from '../../../../shared/contract/keys.ts'
import { descriptionLength } from '../../../../shared/domain/name.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { targetOf, useUi } from '../../state/ui.ts'
import { Callout } from '../../ui/callout.tsx'
import { SaveActions } from '../../ui/dialog-frame.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { fieldErrors, fieldText } from '../../ui/field-text.ts'
import { PlainText } from '../../ui/plain-text.tsx'
import { useFocusOnAppear } from '../../ui/use-focus.ts'
import { judgeKeyWords } from './create-form.ts'
import classes from './key-detail.module.css'

type EditKeyFormProps = { readonly row: KeyRow; readonly onDone: () => void }

/** Name and description. The version that was shown when editing began guards against overwriting another's work. */
export const EditKeyForm = ({ row, onDone }: EditKeyFormProps) => {
  const first = useFocusOnAppear<HTMLInputElement>()
  const [started] = useState(row)
  const [words, setWords] = useState({ name: row.name, description: row.description ?? '' })
  const nameLength = useUi(state => state.profile?.nameLength)
  const errors = judgeKeyWords(words, nameLength)
  const draft = { name: words.name.trim(), description: words.description.trim() || null }
  const save = useAction(async (seen: KeyRow) => {
    await api.keys.edit({ ...targetOf(row), version: seen.version, draft })
    onDone()
  })
  const refused = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!errors.name && !errors.description) void save.run(started)
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <TextInput
        {...{ ref: first, label: 'Name', autoComplete: 'off', value: words.name }}
        error={refused['draft.name'] ?? (errors.name && fieldText(errors.name, nameLength))}
        onChange={event => setWords({ ...words, name: event.currentTarget.value })}
      />
      <Textarea
        {...{ label: 'Description', autosize: true, minRows: 2, value: words.description }}
        error={
          refused['draft.description'] ??
          (errors.description && fieldText(errors.description, descriptionLength))
        }
        onChange={event => setWords({ ...words, description: event.currentTarget.value })}
      />
      {save.error?.code === 'changed-elsewhere' ? (
        <ChangedElsewhere row={row} mine={draft} onKeep={save.run} onDrop={onDone} />
      ) : (
        <>
          <ErrorAlert error={save.error} />
          <SaveActions busy={save.busy} onCancel={onDone} />
        </>
      )}
    </form>
  )
}

type Words = Pick<KeyRow, 'name' | 'description'>

type ChangedElsewhereProps = {
  readonly row: KeyRow
  readonly mine: Words
  /** Saves over `seen`, and over nothing newer. */
  readonly onKeep: (seen: KeyRow) => Promise<unknown>
  readonly onDrop: () => void
}

/** Both versions in sight; neither wins by itself. */
const ChangedElsewhere = ({ row, mine, onKeep, onDrop }: ChangedElsewhereProps) => {
  const keep = useAction(async () => {
    const { connection, environment } = row
    await api.keys.refresh({ connection, environment })
    await onKeep(row)
  })
  return (
    <Callout
      tone="warning"
      role="alert"
      title="Changed elsewhere"
      actions={
        <>
          <Button size="xs" variant="default" onClick={onDrop}>
            Use the service’s
          </Button>
          <Button size="xs" loading={keep.busy} onClick={() => void keep.run()}>
            Save mine
          </Button>
        </>
      }
    >
      Somebody changed this key after it was shown to you. Nothing was overwritten.
      <ul className={classes.versions}>
        <Version of="At the service" words={row} />
        <Version of="Yours" words={mine} />
      </ul>
      <ErrorAlert error={keep.error} />
    </Callout>
  )
}

const Version = ({ of, words }: { readonly of: string; readonly words: Words }) => (
  <li>
    {of}: <PlainText text={words.name} />
    {words.description !== null && (
      <>
        {' – '}
        <PlainText text={words.description} />
      </>
    )}
  </li>
)
