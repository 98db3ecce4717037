import type { SyncState } from '../../../../shared/domain/sync.ts'
import { countOf, formatCount } from '../../ui/count.ts'
import { clockTime } from '../../ui/time.ts'

/** "12 keys as of 09:41", and whether these are all; "40 of 100 so far" while the rest is being read. */
export const scopeStateText = (
  {
    phase,
    asOf,
    complete,
    count,
    total,
  }: Pick<SyncState, 'phase' | 'asOf' | 'complete' | 'count' | 'total'>,
  now: number,
  zone?: string,
): string => {
  const reading = !complete && (phase === 'syncing' || phase === 'stopped')
  if (reading && count > 0) {
    const far = `${formatCount(count)}${total === null ? '' : ` of ${formatCount(total)}`}`
    return phase === 'stopped' ? `stopped at ${far}` : `${far} so far`
  }
  if (asOf === null) return count === 0 ? 'never read' : `${countOf(count, 'key')}, incomplete`
  const state = `${countOf(count, 'key')} as of ${clockTime(asOf, now, zone)}`
  return complete ? state : `${state}, incomplete`
}
