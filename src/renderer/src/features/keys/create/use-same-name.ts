import { useEffect, useState } from 'react'
import type { KeyId, KeyKind, Scope } from '../../../../../shared/domain/key.ts'
import { foldName } from '../../../../../shared/domain/name.ts'
import { api } from '../../../api/index.ts'

/** How many others of the scope have this name already. A late answer for another name is dropped. */
export const useSameName = (
  { connection, environment }: Scope,
  kind: KeyKind,
  name: string,
  except: KeyId | null = null,
): number => {
  const folded = foldName(name)
  const asked = `${environment} ${folded}`
  const [found, setFound] = useState({ asked: '', count: 0 })
  useEffect(() => {
    if (folded === '' || folded.length > 2000) return
    const input = { connection, environment, name: folded, kind, except }
    const stop = new AbortController()
    api.keys.sameName(input).then(
      count => stop.signal.aborted || setFound({ asked: `${environment} ${folded}`, count }),
      // A warning that cannot be had is not worth an error: the service itself will tell.
      () => undefined,
    )
    return () => stop.abort()
  }, [connection, environment, folded, kind, except])
  return found.asked === asked ? found.count : 0
}
