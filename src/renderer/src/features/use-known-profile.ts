import type { Scope } from '../../../shared/domain/key.ts'
import type { Profile } from '../../../shared/domain/profile.ts'
import { useProfile } from '../api/use-profile.ts'
import { useScopeProfile } from '../state/ui.ts'

/** What the service says of itself in a scope: at once where it is the one in sight, so that no word changes under the eye. */
export const useKnownProfile = (scope: Scope): Profile | null => {
  const shown = useScopeProfile(scope)
  const asked = useProfile(scope)
  return asked ?? shown
}
