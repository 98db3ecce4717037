import type { KeyState } from '../../../shared/domain/key.ts'
import type { Effect, Profile, Wording } from '../../../shared/domain/profile.ts'

const words = {
  create: { label: 'Create key', done: 'Created' },
  rename: { label: 'Rename', done: 'Renamed' },
  describe: { label: 'Describe', done: 'Described' },
  suspend: { label: 'Suspend', done: 'Suspended' },
  resume: { label: 'Restore', done: 'Restored' },
  revoke: { label: 'Revoke', done: 'Revoked' },
  rotate: { label: 'Rotate', done: 'Rotated' },
  expire: { label: 'Set expiry', done: 'Expiry set' },
  delete: { label: 'Delete', done: 'Deleted' },
} as const satisfies Record<Effect, Wording>

const states = {
  active: 'Active',
  suspended: 'Suspended',
  revoked: 'Revoked',
  expired: 'Expired',
  unknown: 'Unknown',
} as const satisfies Record<KeyState, string>

/** The service's own words for `effect`, or Claviger's where it has none. */
export const wordsFor = (effect: Effect, profile: Profile | null): Wording =>
  profile?.words[effect] ?? words[effect]

/** The service's own word for `state`, or Claviger's. */
export const stateWord = (state: KeyState, profile: Profile | null): string =>
  profile?.states[state] ?? states[state]
