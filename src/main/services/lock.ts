import type { LockCause, LockState } from '../../shared/domain/lock.ts'
import type { Emit } from './ports.ts'

export type LockParts = {
  readonly emit: Emit
  /** How many new secrets wait to be stored. */
  readonly waiting: () => number
  /** Lets go of everything that a locked application must not hold. Never throws. */
  readonly letGo: () => void
}

/** Whether Claviger is locked. Unlocking needs no password: whoever unlocked the computer may. */
export const createLock = ({ emit, waiting, letGo }: LockParts) => {
  let locked: LockCause | null = null
  let times = 0
  let unlocked = new AbortController()
  const state = (): LockState => ({ locked, waiting: waiting() })
  const tell = (): LockState => {
    emit('lock-changed', state())
    return state()
  }
  const close = (cause: LockCause): LockState => {
    if (locked !== null) return state()
    locked = cause
    times++
    unlocked.abort()
    letGo()
    return tell()
  }
  return {
    state,
    isLocked: (): boolean => locked !== null,
    times: (): number => times,
    /** Aborted as soon as it is locked. */
    untilLocked: (): AbortSignal => unlocked.signal,
    /** By itself: it waits for nobody. */
    close,
    /** By a person, who is asked first while a new secret waits to be stored. */
    ask: ({ anyway }: { readonly anyway: boolean }): LockState =>
      anyway || waiting() === 0 ? close('asked') : state(),
    open: (): LockState => {
      if (locked === null) return state()
      locked = null
      unlocked = new AbortController()
      return tell()
    },
  }
}

export type Lock = ReturnType<typeof createLock>

/** What main tells the page while it is locked: that it is locked, and how many new secrets wait by now. */
export const emitUnlessLocked =
  (emit: Emit, lock: () => Pick<Lock, 'isLocked' | 'state'>): Emit =>
  (name, data) => {
    if (!lock().isLocked()) emit(name, data)
    else if (name === 'reveals-changed') emit('lock-changed', lock().state())
  }
