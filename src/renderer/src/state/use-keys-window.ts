import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { KeysQuery, KeysWindow } from '../../../shared/contract/keys.ts'
import type { Scope } from '../../../shared/domain/key.ts'
import { createKeysWindow, firstSight, type KeysLists } from './keys-window.ts'
import { spanInSight } from './row-spans.ts'

type KeysSource = KeysLists & {
  /** Returns the undo. */
  readonly onChanged: (listener: (scope: Scope) => void) => () => void
}

const newestFirst = { column: 'createdAt', descending: true } as const

type Filter = 'environment' | 'expiry' | 'neverUsed' | 'owner'

/** Which keys; a filter that is absent, undefined or null lets all of them through. */
export type KeysPart = Pick<KeysQuery, 'scope' | 'kind' | 'search'> & {
  readonly states?: KeysQuery['states'] | undefined
} & { readonly [Name in Filter]?: KeysQuery[Name] | undefined }

/** Whether a change in one scope concerns a list. */
export const holds = (scope: KeysWindow['scope'], { connection, environment }: Scope): boolean =>
  scope === null ||
  (scope.connection === connection &&
    (scope.environment === null || scope.environment === environment))

const queryOf = (part: KeysPart, sort: KeysQuery['sort']): KeysQuery => {
  const { scope, kind, search, states = null, environment, expiry, neverUsed, owner } = part
  return {
    ...{ scope, kind, search, states, sort },
    ...(environment === undefined ? {} : { environment }),
    ...(expiry === undefined ? {} : { expiry }),
    ...(neverUsed === undefined ? {} : { neverUsed }),
    ...(owner === undefined ? {} : { owner }),
  }
}

/** What the list of a scope's keys asks for when it is opened. */
export const firstWindow = ({ connection, environment }: Scope): KeysWindow => ({
  ...queryOf({ scope: { connection, environment }, kind: 'key', search: '' }, newestFirst),
  ...spanInSight(firstSight),
})

/** The keys of a part that match, up to date with main. One scope for its life. */
export const useKeysWindow = (source: KeysSource, part: KeysPart) => {
  const [list] = useState(() => createKeysWindow(source, queryOf(part, newestFirst)))
  const view = useStore(list.store)
  const { scope, kind, search, states, environment, expiry, neverUsed, owner } = part

  useEffect(() => {
    const filters = { states, environment, expiry, neverUsed, owner }
    const { sort } = list.store.getState().query
    void list.setQuery(queryOf({ scope, kind, search, ...filters }, sort))
  }, [list, scope, kind, search, states, environment, expiry, neverUsed, owner])
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
    search: (search: string) => void list.setQuery({ ...list.store.getState().query, search }),
    look: (first: number, last: number) => void list.look(first, last),
    sortBy: (sort: KeysQuery['sort']) =>
      void list.setQuery({ ...list.store.getState().query, sort }),
  }))
  return { view, ...actions }
}
