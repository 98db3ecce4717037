import { Menu } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { KeyRow } from '../../../../../shared/contract/keys.ts'
import { isShown } from '../../../../../shared/domain/availability.ts'
import { openDialog } from '../../../state/ui.ts'
import { unusable } from '../../../ui/guarded-button.tsx'
import { wordsFor } from '../../../ui/key-words.ts'
import { effectsFor, type Ground, isFinal, openDetail, openEffect } from './key-actions.tsx'

type Opened = { readonly row: KeyRow; readonly at: DOMRect; readonly button: HTMLElement }

type KeyMenuProps = {
  readonly opened: Opened | null
  readonly groundOf: (row: KeyRow) => Ground
  readonly onClose: () => void
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
        {isShown('reveal', profile) && (
          <Item
            label={wordsFor('reveal', profile).label}
            reason={whyNot('reveal', row.state)}
            onChoose={() => openDialog({ kind: 'copy-key', key: row })}
          />
        )}
        {isShown('expire', profile) && (
          <Item
            label={wordsFor('expire', profile).label}
            reason={whyNot('expire', row.state)}
            onChoose={() => openDialog({ kind: 'expire-key', key: row })}
          />
        )}
        <Menu.Divider />
        {effectsFor(row, profile).map(effect => (
          <Item
            key={effect}
            label={wordsFor(effect, profile).label}
            reason={whyNot(effect, row.state)}
            final={isFinal(effect)}
            onChoose={() => openEffect(effect, row)}
          />
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
    {...(final ? { style: { color: 'var(--mantine-color-error)' } } : {})}
    {...(reason === null ? {} : { 'data-disabled': true })}
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
