import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { KeysWindow } from '../../../shared/contract/keys.ts'
import type { Scope } from '../../../shared/domain/key.ts'
import { createKeysWindow, type KeysAnswer } from './keys-window.ts'
import { sameScope } from './ui.ts'

export type KeysSource = {
  readonly window: (window: KeysWindow) => Promise<KeysAnswer>
  /** Returns the undo. */
  readonly onChanged: (listener: (scope: Scope) => void) => () => void
}

const newestFirst = { column: 'createdAt', descending: true } as const

/** The keys of `scope` (null: of every scope) that match `search`, up to date with main. One scope for its life. */
export const useKeysWindow = (source: KeysSource, scope: Scope | null, search: string) => {
  const [list] = useState(() =>
    createKeysWindow(source.window, { scope, search, states: null, sort: newestFirst }),
  )
  const view = useStore(list.store)

  useEffect(() => void list.setQuery({ search }), [list, search])
  useEffect(() => {
    const stop = source.onChanged(changed => {
      if (scope === null || sameScope(changed, scope)) void list.refetch()
    })
    return () => {
      stop()
      list.stop()
    }
  }, [list, scope, source])

  const [actions] = useState(() => ({
    look: (first: number, last: number) => void list.look(first, last),
    sortBy: (sort: KeysWindow['sort']) => void list.setQuery({ sort }),
  }))
  return { view, ...actions }
}
