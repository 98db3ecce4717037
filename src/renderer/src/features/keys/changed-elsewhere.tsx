import type { Profile } from '../../../../shared/domain/profile.ts'
import { Callout } from '../../ui/callout.tsx'
import { PlainText } from '../../ui/plain-text.tsx'
import classes from './changed-elsewhere.module.css'
import { differencesOf } from './differences.ts'

type ChangedElsewhereProps = {
  readonly before: Parameters<typeof differencesOf>[0] | null
  readonly now: Parameters<typeof differencesOf>[0]
  readonly profile: Profile | null
  /** What can be done now, in one sentence. */
  readonly advice: string
}

/** Both versions in sight; neither wins by itself. */
export const ChangedElsewhere = (props: ChangedElsewhereProps) => {
  const { before, now, profile, advice } = props
  const differences = before ? differencesOf(before, now, profile) : []
  return (
    <Callout tone="warning" role="alert" title="Changed elsewhere">
      Somebody changed this after it was shown to you. Nothing was overwritten. {advice}
      <ul className={classes.list}>
        {differences.map(({ label, before: was, now: is }) => (
          <li key={label}>
            <span className={classes.label}>{label}:</span> was <PlainText text={was} />, now is{' '}
            <PlainText text={is} />
          </li>
        ))}
      </ul>
    </Callout>
  )
}
