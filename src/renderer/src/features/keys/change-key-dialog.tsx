import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { KeyRow } from '../../../../shared/contract/keys.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { useProfile } from '../../api/use-profile.ts'
import { closeDialog, type KeyEffect, showDetail, targetOf } from '../../state/ui.ts'
import { Callout } from '../../ui/callout.tsx'
import { DialogActions, DialogFrame } from '../../ui/dialog-frame.tsx'
import { environmentName } from '../../ui/environment.ts'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { GuardedButton } from '../../ui/guarded-button.tsx'
import { wordsFor } from '../../ui/key-words.ts'
import { tell } from '../../ui/tell.ts'
import { TypedName, untyped } from '../../ui/typed-name.tsx'
import { clampText, visibleText } from '../../ui/visible-text.ts'
import classes from './change-key-dialog.module.css'
import { adviceFor, consequence, mustType } from './change-words.ts'
import { Facts, identityFacts } from './key-facts.tsx'

type ChangeKeyDialogProps = { readonly effect: KeyEffect; readonly row: KeyRow }

/** Suspend, restore or delete one key, after saying which one and what will happen. */
export const ChangeKeyDialog = ({ effect, row }: ChangeKeyDialogProps) => {
  const profile = useProfile(row)
  const { label } = wordsFor(effect, profile)
  const [typed, setTyped] = useState('')
  const change = useChange(effect, row, wordsFor(effect, profile).done)
  const advice = adviceFor(effect, row, profile)
  const asks = mustType(effect, row)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (untyped(asks, row.name, typed) === null) void change.run()
  }
  return (
    <DialogFrame
      title={`${label} API key`}
      environment={row.environment}
      closable={!change.busy}
      onClose={closeDialog}
    >
      <form onSubmit={submit}>
        <Facts facts={identityFacts(row, profile)} />
        {advice && (
          <div className={classes.advice}>
            <Callout tone="warning" role="note">
              {advice}
            </Callout>
          </div>
        )}
        <p className={classes.happens}>{consequence(effect, profile)}</p>
        {asks && <TypedName name={row.name} typed={typed} onType={setTyped} />}
        <div className={change.error ? classes.error : undefined}>
          <ErrorAlert error={change.error} />
        </div>
        <DialogActions>
          <Button variant="default" data-autofocus disabled={change.busy} onClick={closeDialog}>
            Cancel
          </Button>
          <GuardedButton
            type="submit"
            loading={change.busy}
            {...accentOf(effect, row)}
            reason={untyped(asks, row.name, typed)}
          >
            {label}
          </GuardedButton>
        </DialogActions>
      </form>
    </DialogFrame>
  )
}

/** Red for what destroys; in Production everything bears its colour. */
const accentOf = (effect: KeyEffect, { environment }: KeyRow) => {
  if (environment === 'production') return { color: 'var(--claviger-production)' }
  return effect === 'delete' ? { color: 'red.9' } : {}
}

const useChange = (effect: KeyEffect, row: KeyRow, done: string) => {
  const where = environmentName[row.environment]
  const name = clampText(visibleText(row.name), 60)
  const action = useAction(async () => {
    const change = { ...targetOf(row), version: row.version }
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
