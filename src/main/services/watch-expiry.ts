import type { Scope } from '../../shared/domain/key.ts'
import { infoOf } from '../../shared/error.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import { scopesOf } from './credentials.ts'
import type { Emit, Store } from './ports.ts'
import { nameOfScope } from './scope-reader.ts'

export type ExpiryParts = {
  readonly store: Store
  readonly clock: Clock
  readonly emit: Emit
  readonly log: Log
}

type ExpiryWatch = {
  readonly look: () => Promise<void>
  readonly stop: () => void
}

/**
 * Says `keys-changed` of a scope when one of its keys expires: no change comes from the service then, nor while it is
 * away. Of every scope, watched or not, because a review shows them all. Nothing here throws.
 */
export const createExpiryWatches = (parts: ExpiryParts) => {
  const watches = new Map<string, ExpiryWatch>()
  let stopped = false

  /** Sees anew when the next key of the scope expires. */
  const look = async (scope: Scope): Promise<void> => {
    if (stopped) return
    const name = nameOfScope(scope)
    const watch = watches.get(name) ?? watchExpiry(parts, scope)
    watches.set(name, watch)
    await watch.look()
  }
  const end = (concerns: (name: string) => boolean): void => {
    for (const [name, watch] of watches) {
      if (!concerns(name)) continue
      watches.delete(name)
      watch.stop()
    }
  }

  return {
    look,
    lookAtAll: async (): Promise<void> => {
      const connections = await parts.store.connections.list().catch(() => [])
      await Promise.all(connections.flatMap(({ id }) => scopesOf(id)).map(look))
    },
    end,
    stop: (): void => {
      stopped = true
      end(() => true)
    },
  }
}

const watchExpiry = ({ store, clock, emit, log }: ExpiryParts, scope: Scope): ExpiryWatch => {
  // By this computer's clock; undefined until it was looked up.
  let due: number | null | undefined
  let cancel = () => {}
  let stopped = false

  const look = async (): Promise<void> => {
    try {
      const next = await store.keys.nextExpiry(scope)
      if (stopped) return
      cancel()
      // Another key is the next: one has expired meanwhile, perhaps while the computer slept, or a clock was set.
      if (due !== undefined && due !== next) emit('keys-changed', scope)
      due = next
      if (next !== null) cancel = clock.after(next - clock.now(), () => void look())
    } catch (cause) {
      log('expiry-not-known', { code: infoOf(cause)?.code ?? 'bug' })
    }
  }
  return {
    look,
    stop: () => {
      stopped = true
      cancel()
    },
  }
}
