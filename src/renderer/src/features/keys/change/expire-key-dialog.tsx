import { type FormEvent, useState } from 'react'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import { api } from '../../../api/index.ts'
import { closeDialog, targetOf } from '../../../state/ui.ts'
import { DialogFrame } from '../../../ui/dialog-frame.tsx'
import { ErrorAlert } from '../../../ui/error-alert.tsx'
import { wordsFor } from '../../../ui/key-words.ts'
import { tell } from '../../../ui/tell.ts'
import { exactTime } from '../../../ui/time.ts'
import { shortText } from '../../../ui/visible-text.ts'
import { useKnownProfile } from '../../use-known-profile.ts'
import { SeenConflict } from '../conflict/seen-conflict.tsx'
import { useRefusal } from '../conflict/use-refusal.ts'
import { useSeen } from '../conflict/use-seen.ts'
import { Facts, identityFacts } from '../detail/key-facts.tsx'
import { expiryAt } from '../form/expiry.ts'
import { ExpiryField, expiryError } from '../form/expiry-field.tsx'
import { FormActions } from '../form/form-actions.tsx'
import { ServiceText } from '../form/service-text.tsx'
import classes from './rotate-key-dialog.module.css'

/** Sets, changes or clears until when a key is valid. */
export const ExpireKeyDialog = ({ row }: { readonly row: KeyRow }) => {
  const profile = useKnownProfile(row)
  const words = wordsFor('expire', profile)
  const longest = profile?.longestExpirySeconds ?? null
  const [expiry, setExpiry] = useState(() => expiryAt(row.expiresAt))
  const [submitted, setSubmitted] = useState(false)
  const save = useExpire(row, expiry.at)
  const refused = useRefusal(row, 'expire', save.seen.state)
  const reason = refused ?? (expiry.at === save.seen.expiresAt ? 'Nothing was changed yet.' : null)
  const { environment } = row
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (reason === null && expiryError(expiry, longest, null) === null) void save.run()
  }
  return (
    <DialogFrame
      {...{ title: words.title ?? words.label, environment, closable: !save.busy }}
      onClose={closeDialog}
    >
      <form className={classes.form} onSubmit={submit} noValidate>
        <Facts facts={identityFacts(save.seen, profile)} />
        <ServiceText text={words.text} />
        <ExpiryField
          {...{ expiry, longest, disabled: save.busy }}
          error={submitted ? expiryError(expiry, longest, save.error) : null}
          onChange={next => {
            save.clear()
            setSubmitted(false)
            setExpiry(next)
          }}
        />
        <p className={classes.text}>
          {expiry.choice === 'never'
            ? 'The key has no end: it is valid until it is revoked or deleted.'
            : 'After this time calls with the key are rejected. The expiry can still be changed then.'}
        </p>
        <SeenConflict {...{ error: save.error, before: save.before, now: save.seen, profile }}>
          {save.error?.code !== 'expiry-refused' && <ErrorAlert error={save.error} />}
        </SeenConflict>
        <FormActions
          {...{ environment, busy: save.busy, reason, careful: true }}
          label={words.confirm ?? words.label}
        />
      </form>
    </DialogFrame>
  )
}

const useExpire = (row: KeyRow, expiresAt: number | null) =>
  useSeen(row, async seen => {
    await api.keys.edit({ ...targetOf(seen), version: seen.version, edit: { expiresAt } })
    const name = shortText(seen.name, 60)
    closeDialog()
    tell(
      expiresAt === null
        ? `“${name}” does not expire any longer.`
        : `“${name}” expires on ${exactTime(expiresAt)}.`,
    )
  })
