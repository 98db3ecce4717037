import { useEffect, useState } from 'react'
import { api } from '../../api/index.ts'
import { useAction } from '../../api/use-action.ts'
import { useLive } from '../../api/use-live.ts'
import { type Loaded, pageSize, withNewest, withOlder } from './activity-words.ts'

const readNewest = () => api.app.activity({ before: null, limit: pageSize })

/** The log, newest first, growing at both ends. Null until it has been read. */
export const useActivity = () => {
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const { live } = useLive(readNewest, ['activity-changed'])
  useEffect(() => {
    if (live.kind === 'ready') setLoaded(known => withNewest(known, live.value))
  }, [live])

  const more = useAction(async () => {
    const before = loaded?.entries.at(-1)?.id ?? null
    const older = await api.app.activity({ before, limit: pageSize })
    setLoaded(known => withOlder(known, before, older))
  })
  const error = live.kind === 'failed' ? live.error : more.error
  return { loaded, error, loadMore: more.run, loadingMore: more.busy }
}
