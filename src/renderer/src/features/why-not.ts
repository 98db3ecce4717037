import { unavailable, unavailableFor } from '../../../shared/domain/availability.ts'
import type { Environment } from '../../../shared/domain/environment.ts'
import type { KeyState } from '../../../shared/domain/key.ts'
import type { Effect, Profile } from '../../../shared/domain/profile.ts'
import type { ErrorInfo } from '../../../shared/error.ts'
import { whyBehind } from '../state/scope-status.ts'
import { environmentName } from '../ui/environment.ts'
import { unavailableText } from '../ui/unavailable-text.ts'

/** Why `effect` cannot be had, as a sentence, or null. Without `state`: whatever the key. */
export type WhyNot = (effect: Effect, state?: KeyState) => string | null

export const whyNotGiven = (given: {
  readonly profile: Profile | null
  /** Of the last try to read the list, or null. */
  readonly error: ErrorInfo | null
  readonly readOnly: boolean
  readonly environment: Environment
}): WhyNot => {
  const { profile, error, readOnly, environment } = given
  const why = error && whyBehind(error)
  const lacks = error?.code === 'no-credential'
  const at = { profile, readOnly, online: why !== 'offline' }
  const credential =
    why === 'credential'
      ? `${lacks ? 'Add a' : 'Replace the'} ${environmentName[environment]} credential first.`
      : null
  // A list that was refused for the plan, while the profile knows of nothing that is missing: it is an older one.
  const outgrown = why === 'plan' && !profile?.effects.some(rule => rule.missingInPlan)
  return (effect, state) => {
    const known = state ? unavailableFor(effect, state, at) : unavailable(effect, at)
    const found = known ?? (outgrown ? { reason: 'plan' } : null)
    const isForGood = found?.reason === 'unsupported' && found.because !== null
    if (found?.reason === 'read-only' || isForGood) return unavailableText(found, profile)
    return credential ?? (found && unavailableText(found, profile))
  }
}
