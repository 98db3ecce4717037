import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import type { KeyRow } from '../../../../shared/contract/keys.ts'
import { type HandOff, type HandOffStep, handOffSteps } from '../../../../shared/domain/hand-off.ts'
import type { Profile } from '../../../../shared/domain/profile.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { targetOf, useUi } from '../../state/ui.ts'
import { Callout } from '../../ui/callout.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { Moment } from '../../ui/moment.tsx'
import classes from './checks.module.css'
import { stepTexts } from './overlap.ts'

type HandOffStepsProps = { readonly row: KeyRow; readonly profile: Profile | null }

/** After a rotation: what is still to be done until its owner uses the new secret. Goes with the last step. */
export const HandOffSteps = ({ row, profile }: HandOffStepsProps) => {
  const handOff = useUi(state => state.handOffs.find(open => isOf(open, row)) ?? null)
  return handOff && <Steps {...{ row, profile, handOff }} />
}

const isOf = (handOff: HandOff, { connection, environment, id }: KeyRow): boolean =>
  handOff.key === id && handOff.connection === connection && handOff.environment === environment

type StepsProps = HandOffStepsProps & { readonly handOff: HandOff }

const Steps = ({ row, profile, handOff }: StepsProps) => {
  // What was ticked stands at once; main's answer follows.
  const [marked, setMarked] = useState<Partial<Record<HandOffStep, boolean>>>({})
  const mark = useAction((step: HandOffStep, done: boolean) =>
    api.handOffs.mark({ ...targetOf(row), step, done }),
  )
  const tick = async (step: HandOffStep, done: boolean) => {
    setMarked({ ...marked, [step]: done })
    if (!(await mark.run(step, done))) setMarked({ ...marked, [step]: !done })
  }
  const texts = stepTexts(profile)
  return (
    <Callout tone="warning" role="region" title="Hand-off">
      Rotated <Moment at={handOff.at} />. Tick what is done; this goes when all is.
      <div className={classes.checks}>
        {handOffSteps.map((step, index) => (
          <Checkbox
            key={step}
            label={texts[index] ?? step}
            checked={marked[step] ?? handOff.done.includes(step)}
            // The rotation itself is a fact.
            disabled={step === 'rotate' || mark.busy}
            onChange={({ currentTarget }) => void tick(step, currentTarget.checked)}
          />
        ))}
      </div>
      <ErrorAlert error={mark.error} />
    </Callout>
  )
}
