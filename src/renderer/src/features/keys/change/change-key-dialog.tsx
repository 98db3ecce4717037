import { type FormEvent, useState } from 'react'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import { api } from '../../../api/index.ts'
import { closeDialog, type KeyEffect, showDetail, targetOf } from '../../../state/ui.ts'
import { Callout } from '../../../ui/callout.tsx'
import { DialogFrame } from '../../../ui/dialog-frame.tsx'
import { environmentName } from '../../../ui/environment.ts'
import { ErrorAlert } from '../../../ui/error-alert.tsx'
import { wordsFor } from '../../../ui/key-words.ts'
import { PlainText } from '../../../ui/plain-text.tsx'
import { tell } from '../../../ui/tell.ts'
import { TypedName, untyped } from '../../../ui/typed-name.tsx'
import { shortText } from '../../../ui/visible-text.ts'
import { useKnownProfile } from '../../use-known-profile.ts'
import { SeenConflict } from '../conflict/seen-conflict.tsx'
import { useRefusal } from '../conflict/use-refusal.ts'
import { useSeen } from '../conflict/use-seen.ts'
import { Facts, identityFacts } from '../detail/key-facts.tsx'
import { CheckList, Checks, unticked } from '../form/checks.tsx'
import { FormActions } from '../form/form-actions.tsx'
import classes from './change-key-dialog.module.css'
import { adviceFor, changeTitle, consequence, isForGood, mustType } from './change-words.ts'

type ChangeKeyDialogProps = { readonly effect: KeyEffect; readonly row: KeyRow }

/** Suspends, restores, revokes or deletes one key or system, after saying which one and what will happen. */
export const ChangeKeyDialog = ({ effect, row }: ChangeKeyDialogProps) => {
  const profile = useKnownProfile(row)
  const words = wordsFor(effect, profile)
  const change = useChange(effect, row, words.done)
  const { seen, before } = change
  const [typed, setTyped] = useState('')
  const [ticked, setTicked] = useState<readonly string[]>([])
  const asks = mustType(effect, row)
  const checks = isForGood(effect) ? words.checks : []
  const refused = useRefusal(row, effect, seen.state)
  const reason = refused ?? unticked(checks, ticked) ?? untyped(asks, seen.name, typed)
  const { environment } = row
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason === null) void change.run()
  }
  return (
    <DialogFrame
      {...{ title: changeTitle(effect, row, profile), environment, closable: !change.busy }}
      onClose={closeDialog}
    >
      <form onSubmit={submit}>
        <Facts facts={identityFacts(seen, profile)} />
        <Warning text={adviceFor(effect, seen, profile)} />
        <p className={classes.happens}>
          <PlainText text={consequence(effect, row, profile)} longest={1000} />
        </p>
        {checks.length > 0 && (
          <Checks legend="Before you go on" {...{ checks, ticked, onTick: setTicked }} />
        )}
        {!isForGood(effect) && words.checks.length > 0 && <CheckList checks={words.checks} />}
        {asks && <TypedName kind={seen.kind} name={seen.name} typed={typed} onType={setTyped} />}
        <Trouble {...{ error: change.error, before, now: seen, profile }} />
        <FormActions
          {...{ environment, busy: change.busy, reason, danger: isForGood(effect), careful: true }}
          label={words.confirm ?? words.label}
        />
      </form>
    </DialogFrame>
  )
}

const Warning = ({ text }: { readonly text: string | null }) =>
  text && (
    <div className={classes.advice}>
      <Callout tone="warning" role="note">
        {text}
      </Callout>
    </div>
  )

type TroubleProps = Pick<ReturnType<typeof useChange>, 'error' | 'before'> & {
  readonly now: KeyRow
  readonly profile: Profile | null
}

const Trouble = ({ error, before, now, profile }: TroubleProps) => {
  if (error === null) return null
  return (
    <div className={classes.error}>
      <SeenConflict {...{ error, before, now, profile }}>
        <ErrorAlert error={error} />
      </SeenConflict>
    </div>
  )
}

const useChange = (effect: KeyEffect, row: KeyRow, done: string) => {
  const where = environmentName[row.environment]
  const action = useSeen(row, async seen => {
    const name = shortText(seen.name, 60)
    const change = { ...targetOf(seen), version: seen.version }
    if (effect !== 'delete') {
      await api.keys[effect](change)
      return `${done} “${name}” in ${where}.`
    }
    const { alreadyGone } = await api.keys.delete(change)
    showDetail(null)
    return alreadyGone
      ? `“${name}” was already gone: somebody else had deleted it in ${where}.`
      : `${done} “${name}” in ${where}.`
  })
  const run = async () => {
    const finished = await action.run()
    if (!finished) return
    closeDialog()
    tell(finished.value)
  }
  return { ...action, run }
}
