import type { FormEvent } from 'react'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import { api } from '../../../api/index.ts'
import { useAction } from '../../../api/use-action.ts'
import { closeDialog, targetOf, useUi } from '../../../state/ui.ts'
import { DialogFrame } from '../../../ui/dialog-frame.tsx'
import { ErrorAlert } from '../../../ui/error-alert.tsx'
import { wordsFor } from '../../../ui/key-words.ts'
import { tell } from '../../../ui/tell.ts'
import { spanText } from '../../../ui/time.ts'
import { shortText } from '../../../ui/visible-text.ts'
import { useKnownProfile } from '../../use-known-profile.ts'
import { useRefusal } from '../conflict/use-refusal.ts'
import { Facts, identityFacts } from '../detail/key-facts.tsx'
import { FormActions, unlessRefused } from '../form/form-actions.tsx'
import classes from './copy-key-dialog.module.css'

/** A key that its service shows at any time, to the clipboard. */
export const CopyKeyDialog = ({ row }: { readonly row: KeyRow }) => {
  const profile = useKnownProfile(row)
  const { label, title } = wordsFor('reveal', profile)
  const { environment } = row
  const reason = useRefusal(row, 'reveal')
  const copy = useAction(async () => {
    const { clearsAfterSeconds } = await api.reveals.copyAgain(targetOf(row))
    closeDialog()
    tell(
      `Copied the key of “${shortText(row.name, 60)}”. The clipboard is cleared in ${clearsAfterSeconds} s.`,
    )
  })
  const seconds = useUi(state => state.safety.clipboardSeconds)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void copy.run()
  }
  return (
    <DialogFrame
      {...{ title: title ?? label, environment, closable: !copy.busy }}
      onClose={closeDialog}
    >
      <form className={classes.form} onSubmit={unlessRefused(reason, submit)} noValidate>
        <Facts facts={identityFacts(row, profile)} />
        <p className={classes.text}>
          This service shows its keys at any time. Claviger puts the key on the clipboard without
          showing it, and takes it away again after {spanText(seconds)}. Whoever has it can use it.
        </p>
        <ErrorAlert error={copy.error} />
        <FormActions {...{ environment, busy: copy.busy, reason, careful: true, label }} />
      </form>
    </DialogFrame>
  )
}
