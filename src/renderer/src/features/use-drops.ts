import { useEffect, useState } from 'react'
import type { KeysQuery } from '../../../shared/contract/keys.ts'
import { api } from '../api/index.ts'
import { type FilterName, type Narrowing, narrowings, withoutOne } from '../ui/filters/filters.ts'

/** How many keys there would be without one of the things that hold rows back. */
export type Drop = {
  readonly name: Narrowing
  readonly total: number
  /** False while `total` is only how many are known so far. */
  readonly counted: boolean
}

const noDrops: readonly Drop[] = []

/** What to take away where nothing is left: only what helps by itself, the most helpful first. */
export const useDrops = (query: KeysQuery, offered: readonly FilterName[]): readonly Drop[] => {
  const [held, setHeld] = useState({ of: query, drops: noDrops })
  useEffect(() => {
    let current = true
    void Promise.all(narrowings(query, offered).map(name => dropOf(query, name))).then(
      drops => current && setHeld({ of: query, drops: helpful(drops) }),
      // Where the list cannot be read, the page says so.
      () => undefined,
    )
    return () => {
      current = false
    }
  }, [query, offered])
  return held.of === query ? held.drops : noDrops
}

const dropOf = async (query: KeysQuery, name: Narrowing): Promise<Drop> => {
  const { total, counted } = await api.keys.window({
    ...withoutOne(query, name),
    ...{ offset: 0, limit: 1 },
  })
  return { name, total, counted }
}

const helpful = (drops: readonly Drop[]): readonly Drop[] =>
  drops.filter(({ total }) => total > 0).toSorted((a, b) => b.total - a.total)
