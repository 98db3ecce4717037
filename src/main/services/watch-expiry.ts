import type { Scope } from '../../shared/domain/key.ts'
import { infoOf } from '../../shared/error.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Emit, Store } from './ports.ts'

export type ExpiryParts = {
  readonly store: Store
  readonly clock: Clock
  readonly emit: Emit
  readonly log: Log
}

export type ExpiryWatch = {
  /** Sees anew when the next key expires. Never throws. */
  readonly look: () => Promise<void>
  readonly stop: () => void
}

/** Says `keys-changed` when a key of the scope expires: no change comes from the service then, nor while it is away. */
export const watchExpiry = (
  { store, clock, emit, log }: ExpiryParts,
  scope: Scope,
): ExpiryWatch => {
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
