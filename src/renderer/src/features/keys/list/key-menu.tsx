import { Menu } from '@mantine/core'
import { Fragment, useCallback, useState } from 'react'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import { isOffered, isShown } from '../../../../../shared/domain/availability.ts'
import type { Profile } from '../../../../../shared/domain/profile.ts'
import { unusable } from '../../../ui/guarded-button.tsx'
import { wordsFor } from '../../../ui/key-words.ts'
import {
  effectsFor,
  type Ground,
  isFinal,
  type MoreEffect,
  openDetail,
  openEffect,
} from './key-actions.tsx'
import classes from './key-menu.module.css'

type Opened = { readonly row: KeyRow; readonly at: DOMRect; readonly button: HTMLElement }

type KeyMenuProps = {
  readonly opened: Opened | null
  readonly groundOf: (row: KeyRow) => Ground
  readonly onClose: () => void
}

/** What stands together below "Details": what can be read or set, what ends a key, and last what its service never does. */
export const menuGroups = (
  row: Pick<KeyRow, 'state' | 'kind'>,
  profile: Profile | null,
): readonly (readonly MoreEffect[])[] => {
  const first = (['reveal', 'expire'] as const).filter(effect => isShown(effect, profile))
  const then = effectsFor(row, profile)
  const offered = (effect: MoreEffect) => isOffered(effect, profile)
  return [
    first.filter(offered),
    then.filter(offered),
    [...first, ...then].filter(effect => !offered(effect)),
  ]
}

/** One menu for all rows, shown at the button that was pressed. */
export const KeyMenu = ({ opened, groundOf, onClose }: KeyMenuProps) => {
  if (!opened) return null
  const { row, at, button } = opened
  const { profile, whyNot } = groundOf(row)
  const close = () => {
    button.focus()
    onClose()
  }
  return (
    <Menu
      opened
      onClose={close}
      position="bottom-end"
      width={190}
      shadow="md"
      returnFocus={false}
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      floatingStrategy="fixed"
    >
      <Menu.Target>
        <span
          aria-hidden
          style={{
            position: 'fixed',
            left: at.left,
            top: at.top,
            width: at.width,
            height: at.height,
          }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label="Actions">
        <Menu.Item onClick={() => openDetail(row)}>Details</Menu.Item>
        {menuGroups(row, profile).map((effects, index) => (
          <Fragment key={effects.join()}>
            {index > 0 && effects.length > 0 && <Menu.Divider />}
            {effects.map(effect => (
              <Item
                key={effect}
                label={wordsFor(effect, profile).label}
                reason={whyNot(effect, row.state)}
                final={isFinal(effect)}
                onChoose={() => openEffect(effect, row)}
              />
            ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

type ItemProps = {
  readonly label: string
  readonly reason: string | null
  readonly final?: boolean
  readonly onChoose: () => void
}

const Item = ({ label, reason, final = false, onChoose }: ItemProps) => (
  <Menu.Item
    {...unusable(reason)}
    // Not Mantine's `disabled`, which the arrow keys leave out: its reason is to be read.
    className={classes.item}
    data-danger={(final && reason === null) || undefined}
    closeMenuOnClick={reason === null}
    onClick={() => reason ?? onChoose()}
  >
    {label}
  </Menu.Item>
)

export const useKeyMenu = () => {
  const [opened, setOpened] = useState<Opened | null>(null)
  const open = useCallback(
    (row: KeyRow, at: DOMRect, button: HTMLElement) => setOpened({ row, at, button }),
    [],
  )
  return { opened, open, close: () => setOpened(null) }
}
