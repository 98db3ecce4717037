import { useCallback, useEffect, useRef, useState } from 'react'
import type { Events } from '../../../shared/contract/index.ts'
import type { ErrorInfo } from '../../../shared/error.ts'
import { failureOf } from './client.ts'
import { on } from './index.ts'

export type Live<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: ErrorInfo }

type LiveWithReload<T> = { readonly live: Live<T>; readonly reload: () => void }

/**
 * The answer of `load`, asked again whenever `load` itself or one of `events` changes. An answer that was overtaken
 * is dropped. Pass a `load` made by `useCallback`.
 */
export const useLive = <T>(
  load: () => Promise<T>,
  events: readonly (keyof Events)[],
): LiveWithReload<T> => {
  const [held, setHeld] = useState<{ readonly of: unknown; readonly live: Live<T> } | null>(null)
  const newest = useRef(0)

  const reload = useCallback(() => {
    const mine = ++newest.current
    const settle = (live: Live<T>) => mine === newest.current && setHeld({ of: load, live })
    load().then(
      value => settle({ kind: 'ready', value }),
      cause => settle({ kind: 'failed', error: failureOf(cause) }),
    )
  }, [load])

  const names = events.join(' ')
  useEffect(() => {
    reload()
    // Joined and split because a list of names written in the caller is a new list on every render.
    const undo = names.split(' ').map(name => on(name as keyof Events, reload))
    return () => {
      newest.current++
      for (const stop of undo) stop()
    }
  }, [reload, names])

  return { live: held?.of === load ? held.live : { kind: 'loading' }, reload }
}
