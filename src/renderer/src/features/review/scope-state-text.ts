import type { SyncState } from '../../../../shared/domain/sync.ts'
import { countOf } from '../../ui/count.ts'
import { clockTime } from '../../ui/time.ts'

/** "12 keys as of 09:41", and whether these are all. */
export const scopeStateText = (
  { asOf, complete, count }: Pick<SyncState, 'asOf' | 'complete' | 'count'>,
  now: number,
  zone?: string,
): string => {
  if (asOf === null) return count === 0 ? 'never read' : `${countOf(count, 'key')}, incomplete`
  const state = `${countOf(count, 'key')} as of ${clockTime(asOf, now, zone)}`
  return complete ? state : `${state}, incomplete`
}
