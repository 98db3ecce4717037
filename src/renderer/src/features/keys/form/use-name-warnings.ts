import { useMemo } from 'react'
import { type NameWarning, nameWarnings } from '../../../../../shared/domain/name-warnings.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'

/** What `name` seems to give away; the service's own keys are known by their beginning. */
export const useNameWarnings = (name: string, profile: Profile | null): readonly NameWarning[] => {
  const prefix = profile?.keyPrefix ?? null
  return useMemo(() => nameWarnings(name, prefix === null ? [] : [prefix]), [name, prefix])
}
