import { useMemo } from 'react'
import { joinedStatus, type ScopeStatus } from '../state/scope-status.ts'
import { isOneList, useUi } from '../state/ui.ts'

/** How the list in sight stands, be it of one environment or of both. */
export const useListStatus = (): ScopeStatus => {
  const mixed = useUi(isOneList)
  const sync = useUi(state => state.sync)
  const syncs = useUi(state => state.syncs)
  return useMemo(
    () => joinedStatus(mixed ? [syncs.preview, syncs.production] : [sync]),
    [mixed, sync, syncs],
  )
}
