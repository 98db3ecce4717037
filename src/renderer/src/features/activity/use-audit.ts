import { useCallback, useEffect, useState } from 'react'
import type { Scope } from '../../../../shared/domain/key.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { useLive } from '../../api/use-live.ts'
import { type AuditPage, inFront } from './audit-pages.ts'

/** Who looks at the log sees what others do, and calls, without asking. */
const everyMs = 5000

/**
 * The service's own log of a scope, newest first, growing at both ends. Null until it has been read. One scope for its
 * life.
 */
export const useAudit = ({ connection, environment }: Scope) => {
  const load = useCallback(
    (): Promise<AuditPage> => api.audit.page({ connection, environment, cursor: null }),
    [connection, environment],
  )
  const { live, reload } = useLive(load, ['activity-changed'])
  useEffect(() => {
    if (live.kind === 'loading') return
    // Counted from the answer: to ask a slow service again before it has answered is to never hear it.
    const timer = setTimeout(reload, everyMs)
    return () => clearTimeout(timer)
  }, [live, reload])

  const [held, setHeld] = useState<AuditPage | null>(null)
  useEffect(() => {
    if (live.kind === 'ready') setHeld(known => inFront(live.value, known))
  }, [live])

  const more = useAction(async (cursor: string) => {
    const page = await api.audit.page({ connection, environment, cursor })
    // The log may have begun anew meanwhile; then this page joins nothing.
    setHeld(known =>
      known?.next === cursor
        ? { entries: [...known.entries, ...page.entries], next: page.next }
        : known,
    )
  })
  const next = held?.next ?? null
  return {
    entries: held?.entries ?? null,
    error: live.kind === 'failed' ? live.error : more.error,
    reload,
    loadMore: next === null ? null : () => void more.run(next),
    loadingMore: more.busy,
  }
}
