import { useCallback, useState } from 'react'
import type { AuditEntry } from '../../../../shared/domain/audit.ts'
import type { Scope } from '../../../../shared/domain/key.ts'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { useLive } from '../../api/use-live.ts'

type AuditPage = { readonly entries: readonly AuditEntry[]; readonly next: string | null }

/**
 * The service's own log of a scope, newest first. It is read anew after each thing that is done here, when a sync brings
 * what others did, and on `reload`.
 */
export const useAudit = ({ connection, environment }: Scope) => {
  const load = useCallback(
    (): Promise<AuditPage> => api.audit.page({ connection, environment, cursor: null }),
    [connection, environment],
  )
  const [older, setOlder] = useState<(AuditPage & { readonly after: AuditPage }) | null>(null)
  // Whoever reads further down keeps the place: there the log would become one page long again.
  const { live, reload } = useLive(load, [
    'activity-changed',
    ...(older === null ? (['keys-changed'] as const) : []),
  ])
  const newest = live.kind === 'ready' ? live.value : null
  // Older pages belong to the newest page after which they were asked for.
  const joined = older && older.after === newest ? older : null
  const next = joined ? joined.next : (newest?.next ?? null)

  const more = useAction(async () => {
    if (newest === null || next === null) return
    const page = await api.audit.page({ connection, environment, cursor: next })
    const entries = [...(joined?.entries ?? []), ...page.entries]
    setOlder({ after: newest, entries, next: page.next })
  })
  return {
    entries: newest && [...newest.entries, ...(joined?.entries ?? [])],
    more: next !== null,
    error: live.kind === 'failed' ? live.error : more.error,
    reload,
    loadMore: more.run,
    loadingMore: more.busy,
  }
}
