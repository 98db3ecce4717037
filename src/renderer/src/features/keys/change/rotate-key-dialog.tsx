import { type FormEvent, useState } from 'react'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import { api } from '../../../api/index.ts'
import { closeDialog, targetOf } from '../../../state/ui.ts'
import { DialogFrame } from '../../../ui/dialog-frame.tsx'
import { wordsFor } from '../../../ui/key-words.ts'
import { useKnownProfile } from '../../use-known-profile.ts'
import { SeenConflict } from '../conflict/seen-conflict.tsx'
import { useRefusal } from '../conflict/use-refusal.ts'
import { Facts, identityFacts } from '../detail/key-facts.tsx'
import { Checks, unticked } from '../form/checks.tsx'
import { FormActions } from '../form/form-actions.tsx'
import { ServiceText } from '../form/service-text.tsx'
import { IssueTrouble } from './issue-trouble.tsx'
import {
  type Overlap,
  overlapProblem,
  overlapSeconds,
  rotationConsequence,
  rotationOf,
  usualOverlap,
} from './overlap.ts'
import { HandOffAhead, OverlapField } from './rotate-fields.tsx'
import classes from './rotate-key-dialog.module.css'
import { useIssueFor } from './use-issue-for.ts'

/** Gives a key another secret, with its owner told before. */
export const RotateKeyDialog = ({ row }: { readonly row: KeyRow }) => {
  const profile = useKnownProfile(row)
  const words = wordsFor('rotate', profile)
  const rotation = rotationOf(profile)
  const rotate = useRotate(row)
  const [chosen, setChosen] = useState<Overlap | null>(null)
  const [told, setTold] = useState(false)
  const [ticked, setTicked] = useState<readonly string[]>([])
  const overlap = chosen ?? usualOverlap(rotation)
  const seconds = overlapSeconds(overlap)
  const wrong = overlapProblem(seconds, rotation)
  const { environment } = row
  const earlier = (rotate.seen.previousUntil ?? 0) > Date.now()
  const must = environment === 'production' && !told ? 'Tick first that its owner knows.' : null
  const refused = useRefusal(row, 'rotate', rotate.seen.state)
  const reason = refused ?? must ?? unticked(words.checks, ticked) ?? wrong
  const change = (work: () => void) => {
    rotate.renew()
    work()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason === null) void rotate.run({ overlapSeconds: seconds, told })
  }
  return (
    <DialogFrame
      {...{ title: words.title ?? `${words.label} API key`, environment, closable: !rotate.busy }}
      onClose={closeDialog}
    >
      <form className={classes.form} onSubmit={submit} noValidate>
        <Facts facts={identityFacts(rotate.seen, profile)} />
        <ServiceText text={words.text} />
        <HandOffAhead {...{ profile, told, onTell: is => change(() => setTold(is)) }} />
        {words.checks.length > 0 && (
          <Checks
            legend="Before you go on"
            {...{ checks: words.checks, ticked, onTick: setTicked }}
          />
        )}
        <OverlapField
          {...{ overlap, rotation, wrong, disabled: rotate.busy }}
          onChange={next => change(() => setChosen(next))}
        />
        {wrong === null && (
          <p className={classes.text}>{rotationConsequence(seconds, earlier, profile)}</p>
        )}
        <SeenConflict
          {...{ error: rotate.error, before: rotate.before, now: rotate.seen, profile }}
        >
          <IssueTrouble issue={rotate} />
        </SeenConflict>
        <FormActions
          {...{ environment, busy: rotate.busy, reason, careful: true }}
          label={words.confirm ?? words.label}
        />
      </form>
    </DialogFrame>
  )
}

type Wish = { readonly overlapSeconds: number; readonly told: boolean }

const useRotate = (row: KeyRow) =>
  useIssueFor(
    'rotate',
    row,
    (intent, seen, wish: Wish) =>
      api.keys.rotate({ ...targetOf(seen), version: seen.version, intent, ...wish }),
    closeDialog,
  )
