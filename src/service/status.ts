import type { KeyRow } from './database.ts'
import type { Status } from './profiles/profile.ts'

type Life = Pick<KeyRow, 'mask' | 'status' | 'expires_at' | 'revoked_at'>

/** What a key is at the time `now`: nothing but time passes between being valid and having expired. */
export const statusOf = (key: Life, now: number): Status => {
  if (key.revoked_at !== null) return 'revoked'
  if (key.mask === null) return 'absent'
  if (key.expires_at !== null && key.expires_at <= now) return 'expired'
  return key.status
}
