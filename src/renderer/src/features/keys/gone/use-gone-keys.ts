import { useEffect, useState } from 'react'
import type { GoneKey, KeysQuery } from '../../../../../shared/contract/keys.ts'
import type { ErrorInfo } from '../../../../../shared/error.ts'
import { failureOf } from '../../../api/client.ts'
import { api } from '../../../api/index.ts'
import { useAction } from '../../../api/use-action.ts'

const pageSize = 100

type Held = { readonly rows: readonly GoneKey[]; readonly total: number }

/** What was deleted elsewhere and matches, page by page. Null until it has been read. */
export const useGoneKeys = (scope: KeysQuery['scope'], search: string) => {
  const [held, setHeld] = useState<Held | null>(null)
  const [error, setError] = useState<ErrorInfo | null>(null)
  useEffect(() => {
    let current = true
    api.keys.gone({ scope, search, offset: 0, limit: pageSize }).then(
      page => {
        if (!current) return
        setHeld(page)
        setError(null)
      },
      cause => current && setError(failureOf(cause)),
    )
    return () => {
      current = false
    }
  }, [scope, search])

  const more = useAction(async (offset: number) => {
    const page = await api.keys.gone({ scope, search, offset, limit: pageSize })
    // Another search may have been typed meanwhile; then this page joins nothing.
    setHeld(known =>
      known?.rows.length === offset ? { ...page, rows: [...known.rows, ...page.rows] } : known,
    )
  })
  const count = held?.rows.length ?? 0
  return {
    held,
    error: error ?? more.error,
    loadMore: held !== null && count < held.total ? () => void more.run(count) : null,
    loadingMore: more.busy,
  }
}
