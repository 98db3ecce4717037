import { useMemo } from 'react'
import type { Environment } from '../../../shared/domain/environment.ts'
import { profileOf, useUi } from '../state/ui.ts'
import { type WhyNot, whyNotGiven } from './why-not.ts'

/** Why something cannot be done in `environment` of the connection in sight; without it, in the one in sight. */
export const useWhyNot = (environment?: Environment): WhyNot => {
  const shown = useUi(state => state.environment)
  const where = environment ?? shown
  const profile = useUi(state => profileOf(state, where))
  // Not the whole state, of which every poll brings another: all rows of a list would be drawn anew.
  const error = useUi(state => state.syncs[where]?.error ?? null)
  const readOnly = useUi(state => state.info?.readOnly ?? false)
  return useMemo(
    () => whyNotGiven({ profile, error, readOnly, environment: where }),
    [profile, error, readOnly, where],
  )
}
