import { useEffect, useState } from 'react'
import type { KeysQuery } from '../../../../../shared/contract/keys.ts'
import type { ErrorInfo } from '../../../../../shared/error.ts'
import { failureOf } from '../../../api/client.ts'
import { api } from '../../../api/index.ts'
import { useAction } from '../../../api/use-action.ts'
import { type GonePages, joinedPage } from './gone-pages.ts'

const pageSize = 100

/** What was deleted elsewhere and matches, page by page. Null until it has been read. */
export const useGoneKeys = ({ scope, kind }: Pick<KeysQuery, 'scope' | 'kind'>, search: string) => {
  const [held, setHeld] = useState<GonePages | null>(null)
  const [error, setError] = useState<ErrorInfo | null>(null)
  useEffect(() => {
    let current = true
    api.keys.gone({ scope, kind, search, offset: 0, limit: pageSize }).then(
      page => {
        if (!current) return
        setHeld({ ...page, search })
        setError(null)
      },
      cause => current && setError(failureOf(cause)),
    )
    return () => {
      current = false
    }
  }, [scope, kind, search])

  const more = useAction(async (offset: number) => {
    const page = await api.keys.gone({ scope, kind, search, offset, limit: pageSize })
    setHeld(known => joinedPage(known, { ...page, search }, offset))
  })
  const count = held?.rows.length ?? 0
  return {
    held,
    error: error ?? more.error,
    loadMore: held !== null && count < held.total ? () => void more.run(count) : null,
    loadingMore: more.busy,
  }
}
