import { Button, Checkbox, Textarea } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Diagnostics } from '../../../../shared/contract/files.ts'
import type { ErrorInfo } from '../../../../shared/error.ts'
import { failureOf } from '../../api/client.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { closeDialog } from '../../state/ui.ts'
import { DialogActions, DialogFrame } from '../../ui/dialog-frame.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { tell } from '../../ui/tell.ts'
import { shortText } from '../../ui/visible-text.ts'
import classes from './export.module.css'

type Made =
  | { readonly kind: 'making' }
  | { readonly kind: 'made'; readonly diagnostics: Diagnostics }
  | { readonly kind: 'failed'; readonly error: ErrorInfo }

/** The text, made anew whenever what may be in it is another. A late answer to the question before is dropped. */
const useDiagnostics = (names: boolean): Made => {
  const [made, setMade] = useState<Made>({ kind: 'making' })
  useEffect(() => {
    let current = true
    const put = (next: Made) => current && setMade(next)
    api.files.diagnostics({ names }).then(
      diagnostics => put({ kind: 'made', diagnostics }),
      cause => put({ kind: 'failed', error: failureOf(cause) }),
    )
    return () => {
      current = false
      setMade({ kind: 'making' })
    }
  }, [names])
  return made
}

/** All that would be in the file, before it is saved. */
export const DiagnosticsDialog = () => {
  const [names, setNames] = useState(false)
  const made = useDiagnostics(names)
  const save = useAction(async () => {
    if (made.kind !== 'made') return
    const saved = await api.files.saveDiagnostics({ id: made.diagnostics.id })
    if (saved === null) return
    closeDialog()
    tell(`Diagnostics saved to “${shortText(saved.file, 80)}”.`)
  })
  return (
    <DialogFrame title="Save diagnostics" size={680} closable={!save.busy} onClose={closeDialog}>
      <p className={classes.what}>
        For whoever helps you. This is all that will be in the file; nothing is sent anywhere.
      </p>
      <Textarea
        readOnly
        rows={16}
        spellCheck={false}
        label="What is in the file"
        classNames={{ root: classes.text, input: classes.lines }}
        value={made.kind === 'made' ? made.diagnostics.text : 'Collecting…'}
      />
      <Checkbox
        className={classes.names}
        label="With the names and addresses of connections"
        checked={names}
        disabled={save.busy}
        onChange={event => setNames(event.currentTarget.checked)}
      />
      <ErrorAlert error={save.error ?? (made.kind === 'failed' ? made.error : null)} />
      <DialogActions>
        <Button variant="default" disabled={save.busy} onClick={closeDialog}>
          Cancel
        </Button>
        <Button
          data-autofocus
          disabled={made.kind !== 'made'}
          loading={save.busy}
          onClick={() => void save.run()}
        >
          Choose file…
        </Button>
      </DialogActions>
    </DialogFrame>
  )
}
