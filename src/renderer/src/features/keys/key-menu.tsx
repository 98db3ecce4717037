import { Menu } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { KeyRow } from '../../../../shared/contract/keys.ts'
import type { Profile } from '../../../../shared/domain/profile.ts'
import { openDialog, showDetail, targetOf } from '../../state/ui.ts'
import { unusable } from '../../ui/guarded-button.tsx'
import { wordsFor } from '../../ui/key-words.ts'
import type { WhyNot } from '../why-not.ts'
import { effectsFor } from './key-actions.tsx'

type Opened = { readonly row: KeyRow; readonly at: DOMRect; readonly button: HTMLElement }

type KeyMenuProps = {
  readonly opened: Opened | null
  readonly profile: Profile | null
  readonly whyNot: WhyNot
  readonly onClose: () => void
}

/** One menu for all rows, shown at the button that was pressed. */
export const KeyMenu = ({ opened, profile, whyNot, onClose }: KeyMenuProps) => {
  if (!opened) return null
  const { row, at, button } = opened
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
        <Menu.Item onClick={() => showDetail({ target: targetOf(row), review: false })}>
          Details
        </Menu.Item>
        <Menu.Divider />
        {effectsFor(row).map(effect => {
          const reason = whyNot(effect, row.state)
          return (
            <Menu.Item
              key={effect}
              {...unusable(reason)}
              {...(effect === 'delete' ? { style: { color: 'var(--mantine-color-error)' } } : {})}
              {...(reason === null ? {} : { 'data-disabled': true })}
              closeMenuOnClick={reason === null}
              onClick={() => reason ?? openDialog({ kind: 'change-key', effect, key: row })}
            >
              {wordsFor(effect, profile).label}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}

export const useKeyMenu = () => {
  const [opened, setOpened] = useState<Opened | null>(null)
  const open = useCallback(
    (row: KeyRow, at: DOMRect, button: HTMLElement) => setOpened({ row, at, button }),
    [],
  )
  return { opened, open, close: () => setOpened(null) }
}
