import type { Environment } from '../../../../shared/domain/environment.ts'
import type { EffectRule, Profile } from '../../../../shared/domain/profile.ts'
import { EnvironmentBadge } from '../../ui/badges.tsx'
import { clockAdvice, clockText } from '../../ui/clock-text.ts'
import { environmentOrder } from '../../ui/environment.ts'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { errorText } from '../../ui/error-text.ts'
import { wordsFor } from '../../ui/key-words.ts'
import { PlainText } from '../../ui/plain-text.tsx'
import classes from './connections.module.css'
import type { Trials } from './form-errors.ts'

type TrialResultsProps = {
  readonly trials: Trials
  /** When they were made, in ms since 1970 UTC by this computer's clock. */
  readonly triedAt: number
  /** Whether what is wrong stands at a field already. */
  readonly isPlaced: (environment: Environment) => boolean
}

/** What trying each credential found. */
export const TrialResults = ({ trials, triedAt, isPlaced }: TrialResultsProps) => (
  <section className={classes.trials} aria-label="Test result" aria-live="polite">
    {environmentOrder.map(environment => {
      const trial = trials[environment]
      return (
        trial && (
          <div key={environment} className={classes.trial}>
            <h3>
              <EnvironmentBadge environment={environment} />
              {trial.ok ? 'Works' : 'Does not work'}
            </h3>
            {trial.ok ? (
              <Found profile={trial.profile} triedAt={triedAt} />
            ) : isPlaced(environment) ? (
              <p>{errorText(trial.error).title}. What to change stands at its field.</p>
            ) : (
              <ErrorAlert error={trial.error} />
            )}
          </div>
        )
      )
    })}
  </section>
)

type FoundProps = { readonly profile: Profile; readonly triedAt: number }

export const Found = ({ profile, triedAt }: FoundProps) => {
  const skew = profile.serverTime === null ? null : clockText(profile.serverTime - triedAt)
  const has = profile.effects.filter(rule => rule.supported)
  const can = has.filter(rule => rule.missingPermission === null && !rule.missingInPlan)
  const lacking = has.filter(rule => !can.includes(rule))
  const labelOf = ({ effect }: EffectRule) => wordsFor(effect, profile).label
  return (
    <>
      <p>
        <PlainText text={profile.service} longest={60} />
        {profile.caller !== null && (
          <>
            {' knows you as '}
            <PlainText text={profile.caller} longest={60} />
          </>
        )}
        .
      </p>
      <p>
        {can.length === 0
          ? 'This credential may do nothing here.'
          : `You may: ${can.map(labelOf).join(', ')}.`}
      </p>
      {skew !== null && (
        <p className={classes.skew}>
          {skew} {clockAdvice}
        </p>
      )}
      {lacking.length > 0 && (
        <ul>
          {lacking.map(rule => (
            <li key={rule.effect}>
              {labelOf(rule)}: {rule.missingInPlan ? 'not in the plan' : 'lacks '}
              {!rule.missingInPlan && <PlainText text={rule.missingPermission ?? ''} />}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
