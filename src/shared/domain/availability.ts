import type { KeyState } from './key.ts'
import type { Effect, Profile } from './profile.ts'

/** Why a button cannot be used. Its words are made where it is shown. */
export type Unavailable =
  | { readonly reason: 'unsupported' }
  | { readonly reason: 'permission'; readonly permission: string }
  | { readonly reason: 'offline' }
  | { readonly reason: 'state'; readonly state: KeyState }
  | { readonly reason: 'unknown-service' }
  | { readonly reason: 'read-only' }

export type Circumstances = {
  readonly profile: Profile | null
  readonly online: boolean
  /** The local store takes no writes, so the outcome could not be recorded. */
  readonly readOnly: boolean
}

/** Why `effect` cannot be had here whatever the key, or null when it can. */
export const unavailable = (effect: Effect, at: Circumstances): Unavailable | null => {
  if (at.readOnly) return { reason: 'read-only' }
  if (!at.online) return { reason: 'offline' }
  const rule = at.profile?.effects.find(candidate => candidate.effect === effect)
  if (at.profile === null) return { reason: 'unknown-service' }
  if (!rule?.supported) return { reason: 'unsupported' }
  return rule.missingPermission === null
    ? null
    : { reason: 'permission', permission: rule.missingPermission }
}

const from: Partial<Record<Effect, readonly KeyState[]>> = {
  suspend: ['active', 'unknown'],
  resume: ['suspended', 'unknown'],
  revoke: ['active', 'suspended', 'unknown'],
  rotate: ['active', 'unknown'],
  expire: ['active', 'suspended', 'unknown'],
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
  return allowed === undefined || allowed.includes(state) ? null : { reason: 'state', state }
}
