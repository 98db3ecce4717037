import { Button, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { KeyRow } from '../../../../shared/contract/keys.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { useUi } from '../../state/ui.ts'
import { Callout } from '../../ui/callout.tsx'
import { DialogActions } from '../../ui/dialog-frame.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { fieldErrors, fieldText } from '../../ui/field-text.ts'
import { PlainText } from '../../ui/plain-text.tsx'
import { useFocusOnAppear } from '../../ui/use-focus.ts'
import { judgeKeyWords } from './create-form.ts'
import classes from './key-detail.module.css'
import { targetOf } from './key-menu.tsx'

type EditKeyFormProps = { readonly row: KeyRow; readonly onDone: () => void }

/** Name and description. The version that was shown when editing began guards against overwriting another's work. */
export const EditKeyForm = ({ row, onDone }: EditKeyFormProps) => {
  const first = useFocusOnAppear<HTMLInputElement>()
  const [base, setBase] = useState(row)
  const [words, setWords] = useState({ name: row.name, description: row.description ?? '' })
  const nameLength = useUi(state => state.profile?.nameLength)
  const errors = judgeKeyWords(words, nameLength)
  const save = useAction(async () => {
    const { name, description } = words
    const draft = { name: name.trim(), description: description.trim() || null }
    await api.keys.edit({ ...targetOf(row), version: base.version, draft })
    onDone()
  })
  const keep = (newest: KeyRow) => {
    setBase(newest)
    save.clear()
  }
  const refused = fieldErrors(save.error?.code === 'invalid-input' ? save.error.issues : [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!errors.name && !errors.description) void save.run()
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
          (errors.description && fieldText(errors.description, 1000))
        }
        onChange={event => setWords({ ...words, description: event.currentTarget.value })}
      />
      {save.error?.code === 'changed-elsewhere' ? (
        <ChangedElsewhere row={row} mine={words.name} onKeep={keep} onDrop={onDone} />
      ) : (
        <ErrorAlert error={save.error} />
      )}
      <DialogActions>
        <Button variant="default" disabled={save.busy} onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" loading={save.busy}>
          Save
        </Button>
      </DialogActions>
    </form>
  )
}

type ChangedElsewhereProps = {
  readonly row: KeyRow
  readonly mine: string
  readonly onKeep: (newest: KeyRow) => void
  readonly onDrop: () => void
}

/** Both versions in sight; neither wins by itself. */
const ChangedElsewhere = ({ row, mine, onKeep, onDrop }: ChangedElsewhereProps) => {
  const read = useAction(async () => {
    const { connection, environment } = row
    await api.keys.refresh({ connection, environment })
    const newest = await api.keys.get(targetOf(row))
    if (newest) onKeep(newest)
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
          <Button size="xs" loading={read.busy} onClick={() => void read.run()}>
            Keep mine
          </Button>
        </>
      }
    >
      Somebody changed this key after it was shown to you. Nothing was overwritten.
      <ul className={classes.versions}>
        <li>
          At the service: <PlainText text={row.name} />
          {row.description !== null && (
            <>
              {' – '}
              <PlainText text={row.description} />
            </>
          )}
        </li>
        <li>
          Yours: <PlainText text={mine} />
        </li>
      </ul>
      <ErrorAlert error={read.error} />
    </Callout>
  )
}
