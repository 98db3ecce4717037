import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import type { KeyEdit } from '../../../../../shared/domain/key.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import { stateWord } from '../../../ui/key-words.ts'
import { exactTime } from '../../../ui/time.ts'

export type Difference = { readonly label: string; readonly before: string; readonly now: string }

type Told = Pick<KeyRow, 'name' | 'description' | 'state' | 'mask' | 'expiresAt'>

/** What of a key is no longer as it was, as two texts each. */
export const differencesOf = (
  before: Told,
  now: Told,
  profile: Profile | null,
): readonly Difference[] => {
  const tell = (of: Told) => [
    { label: 'Name', text: of.name },
    { label: 'Status', text: stateWord(of.state, profile) },
    { label: 'Key', text: of.mask ?? stateWord('absent', profile) },
    { label: 'Description', text: of.description ?? 'None' },
    { label: 'Expires', text: of.expiresAt === null ? 'Never' : exactTime(of.expiresAt) },
  ]
  const later = tell(now)
  return tell(before)
    .map(({ label, text }, index) => ({ label, before: text, now: later[index]?.text ?? '' }))
    .filter(difference => difference.before !== difference.now)
}

/** `row` as `changes` would leave it. */
export const edited = (row: Told, { name, description, state }: KeyEdit): Told => ({
  ...row,
  ...(name === undefined ? {} : { name }),
  ...(description === undefined ? {} : { description }),
  ...(state === undefined ? {} : { state }),
})
