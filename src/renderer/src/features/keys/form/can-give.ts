import type { Effect, Profile } from '../../../../../shared/domain/profile.ts'

/** Whether a form for a new key has a field for what `effect` sets later: it takes no permission of its own there. */
export const canGive = (effect: Effect, profile: Profile | null): boolean =>
  profile?.effects.some(rule => rule.effect === effect && rule.supported && !rule.missingInPlan) ??
  false
