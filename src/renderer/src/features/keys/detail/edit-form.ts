import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import { isOffered } from '../../../../../shared/domain/availability.ts'
import type { KeyEdit } from '../../../../../shared/domain/key.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'

type Editable = Pick<KeyRow, 'name' | 'description' | 'state'>
export type EditWords = {
  readonly name: string
  readonly description: string
  readonly state: KeyRow['state']
}

export const wordsOf = ({ name, description, state }: Editable): EditWords => ({
  name,
  description: description ?? '',
  state,
})

/** What of `origin` is no longer as it was, and nothing else: what was not touched may have been changed elsewhere. */
export const changesOf = (origin: Editable, words: EditWords): KeyEdit => {
  const name = words.name.trim()
  const description = words.description.trim() || null
  const { state } = words
  return {
    ...(name === origin.name ? {} : { name }),
    ...(description === origin.description ? {} : { description }),
    ...(state !== origin.state && (state === 'active' || state === 'suspended') ? { state } : {}),
  }
}

export const isChanged = (changes: KeyEdit): boolean => Object.keys(changes).length > 0

/** The fields of the form: what the service can change of a key. */
export const editFields = (
  { kind, state }: Pick<KeyRow, 'kind' | 'state'>,
  profile: Profile | null,
) => ({
  name: isOffered('rename', profile),
  description: isOffered('describe', profile),
  // A revoked or expired key has no status to choose.
  status:
    kind === 'key' &&
    (profile?.presentation.statusField ?? false) &&
    (state === 'active' || state === 'suspended'),
})
