import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import type { Proof } from '../../../../../shared/domain/proof.ts'
import type { KeyEffect } from '../../../state/dialog.ts'
import { closeDialog } from '../../../state/ui.ts'
import { Callout } from '../../../ui/callout.tsx'
import { DialogActions, DialogFrame } from '../../../ui/dialog-frame.tsx'
import { ErrorAlert } from '../../../ui/error-alert.tsx'
import { wordsFor } from '../../../ui/key-words.ts'
import { PlainText } from '../../../ui/plain-text.tsx'
import { TypedName, untyped } from '../../../ui/typed-name.tsx'
import { useFocusOnAppear } from '../../../ui/use-focus.ts'
import { useKnownProfile } from '../../use-known-profile.ts'
import { SeenConflict } from '../conflict/seen-conflict.tsx'
import { useRefusal } from '../conflict/use-refusal.ts'
import { Facts, identityFacts } from '../detail/key-facts.tsx'
import { CheckList, Checks, unticked } from '../form/checks.tsx'
import { FormActions } from '../form/form-actions.tsx'
import classes from './change-key-dialog.module.css'
import { adviceFor, changeTitle, consequence, isForGood, mustType } from './change-words.ts'
import { ProofSteps } from './proof-steps.tsx'
import { useEnding } from './use-ending.ts'
import { WithKey } from './with-key.tsx'

type Ending = ReturnType<typeof useEnding>
type ChangeKeyDialogProps = { readonly effect: KeyEffect; readonly row: KeyRow }

/**
 * Suspends, restores, revokes or deletes one key or system, after saying which one and what will happen. What ends a key
 * is over when it is known whether the key is dead.
 */
export const ChangeKeyDialog = ({ effect, row }: ChangeKeyDialogProps) => {
  const profile = useKnownProfile(row)
  const [withKey, setWithKey] = useState(false)
  const ending = useEnding(effect, row, wordsFor(effect, profile).done, withKey)
  const { environment } = row
  const { steps, closable } = ending
  return (
    <DialogFrame
      {...{ title: changeTitle(effect, row, profile), environment, closable }}
      {...(steps ? { closeLabel: 'Close the dialog' } : {})}
      onClose={closeDialog}
    >
      {steps ? (
        <Steps {...{ proof: steps, profile, closable }} />
      ) : (
        <Question {...{ effect, row, profile, ending, withKey, onWithKey: setWithKey }} />
      )}
    </DialogFrame>
  )
}

type QuestionProps = ChangeKeyDialogProps & {
  readonly profile: Profile | null
  readonly ending: Ending
  readonly withKey: boolean
  readonly onWithKey: (withKey: boolean) => void
}

const Question = ({ effect, row, profile, ending, withKey, onWithKey }: QuestionProps) => {
  const words = wordsFor(effect, profile)
  const { seen, before, busy } = ending
  const [typed, setTyped] = useState('')
  const [ticked, setTicked] = useState<readonly string[]>([])
  const asks = mustType(effect, row)
  const checks = isForGood(effect) ? words.checks : []
  const refused = useRefusal(row, effect, seen.state)
  const reason = refused ?? unticked(checks, ticked) ?? untyped(asks, seen.name, typed)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason === null && !busy) void ending.run()
  }
  return (
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
      {effect !== 'resume' && (
        <div className={classes.withKey}>
          <WithKey {...{ profile, checked: withKey, disabled: busy, onTick: onWithKey }} />
        </div>
      )}
      {asks && <TypedName kind={seen.kind} name={seen.name} typed={typed} onType={setTyped} />}
      <Trouble {...{ error: ending.error, before, now: seen, profile }} />
      <FormActions
        {...{ environment: row.environment, busy, reason, danger: isForGood(effect) }}
        {...{ careful: true, label: words.confirm ?? words.label }}
      />
    </form>
  )
}

type StepsProps = {
  readonly proof: Proof
  readonly profile: Profile | null
  readonly closable: boolean
}

const Steps = ({ proof, profile, closable }: StepsProps) => {
  const button = useFocusOnAppear<HTMLButtonElement>()
  return (
    <>
      <p className={classes.key}>
        <PlainText text={proof.name} longest={200} />{' '}
        {proof.mask !== null && (
          <code className={classes.mask}>
            <PlainText text={proof.mask} />
          </code>
        )}
      </p>
      <ProofSteps {...{ proof, profile }} />
      <DialogActions>
        <Button ref={button} variant="default" disabled={!closable} onClick={closeDialog}>
          Close
        </Button>
      </DialogActions>
    </>
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

type TroubleProps = Pick<Ending, 'error' | 'before'> & {
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
