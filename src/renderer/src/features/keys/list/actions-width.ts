import type { KeyKind } from '../../../../../shared/domain/key.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import { wordsFor } from '../../../ui/key-words.ts'
import { effectsInRow } from './key-actions.tsx'

/** Of a letter on average, of what surrounds a button's word, and of the button with the dots; in px. */
const letter = 7
const around = 19
const dots = 34

/** Room for the buttons of any row, in px: the column must not change its width from row to row. */
export const actionsWidth = (kind: KeyKind, profile: Profile | null): number => {
  const place = kind === 'system' ? 'detail' : (profile?.presentation.actions ?? 'row')
  if (place !== 'row') return 96
  const widest = (['active', 'suspended'] as const).map(state =>
    effectsInRow({ kind, state }, profile)
      .map(effect => wordsFor(effect, profile).label.length * letter + around)
      .reduce((sum, width) => sum + width, dots),
  )
  return Math.max(96, ...widest)
}
