import type { Environment } from '../../../shared/domain/environment.ts'
import type { KeyState } from '../../../shared/domain/key.ts'
import type { Profile } from '../../../shared/domain/profile.ts'
import classes from './badges.module.css'
import { environmentName } from './environment.ts'
import { stateWord } from './key-words.ts'

type EnvironmentBadgeProps = {
  readonly environment: Environment
  /** Where something is about to be done. */
  readonly strong?: boolean
}

export const EnvironmentBadge = ({ environment, strong = false }: EnvironmentBadgeProps) => (
  <span
    className={classes.environment}
    data-environment={environment}
    data-strong={strong || undefined}
  >
    {environmentName[environment]}
  </span>
)

type StateBadgeProps = { readonly state: KeyState; readonly profile: Profile | null }

/** Told apart by word and form, not by colour alone. */
export const StateBadge = ({ state, profile }: StateBadgeProps) => (
  <span className={classes.state} data-state={state}>
    {stateWord(state, profile)}
  </span>
)
