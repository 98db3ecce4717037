import { useMemo } from 'react'
import { scopeStatus } from '../state/scope-status.ts'
import { useUi } from '../state/ui.ts'
import { type WhyNot, whyNotGiven } from './why-not.ts'

/** Why something cannot be done in the scope in sight. */
export const useWhyNot = (): WhyNot => {
  const profile = useUi(state => state.profile)
  const sync = useUi(state => state.sync)
  const readOnly = useUi(state => state.info?.readOnly ?? false)
  const environment = useUi(state => state.environment)
  return useMemo(
    () => whyNotGiven({ profile, status: scopeStatus(sync), readOnly, environment }),
    [profile, sync, readOnly, environment],
  )
}
