import { IconDots } from '@tabler/icons-react'
import type { KeyRow } from '../../../../shared/contract/keys.ts'
import type { Profile } from '../../../../shared/domain/profile.ts'
import { type KeyEffect, openDialog } from '../../state/ui.ts'
import { unusable } from '../../ui/guarded-button.tsx'
import { wordsFor } from '../../ui/key-words.ts'
import type { WhyNot } from '../why-not.ts'
import classes from './key-actions.module.css'

/** What is offered for a key: a suspended one can be restored, any other suspended, all deleted. */
export const effectsFor = ({ state }: Pick<KeyRow, 'state'>): readonly KeyEffect[] => [
  state === 'suspended' ? 'resume' : 'suspend',
  'delete',
]

type KeyActionsProps = {
  readonly row: KeyRow
  readonly profile: Profile | null
  readonly whyNot: WhyNot
  /** Only the active row's buttons are tab stops; a list of a thousand keys must not be three thousand of them. */
  readonly active: boolean
  readonly onMenu: (row: KeyRow, at: DOMRect, button: HTMLElement) => void
}

export const KeyActions = ({ row, profile, whyNot, active, onMenu }: KeyActionsProps) => {
  const tabIndex = active ? 0 : -1
  return (
    <div className={classes.actions}>
      {effectsFor(row).map(effect => {
        const reason = whyNot(effect, row.state)
        return (
          <button
            key={effect}
            {...unusable(reason)}
            type="button"
            className={classes.action}
            tabIndex={tabIndex}
            data-danger={effect === 'delete' || undefined}
            onClick={() => reason ?? openDialog({ kind: 'change-key', effect, key: row })}
          >
            {wordsFor(effect, profile).label}
          </button>
        )
      })}
      <button
        type="button"
        className={classes.action}
        tabIndex={tabIndex}
        aria-label="More actions"
        aria-haspopup="menu"
        onClick={({ currentTarget }) =>
          onMenu(row, currentTarget.getBoundingClientRect(), currentTarget)
        }
      >
        <IconDots size={16} aria-hidden />
      </button>
    </div>
  )
}
