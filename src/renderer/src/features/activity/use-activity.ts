import { useCallback, useEffect, useState } from 'react'
import type { Activity } from '../../../../shared/domain/activity.ts'
import { api, on } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { mergeActivity } from './activity-words.ts'

const pageSize = 100

type Loaded = { readonly entries: readonly Activity[]; readonly more: boolean }

/** The log, newest first, growing at both ends. Null until it has been read. */
export const useActivity = () => {
  const [loaded, setLoaded] = useState<Loaded | null>(null)

  const readNewest = useCallback(async () => {
    const newest = await api.app.activity({ before: null, limit: pageSize })
    setLoaded(known => ({
      entries: mergeActivity(known?.entries ?? [], newest),
      more: known?.more ?? newest.length === pageSize,
    }))
  }, [])
  const { run, error } = useAction(readNewest)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `run` is new on every render and does the same
  useEffect(() => {
    void run()
    return on('activity-changed', () => void run())
  }, [])

  const more = useAction(async () => {
    const before = loaded?.entries.at(-1)?.id ?? null
    const older = await api.app.activity({ before, limit: pageSize })
    setLoaded(known => ({
      entries: [...(known?.entries ?? []), ...older],
      more: older.length === pageSize,
    }))
  })
  return { loaded, error: error ?? more.error, loadMore: more.run, loadingMore: more.busy }
}
