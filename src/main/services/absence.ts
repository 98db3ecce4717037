import type { LockCause } from '../../shared/domain/lock.ts'
import type { Clock } from '../base/clock.ts'

export type AbsenceParts = {
  readonly clock: Clock
  /** What the system says: for how long nobody touched it, and whether its screen is locked. */
  readonly presence: Presence
  /** Null: idleness alone is no absence. */
  readonly limitMinutes: () => number | null
  readonly onAbsent: (cause: LockCause) => void
}

export type Presence = { readonly idleSeconds: () => number; readonly isLocked: () => boolean }

const lookMs = 10_000
// Timers stand still while a computer sleeps, the wall clock does not. Not every system tells of its sleep in time.
const longestLateMs = 60_000

/** Looks every few seconds whether somebody still sits here. Returns the undo. */
export const watchAbsence = ({ clock, ...parts }: AbsenceParts): (() => void) => {
  let stop = () => {}
  const wait = (): void => {
    const began = clock.now()
    stop = clock.after(lookMs, () => {
      const cause = absenceOf(parts, clock.now() - began - lookMs)
      if (cause) parts.onAbsent(cause)
      wait()
    })
  }
  wait()
  return () => stop()
}

const absenceOf = (
  { presence, limitMinutes }: Omit<AbsenceParts, 'clock'>,
  lateMs: number,
): LockCause | null => {
  if (lateMs > longestLateMs || presence.isLocked()) return 'away'
  const limit = limitMinutes()
  return limit !== null && presence.idleSeconds() >= limit * 60 ? 'idle' : null
}
