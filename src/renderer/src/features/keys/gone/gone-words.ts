import type { GoneKey } from '../../../../../shared/contract/keys.ts'
import { clockTime } from '../../../ui/time.ts'

/** "Last seen 09:40, gone since 09:41" */
export const goneWords = (
  { seenAt, goneAt }: Pick<GoneKey, 'seenAt' | 'goneAt'>,
  now: number,
  zone?: string,
): string => `Last seen ${clockTime(seenAt, now, zone)}, gone since ${clockTime(goneAt, now, zone)}`
