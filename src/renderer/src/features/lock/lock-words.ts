import type { LockCause } from '../../../../shared/domain/lock.ts'
import { formatCount } from '../../ui/count.ts'

export const lockReasons = {
  asked: 'You locked it.',
  idle: 'Nobody has used this computer for a while.',
  away: 'The computer was locked or asleep.',
} as const satisfies Record<LockCause, string>

/** What is not lost although the page is gone; null when nothing waits. */
export const waitingText = (waiting: number): string | null => {
  if (waiting === 0) return null
  return waiting === 1
    ? 'A new key has not been stored yet. It is still here: unlock Claviger to store it. Nobody can see it again once Claviger quits.'
    : `${formatCount(waiting)} new keys have not been stored yet. They are still here: unlock Claviger to store them. Nobody can see them again once Claviger quits.`
}
