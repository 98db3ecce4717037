import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import {
  type HandOff,
  type HandOffStep,
  handOffSteps,
} from '../../../../../shared/domain/hand-off.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import type { ErrorInfo } from '../../../../../shared/error.ts'
import { failureOf } from '../../../api/client.ts'
import { api } from '../../../api/index.ts'
import { targetOf, useUi } from '../../../state/ui.ts'
import { Callout } from '../../../ui/callout.tsx'
import { ErrorAlert } from '../../../ui/error-alert.tsx'
import { Moment } from '../../../ui/moment.tsx'
import { PlainText } from '../../../ui/plain-text.tsx'
import { tell } from '../../../ui/tell.ts'
import { shortText } from '../../../ui/visible-text.ts'
import { stepTexts } from '../change/overlap.ts'
import classes from '../form/checks.module.css'

type HandOffStepsProps = { readonly row: KeyRow; readonly profile: Profile | null }

/** After a rotation: what is still to be done until its owner uses the new secret. Goes with the last step. */
export const HandOffSteps = ({ row, profile }: HandOffStepsProps) => {
  const handOff = useUi(state => state.handOffs.find(open => isOf(open, row)) ?? null)
  return handOff && <Steps key={handOff.at} {...{ row, profile, handOff }} />
}

const isOf = (handOff: HandOff, { connection, environment, id }: KeyRow): boolean =>
  handOff.key === id && handOff.connection === connection && handOff.environment === environment

type StepsProps = HandOffStepsProps & { readonly handOff: HandOff }

const Steps = ({ row, profile, handOff }: StepsProps) => {
  // What was ticked stands at once, and several may be on their way to main.
  const [marked, setMarked] = useState<Partial<Record<HandOffStep, boolean>>>({})
  const [error, setError] = useState<ErrorInfo | null>(null)
  const isDone = (step: HandOffStep): boolean => marked[step] ?? handOff.done.includes(step)
  const tick = async (step: HandOffStep, done: boolean) => {
    const mark = (is: boolean) => setMarked(before => ({ ...before, [step]: is }))
    mark(done)
    setError(null)
    try {
      await api.handOffs.mark({ ...targetOf(row), step, done })
      const others = handOffSteps.filter(one => one !== step)
      if (done && others.every(isDone))
        tell(`The hand-off of “${shortText(row.name, 60)}” is finished.`)
    } catch (cause) {
      mark(!done)
      setError(failureOf(cause))
    }
  }
  const texts = stepTexts(profile)
  return (
    <Callout tone="warning" role="region" title="Hand-off">
      Rotated <Moment at={handOff.at} />. Tick each step when it is done; this note goes with the
      last.
      <div className={classes.checks}>
        {handOffSteps.map((step, index) => (
          <Checkbox
            key={step}
            label={<PlainText text={texts[index] ?? step} />}
            checked={isDone(step)}
            // The rotation itself is a fact.
            disabled={step === 'rotate'}
            classNames={{ label: step === 'rotate' ? classes.done : undefined }}
            onChange={({ currentTarget }) => void tick(step, currentTarget.checked)}
          />
        ))}
      </div>
      <ErrorAlert error={error} />
    </Callout>
  )
}
