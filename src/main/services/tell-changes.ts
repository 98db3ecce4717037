import type { Scope } from '../../shared/domain/key.ts'
import type { Clock } from '../base/clock.ts'
import type { Emit } from './ports.ts'

/** Pages may come faster than a window can ask what they brought. */
const tellMs = 500

type TellParts = {
  readonly clock: Clock
  readonly emit: Emit
  readonly onProgress: () => void
}

/** Tells that the cached keys of `scope` have changed: at once, then now and then, and at the end what is left to tell. */
export const tellChanges = ({ clock, emit, onProgress }: TellParts, scope: Scope) => {
  let toldAt: number | null = null
  let untold = false
  const tell = () => {
    toldAt = clock.now()
    untold = false
    emit('keys-changed', scope)
    onProgress()
  }
  return {
    changed: (): void => {
      untold = true
      // A clock that is put back must not silence it.
      if (toldAt === null || Math.abs(clock.now() - toldAt) >= tellMs) tell()
    },
    end: (): void => {
      if (untold) tell()
    },
  }
}

export type TellChanges = ReturnType<typeof tellChanges>
