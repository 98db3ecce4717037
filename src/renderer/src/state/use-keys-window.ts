import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { KeysWindow } from '../../../shared/contract/keys.ts'
import type { Scope } from '../../../shared/domain/key.ts'
import { createKeysWindow, type KeysAnswer } from './keys-window.ts'

type KeysSource = {
  readonly window: (window: KeysWindow) => Promise<KeysAnswer>
  /** Returns the undo. */
  readonly onChanged: (listener: (scope: Scope) => void) => () => void
}

const newestFirst = { column: 'createdAt', descending: true } as const

type KeysPart = Pick<KeysWindow, 'scope' | 'kind'> & {
  readonly search: string
  readonly states?: KeysWindow['states']
}

/** Whether a change in one scope concerns a list. */
export const holds = (scope: KeysWindow['scope'], { connection, environment }: Scope): boolean =>
  scope === null ||
  (scope.connection === connection &&
    (scope.environment === null || scope.environment === environment))

/** The keys of a part that match, up to date with main. One scope for its life. */
export const useKeysWindow = (source: KeysSource, part: KeysPart) => {
  const { scope, kind, search, states = null } = part
  const [list] = useState(() =>
    createKeysWindow(source.window, { scope, kind, search, states, sort: newestFirst }),
  )
  const view = useStore(list.store)

  useEffect(() => void list.setQuery({ kind, search, states }), [list, kind, search, states])
  useEffect(() => {
    const stop = source.onChanged(changed => {
      // Not the scope of this render: another object of the same scope would end a question that nobody asks again.
      if (holds(list.store.getState().query.scope, changed)) void list.refetch()
    })
    return () => {
      stop()
      list.stop()
    }
  }, [list, source])

  const [actions] = useState(() => ({
    look: (first: number, last: number) => void list.look(first, last),
    sortBy: (sort: KeysWindow['sort']) => void list.setQuery({ sort }),
  }))
  return { view, ...actions }
}
