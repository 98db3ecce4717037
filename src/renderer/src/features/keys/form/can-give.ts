import type { Profile } from '../../../../../shared/domain/profile.ts'

/** Whether a form for a new key has a field for what `effect` sets: it takes no permission of its own there. */
export const canGive = (effect: 'describe' | 'expire', profile: Profile | null): boolean => {
  if (profile === null) return false
  if (profile.givenAtCreation.includes(effect)) return true
  return profile.effects.some(
    rule => rule.effect === effect && rule.supported && !rule.missingInPlan,
  )
}
