import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import { isShown } from '../../../../../shared/domain/availability.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import { openDialog } from '../../../state/ui.ts'
import { GuardedButton } from '../../../ui/guarded-button.tsx'
import { wordsFor } from '../../../ui/key-words.ts'
import { useWhyNot } from '../../use-why-not.ts'

type DetailEffect = 'reveal' | 'suspend' | 'resume' | 'rotate' | 'expire' | 'revoke' | 'delete'

type KeyEffectsProps = {
  readonly row: KeyRow
  readonly profile: Profile | null
  /** In order; `suspend` stands for its undoing too. */
  readonly effects: readonly DetailEffect[]
}

/** What can be done to a key, as buttons; each that cannot be used now says why. */
export const KeyEffects = ({ row, profile, effects }: KeyEffectsProps) => {
  const whyNot = useWhyNot(row.environment)
  return effects
    .map(effect => (effect === 'suspend' && row.state === 'suspended' ? 'resume' : effect))
    .filter(effect => isShown(effect, profile))
    .map(effect => {
      const final = effect === 'revoke' || effect === 'delete'
      return (
        <GuardedButton
          key={effect}
          variant={final ? 'light' : 'default'}
          {...(final ? { color: 'red' } : {})}
          reason={whyNot(effect, row.state)}
          onClick={() => openFor(effect, row)}
        >
          {wordsFor(effect, profile).label}
        </GuardedButton>
      )
    })
}

const openFor = (effect: DetailEffect, key: KeyRow): void => {
  if (effect === 'rotate') openDialog({ kind: 'rotate-key', key })
  else if (effect === 'reveal') openDialog({ kind: 'copy-key', key })
  else if (effect === 'expire') openDialog({ kind: 'expire-key', key })
  else openDialog({ kind: 'change-key', effect, key })
}
