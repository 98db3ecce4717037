import { ActionIcon, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconCommand, IconLock, IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useRef } from 'react'
import { isPageCovered, type Page, shownPage, showScope, useUi } from '../../state/ui.ts'
import { environmentName, environmentOrder } from '../../ui/environment.ts'
import { lockNow } from '../lock-now.ts'
import { ConnectionPicker } from './connection-picker.tsx'
import { openPalette } from './palette-door.ts'
import classes from './shell.module.css'
import { SyncLabel } from './sync-label.tsx'

/** What is filtered on the pages that have a list. */
const filterNames: Readonly<Partial<Record<Page, string>>> = {
  keys: 'Filter keys',
  systems: 'Filter systems',
  review: 'Filter keys',
}

export const TopBar = () => {
  const connected = useUi(state => state.connection !== null)
  const filter = filterNames[useUi(shownPage)]
  return (
    <header className={classes.top}>
      <ConnectionPicker />
      {connected && <EnvironmentSwitch />}
      {connected && filter && <FilterBox name={filter} />}
      <div className={classes.end}>
        <SyncLabel />
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Commands"
          title="Commands (Ctrl+K)"
          onClick={openPalette}
        >
          <IconCommand size={17} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Lock"
          title="Lock (Ctrl+L)"
          onClick={lockNow}
        >
          <IconLock size={17} aria-hidden />
        </ActionIcon>
      </div>
    </header>
  )
}

/** Two buttons, not radio buttons: an arrow key must never lead into Production by the way. */
const EnvironmentSwitch = () => {
  const shown = useUi(state => state.environment)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div className={classes.switch} role="group" aria-label="Environment">
      {environmentOrder.map(environment => (
        <button
          key={environment}
          type="button"
          data-environment={environment}
          aria-pressed={environment === shown}
          onClick={() => showScope({ environment })}
        >
          {environmentName[environment]}
        </button>
      ))}
    </div>
  )
}

const FilterBox = ({ name }: { readonly name: string }) => {
  const box = useRef<HTMLInputElement>(null)
  const search = useUi(state => state.search)
  const covered = useUi(isPageCovered)
  useHotkeys([['/', () => covered || box.current?.focus()]])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    useUi.setState({ search: '' })
    box.current?.blur()
  }
  return (
    <TextInput
      ref={box}
      className={classes.filter}
      type="search"
      aria-label={name}
      placeholder={`${name} ( / )`}
      leftSection={<IconSearch size={15} aria-hidden />}
      maxLength={200}
      value={search}
      onChange={event => useUi.setState({ search: event.currentTarget.value })}
      onKeyDown={onKeyDown}
    />
  )
}
