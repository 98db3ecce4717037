import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import { isOffered, isShown } from '../../../../../shared/domain/availability.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import { GuardedButton } from '../../../ui/guarded-button.tsx'
import { wordsFor } from '../../../ui/key-words.ts'
import { useWhyNot } from '../../use-why-not.ts'
import { isFinal, type MoreEffect, openEffect } from '../list/key-actions.tsx'

type KeyEffectsProps = {
  readonly row: KeyRow
  readonly profile: Profile | null
  /** In order; `suspend` stands for its undoing too. */
  readonly effects: readonly MoreEffect[]
}

/** What can be done to a key, as buttons; each that cannot be used now says why, last what the service never does. */
export const KeyEffects = ({ row, profile, effects }: KeyEffectsProps) => {
  const whyNot = useWhyNot(row.environment)
  return effects
    .map(effect => (effect === 'suspend' && row.state === 'suspended' ? 'resume' : effect))
    .filter(effect => isShown(effect, profile))
    .sort((a, b) => Number(isOffered(b, profile)) - Number(isOffered(a, profile)))
    .map(effect => {
      const final = isFinal(effect)
      return (
        <GuardedButton
          key={effect}
          variant={final ? 'light' : 'default'}
          {...(final ? { color: 'red' } : {})}
          reason={whyNot(effect, row.state)}
          onClick={() => openEffect(effect, row)}
        >
          {wordsFor(effect, profile).label}
        </GuardedButton>
      )
    })
}
