import { Button, Radio } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { ListFormat } from '../../../../shared/contract/files.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import type { Listed } from '../../state/listed.ts'
import { closeDialog, pageProfile, useConnection, useUi } from '../../state/ui.ts'
import { DialogActions, DialogFrame } from '../../ui/dialog-frame.tsx'
import { environmentName } from '../../ui/environment.ts'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { isNarrowed } from '../../ui/filters/filters.ts'
import { kindText } from '../../ui/kind-words.ts'
import { PlainText } from '../../ui/plain-text.tsx'
import { tell } from '../../ui/tell.ts'
import classes from './export.module.css'
import { countText, savedText } from './export-words.ts'

const formats = [
  {
    value: 'csv',
    label: 'CSV',
    description:
      'For a spreadsheet. What could be taken for a formula has an apostrophe before it, and what cannot be seen is written as an escape.',
  },
  {
    value: 'json',
    label: 'JSON',
    description: 'For a program. Every value as the service gave it.',
  },
] as const satisfies readonly { readonly value: ListFormat; readonly [more: string]: string }[]

/** What is listed, as a file; where it goes, the system's own dialog asks. */
export const ExportListDialog = ({ listed }: { readonly listed: Listed }) => {
  const [format, setFormat] = useState<ListFormat>('csv')
  const { one } = kindText(listed.query.kind ?? 'key', useUi(pageProfile))
  const save = useAction(async () => {
    const saved = await api.files.exportKeys({ ...listed.query, format })
    if (saved === null) return
    closeDialog()
    tell(savedText(saved, one))
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save.run()
  }
  const environment = environmentOf(listed.query)
  const frame = environment ? { environment } : {}
  return (
    <DialogFrame title="Export list" {...frame} closable={!save.busy} onClose={closeDialog}>
      <form onSubmit={submit}>
        <What {...{ listed, one }} />
        <Radio.Group label="Format" value={format} onChange={value => setFormat(formatOf(value))}>
          <div className={classes.formats}>
            {formats.map(({ value, label, description }) => (
              <Radio key={value} {...{ value, label, description }} disabled={save.busy} />
            ))}
          </div>
        </Radio.Group>
        <ErrorAlert error={save.error} />
        <DialogActions>
          <Button variant="default" disabled={save.busy} onClick={closeDialog}>
            Cancel
          </Button>
          <Button type="submit" data-autofocus loading={save.busy}>
            Choose file…
          </Button>
        </DialogActions>
      </form>
    </DialogFrame>
  )
}

/** Of which alone keys are in the list, if they are. */
const environmentOf = ({ scope, environment }: Listed['query']) => scope?.environment ?? environment

const formatOf = (value: string): ListFormat => (value === 'json' ? 'json' : 'csv')

type WhatProps = { readonly listed: Listed; readonly one: string }

const What = ({ listed, one }: WhatProps) => {
  const { scope } = listed.query
  const connection = useConnection(scope?.connection ?? null)
  const environment = environmentOf(listed.query)
  const where = environment ? environmentName[environment] : 'both environments'
  return (
    <p className={classes.what}>
      {countText(listed.total, one, listed.counted)} of{' '}
      {connection === null ? 'every connection' : <PlainText text={connection.name} longest={60} />}{' '}
      in {where}
      {isNarrowed(listed.query) ? ', as filtered' : ''}: names, keys in their masked form, states,
      people and times. No secret is in the file: what looks like a key in a name or a description
      is written as [secret].
    </p>
  )
}
