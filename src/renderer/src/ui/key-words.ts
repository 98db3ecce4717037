import type { KeyState } from '../../../shared/domain/key.ts'
import type { Effect, EffectWords, Profile } from '../../../shared/domain/profile.ts'
import { shortText } from './visible-text.ts'

type Wording = Pick<EffectWords, 'label' | 'done'>

const words = {
  list: { label: 'View', done: 'Viewed' },
  audit: { label: 'View log', done: 'Viewed the log of' },
  create: { label: 'Create key', done: 'Created' },
  'create-system': { label: 'Create system', done: 'Created the system' },
  generate: { label: 'Generate API key', done: 'Generated the key of' },
  reveal: { label: 'Copy key', done: 'Copied the key of' },
  rename: { label: 'Rename', done: 'Renamed' },
  describe: { label: 'Describe', done: 'Described' },
  suspend: { label: 'Suspend', done: 'Suspended' },
  resume: { label: 'Restore', done: 'Restored' },
  revoke: { label: 'Revoke', done: 'Revoked' },
  rotate: { label: 'Rotate', done: 'Rotated' },
  expire: { label: 'Set expiry', done: 'Changed the expiry of' },
  delete: { label: 'Delete', done: 'Deleted' },
} as const satisfies Record<Effect, Wording>

const states = {
  active: 'Active',
  suspended: 'Suspended',
  revoked: 'Revoked',
  expired: 'Expired',
  absent: 'Not generated',
  unknown: 'Unknown',
} as const satisfies Record<KeyState, string>

const unsaid: Omit<EffectWords, keyof Wording> = {
  title: null,
  text: null,
  confirm: null,
  checks: [],
}

/** Longest word of a button and of a badge: a longer one would push out of sight whose it is. */
const longestLabel = 32
const longestState = 24

/** The service's own words for `effect`, or Claviger's where it has none. */
export const wordsFor = (effect: Effect, profile: Profile | null): EffectWords => {
  const own = profile?.words[effect]
  if (!own) return { ...words[effect], ...unsaid }
  const { label, done, title, confirm } = own
  return {
    ...own,
    label: shortText(label, longestLabel),
    done: shortText(done, longestLabel),
    title: title && shortText(title, 80),
    confirm: confirm && shortText(confirm, longestLabel),
  }
}

/** The service's own word for `state`, or Claviger's. */
export const stateWord = (state: KeyState, profile: Profile | null): string => {
  const own = profile?.states[state]
  return own === undefined ? states[state] : shortText(own, longestState)
}

const isEffect = (action: string): action is Effect => Object.hasOwn(words, action)

/** What a service's log says was done, in the past tense: an effect, a call with the key, or another word of its own. */
export const actionWord = (action: string, profile: Profile | null): string => {
  if (isEffect(action)) return wordsFor(action, profile).done
  return action === 'call' ? 'Called with' : action
}
