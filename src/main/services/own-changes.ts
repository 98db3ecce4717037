import type { Scope } from '../../shared/domain/key.ts'

/**
 * Changes made from this window. A read of the change feed waits for those under way, and is repeated when one
 * began meanwhile: else the user's own change would be taken for somebody else's, or be undone in the cache.
 */
export type OwnChanges = {
  readonly during: <T>(scope: Scope, work: () => Promise<T>) => Promise<T>
  /** Those that are under way now have ended; others may have begun meanwhile. */
  readonly settled: (scope: Scope) => Promise<void>
  readonly underWay: (scope: Scope) => boolean
  readonly count: (scope: Scope) => number
}

export const createOwnChanges = (): OwnChanges => {
  const pending = new Map<string, Set<Promise<unknown>>>()
  const counts = new Map<string, number>()
  const nameOf = ({ connection, environment }: Scope) => `${connection}/${environment}`

  return {
    during: async (scope, work) => {
      const name = nameOf(scope)
      counts.set(name, (counts.get(name) ?? 0) + 1)
      const running = work()
      const others = pending.get(name) ?? new Set()
      pending.set(name, others.add(running))
      try {
        return await running
      } finally {
        others.delete(running)
      }
    },
    settled: async scope => {
      await Promise.allSettled(pending.get(nameOf(scope)) ?? [])
    },
    underWay: scope => (pending.get(nameOf(scope))?.size ?? 0) > 0,
    count: scope => counts.get(nameOf(scope)) ?? 0,
  }
}
