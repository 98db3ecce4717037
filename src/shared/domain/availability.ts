import type { KeyState } from './key.ts'
import type { Effect, EffectRule, Profile } from './profile.ts'

/** Why a button cannot be used. Its words are made where it is shown. */
export type Unavailable =
  /** `because` is the connector's sentence, where it has one. */
  | { readonly reason: 'unsupported'; readonly because: string | null }
  | { readonly reason: 'plan' }
  | { readonly reason: 'permission'; readonly permission: string }
  | { readonly reason: 'offline' }
  | { readonly reason: 'state'; readonly effect: Effect; readonly state: KeyState }
  | { readonly reason: 'unknown-service' }
  | { readonly reason: 'read-only' }

export type Circumstances = {
  readonly profile: Profile | null
  readonly online: boolean
  /** The local store takes no writes, so the outcome could not be recorded. */
  readonly readOnly: boolean
}

const ruleOf = (effect: Effect, profile: Profile | null): EffectRule | null =>
  profile?.effects.find(candidate => candidate.effect === effect) ?? null

/**
 * Whether the service has the effect and lets its button be seen. What it does not have at all is not offered, nor what
 * it wants hidden from a caller without the permission; all else stays in sight, with the reason when it cannot be used.
 */
export const isOffered = (effect: Effect, profile: Profile | null): boolean => {
  const rule = ruleOf(effect, profile)
  if (!rule?.supported) return false
  return rule.missingPermission === null || rule.whenForbidden === 'disabled'
}

/** Whether its button is to be seen: also where a person would look for it, and is told why the service has none. */
export const isShown = (effect: Effect, profile: Profile | null): boolean =>
  isOffered(effect, profile) ||
  (ruleOf(effect, profile)?.supported === false && ruleOf(effect, profile)?.reason != null)

/** What the service says of a permission that is missing, or null. Its code may be any word, "constructor" too. */
export const permissionSentence = (code: string, profile: Profile | null): string | null =>
  profile !== null && Object.hasOwn(profile.permissions, code)
    ? (profile.permissions[code] ?? null)
    : null

/** Why `effect` cannot be had here whatever the key, or null when it can. */
export const unavailable = (effect: Effect, at: Circumstances): Unavailable | null => {
  const rule = ruleOf(effect, at.profile)
  // What the service never does is not worth waiting for.
  if (rule?.supported === false && rule.reason !== null)
    return { reason: 'unsupported', because: rule.reason }
  if (at.readOnly) return { reason: 'read-only' }
  if (!at.online) return { reason: 'offline' }
  if (at.profile === null) return { reason: 'unknown-service' }
  if (!rule?.supported) return { reason: 'unsupported', because: null }
  if (rule.missingInPlan) return { reason: 'plan' }
  return rule.missingPermission === null
    ? null
    : { reason: 'permission', permission: rule.missingPermission }
}

const from: Partial<Record<Effect, readonly KeyState[]>> = {
  generate: ['absent'],
  suspend: ['active', 'unknown'],
  resume: ['suspended', 'unknown'],
  revoke: ['active', 'suspended', 'expired', 'unknown'],
  rotate: ['active', 'unknown'],
  expire: ['active', 'suspended', 'expired', 'unknown'],
}

/** The same for a key in `state`: a suspended key cannot be suspended again. */
export const unavailableFor = (
  effect: Effect,
  state: KeyState,
  at: Circumstances,
): Unavailable | null => {
  const general = unavailable(effect, at)
  if (general) return general
  const allowed = from[effect]
  return allowed === undefined || allowed.includes(state)
    ? null
    : { reason: 'state', effect, state }
}
