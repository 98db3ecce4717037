import { IconChevronDown, IconDots } from '@tabler/icons-react'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import { isOffered, isShown } from '../../../../../shared/domain/availability.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import type { KeyEffect } from '../../../state/dialog.ts'
import { openDialog, showDetail, targetOf } from '../../../state/ui.ts'
import { unusable } from '../../../ui/guarded-button.tsx'
import { wordsFor } from '../../../ui/key-words.ts'
import type { WhyNot } from '../../why-not.ts'
import classes from './key-actions.module.css'

/** What can be done to a key from outside its details. */
export type RowEffect = KeyEffect | 'rotate'

const inOrderOfHarm = ['suspend', 'rotate', 'revoke', 'delete'] as const

/**
 * What is shown for a key, the least harm first, also what its service says it cannot do; suspended keys are restored instead. The
 * key of a system is revoked where it is generated: in its details.
 */
export const effectsFor = (
  { state, kind }: Pick<KeyRow, 'state' | 'kind'>,
  profile: Profile | null,
): readonly RowEffect[] =>
  inOrderOfHarm
    .map(effect => (effect === 'suspend' && state === 'suspended' ? 'resume' : effect))
    .filter(effect => isShown(effect, profile))
    .filter(effect => kind === 'key' || effect !== 'revoke')

const mostInRow = 2

/** What of it stands in the row itself: nothing that the service never does. More than two would shout from every row: the others are in its menu. */
export const effectsInRow: typeof effectsFor = (row, profile) =>
  effectsFor(row, profile)
    .filter(effect => isOffered(effect, profile))
    .slice(0, mostInRow)

/** What a key's menu and details have besides. */
export type MoreEffect = RowEffect | 'reveal' | 'expire'

export const openEffect = (effect: MoreEffect, key: KeyRow): void => {
  if (effect === 'rotate') openDialog({ kind: 'rotate-key', key })
  else if (effect === 'reveal') openDialog({ kind: 'copy-key', key })
  else if (effect === 'expire') openDialog({ kind: 'expire-key', key })
  else openDialog({ kind: 'change-key', effect, key })
}

export const openDetail = (row: KeyRow): void =>
  showDetail({ target: targetOf(row), review: false })

/** Where a row's key belongs: what its service offers there, and why something cannot be had. */
export type Ground = { readonly profile: Profile | null; readonly whyNot: WhyNot }

export type OnMenu = (row: KeyRow, at: DOMRect, button: HTMLElement) => void

type KeyActionsProps = {
  readonly row: KeyRow
  readonly ground: Ground
  /** Only the active row's buttons are tab stops; a list of a thousand keys must not be three thousand of them. */
  readonly active: boolean
  readonly onMenu: OnMenu
}

/** In the row itself, in its menu, or in the details alone: as the service has it. A system is always gone to. */
export const KeyActions = (props: KeyActionsProps) => {
  const { row, ground } = props
  const place = ground.profile?.presentation.actions ?? 'row'
  return (
    <div className={classes.actions}>
      {row.kind === 'system' && <DetailButton {...props} label="View" />}
      {row.kind === 'key' && place === 'detail' && <DetailButton {...props} label="Detail" />}
      {row.kind === 'key' && place === 'menu' && <MenuButton {...props} named />}
      {row.kind === 'key' && place === 'row' && (
        <>
          <EffectButtons {...props} />
          <MenuButton {...props} />
        </>
      )}
    </div>
  )
}

const tabIndexOf = (active: boolean) => (active ? 0 : -1)

const DetailButton = ({ row, active, label }: KeyActionsProps & { readonly label: string }) => (
  <button
    type="button"
    className={classes.action}
    tabIndex={tabIndexOf(active)}
    onClick={() => openDetail(row)}
  >
    {label}
  </button>
)

const EffectButtons = ({ row, ground: { profile, whyNot }, active }: KeyActionsProps) =>
  effectsInRow(row, profile).map(effect => {
    const reason = whyNot(effect, row.state)
    return (
      <button
        key={effect}
        {...unusable(reason)}
        type="button"
        className={classes.action}
        tabIndex={tabIndexOf(active)}
        data-danger={isFinal(effect) || undefined}
        onClick={() => reason ?? openEffect(effect, row)}
      >
        {wordsFor(effect, profile).label}
      </button>
    )
  })

/** Cannot be undone. */
export const isFinal = (effect: MoreEffect): boolean => effect === 'revoke' || effect === 'delete'

const MenuButton = ({
  row,
  active,
  onMenu,
  named = false,
}: KeyActionsProps & { readonly named?: boolean }) => (
  <button
    type="button"
    className={classes.action}
    tabIndex={tabIndexOf(active)}
    {...(named ? {} : { 'aria-label': 'More actions' })}
    aria-haspopup="menu"
    onClick={({ currentTarget }) =>
      onMenu(row, currentTarget.getBoundingClientRect(), currentTarget)
    }
  >
    {named && 'Actions'}
    {named ? <IconChevronDown size={13} aria-hidden /> : <IconDots size={16} aria-hidden />}
  </button>
)
