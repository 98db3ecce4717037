import { Button, VisuallyHidden } from '@mantine/core'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import type { Proof } from '../../../../../shared/domain/proof.ts'
import { api } from '../../../api/index.ts'
import { useAction } from '../../../api/use-action.ts'
import { Callout } from '../../../ui/callout.tsx'
import { ErrorAlert } from '../../../ui/error-alert.tsx'
import { exactTime, timeToSecond } from '../../../ui/time.ts'
import classes from './proof-steps.module.css'
import { lastStep, noteOf } from './proof-words.ts'

type ProofStepsProps = { readonly proof: Proof; readonly profile: Profile | null }

/** Requested, accepted, dead: how far the end of a key has come, and what that means. */
export const ProofSteps = ({ proof, profile }: ProofStepsProps) => (
  <>
    <ol className={classes.steps}>
      {stepsOf(proof).map(step => (
        <Step key={step.name} {...step} />
      ))}
    </ol>
    <Note {...{ proof, profile }} />
  </>
)

type Stage = 'done' | 'now' | 'later' | 'failed' | 'open'
type StepProps = {
  readonly name: 'requested' | 'accepted' | 'dead'
  readonly label: string
  readonly stage: Stage
  readonly at: number | null
}

const stepsOf = ({ state, ...at }: Proof): readonly StepProps[] => [
  { name: 'requested', label: 'Requested', stage: 'done', at: at.requestedAt },
  {
    ...{ name: 'accepted', label: 'Accepted by the service' },
    stage: at.acceptedAt === null ? 'now' : 'done',
    at: at.acceptedAt,
  },
  {
    ...{ name: 'dead', label: lastStep({ effect: at.effect, state }) },
    stage: last[state],
    at: at.endedAt,
  },
]

const last = {
  requested: 'later',
  accepted: 'now',
  confirmed: 'done',
  'still-accepted': 'failed',
  unproven: 'open',
} as const satisfies Record<Proof['state'], Stage>

const words = {
  done: 'Done',
  now: 'Under way',
  later: 'To come',
  failed: 'Failed',
  open: 'Not known',
} as const satisfies Record<Stage, string>

const Step = ({ name, label, stage, at }: StepProps) => (
  <li className={classes.step} data-stage={stage}>
    <span className={classes.label}>{label}</span>
    <VisuallyHidden>: {words[stage]}</VisuallyHidden>
    {at === null ? (
      <span className={classes.when} aria-hidden>
        {stage === 'now' && (name === 'dead' ? 'Asking…' : 'Waiting…')}
      </span>
    ) : (
      <time className={classes.when} dateTime={new Date(at).toISOString()} title={exactTime(at)}>
        {timeToSecond(at)}
      </time>
    )}
  </li>
)

const Note = ({ proof, profile }: ProofStepsProps) => {
  const { tone, title, text } = noteOf(proof, profile)
  if (tone === 'quiet') {
    return (
      <p className={classes.note} role="status">
        {text}
      </p>
    )
  }
  return (
    <Callout
      {...{ tone, role: 'alert', ...(title === null ? {} : { title }) }}
      actions={proof.askable && <AskAgain proof={proof} />}
    >
      {text}
    </Callout>
  )
}

export const AskAgain = ({ proof: { id } }: Pick<ProofStepsProps, 'proof'>) => {
  const again = useAction(() => api.proofs.again({ id }))
  return (
    <>
      <Button size="xs" variant="default" loading={again.busy} onClick={() => void again.run()}>
        Ask again
      </Button>
      <ErrorAlert error={again.error} />
    </>
  )
}
