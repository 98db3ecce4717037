import { unavailable, unavailableFor } from '../../../../../shared/domain/availability.ts'
import type { KeyState, Scope } from '../../../../../shared/domain/key.ts'
import type { Effect } from '../../../../../shared/domain/profile.ts'
import { useUi } from '../../../state/ui.ts'
import { unavailableText } from '../../../ui/unavailable-text.ts'
import { useKnownProfile } from '../../use-known-profile.ts'

/**
 * Why a dialog that is open can no longer do what it is there for, or null. That the service cannot be reached is not
 * a reason: it may be back by the time the button is pressed.
 */
export const useRefusal = (scope: Scope, effect: Effect, state?: KeyState): string | null => {
  const profile = useKnownProfile(scope)
  const readOnly = useUi(({ info }) => info?.readOnly ?? false)
  if (profile === null) return null
  const at = { profile, readOnly, online: true }
  const found = state ? unavailableFor(effect, state, at) : unavailable(effect, at)
  return found && unavailableText(found, profile)
}
