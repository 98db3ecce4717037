import { useEffect, useState } from 'react'
import type { Scope } from '../../../../shared/domain/key.ts'
import { foldName } from '../../../../shared/domain/name.ts'
import { api } from '../../api/index.ts'

/** How many keys of the scope have this name already. A late answer for another name is dropped. */
export const useSameName = ({ connection, environment }: Scope, name: string): number => {
  const folded = foldName(name)
  const [found, setFound] = useState({ folded: '', count: 0 })
  useEffect(() => {
    if (folded === '' || folded.length > 2000) return
    const input = { connection, environment, name: folded }
    const stop = new AbortController()
    api.keys.sameName(input).then(
      count => stop.signal.aborted || setFound({ folded, count }),
      // A warning that cannot be had is not worth an error: the create itself will tell.
      () => undefined,
    )
    return () => stop.abort()
  }, [connection, environment, folded])
  return found.folded === folded ? found.count : 0
}
