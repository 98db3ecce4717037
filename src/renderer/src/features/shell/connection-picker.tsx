import { Menu } from '@mantine/core'
import { IconCheck, IconPlus, IconSelector } from '@tabler/icons-react'
import { openDialog, showScope, useConnection, useUi } from '../../state/ui.ts'
import { PlainText } from '../../ui/plain-text.tsx'
import { shortText } from '../../ui/visible-text.ts'
import classes from './shell.module.css'

export const ConnectionPicker = () => {
  const connections = useUi(state => state.connections) ?? []
  const shown = useConnection(useUi(state => state.connection))
  if (shown === null) return null
  return (
    <Menu
      position="bottom-start"
      width={320}
      shadow="md"
      withinPortal={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <button
          type="button"
          className={classes.picker}
          aria-label={`Connection: ${shortText(shown.name, 200)}`}
        >
          <span>
            <PlainText text={shown.name} />
          </span>
          <IconSelector className={classes.selector} size={15} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {connections.map(({ id, name, places }) => (
          <Menu.Item
            key={id}
            leftSection={<IconCheck size={15} aria-hidden opacity={id === shown.id ? 1 : 0} />}
            onClick={() => showScope({ connection: id })}
          >
            <PlainText text={name} longest={60} />
            <span className={classes.origin}>{places.preview.url}</span>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={() => openDialog({ kind: 'add-connection' })}
        >
          Add connection
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
