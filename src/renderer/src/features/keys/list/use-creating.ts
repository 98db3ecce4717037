import { isShown } from '../../../../../shared/domain/availability.ts'
import type { KeyKind } from '../../../../../shared/domain/key.ts'
import { pageProfile, useUi } from '../../../state/ui.ts'
import { wordsFor } from '../../../ui/key-words.ts'
import { createEffect } from '../../../ui/kind-words.ts'
import { useWhyNot } from '../../use-why-not.ts'

/** The button that makes one of a kind: its word, why it cannot be used, and whether it is shown at all. */
export const useCreating = (kind: KeyKind) => {
  const effect = createEffect[kind]
  const reason = useWhyNot()(effect)
  const profile = useUi(state => state.profile)
  const { label } = wordsFor(effect, useUi(pageProfile))
  return { label, reason, hidden: profile !== null && !isShown(effect, profile) }
}
