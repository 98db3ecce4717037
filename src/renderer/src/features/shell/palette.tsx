import { Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { Connection } from '../../../../shared/domain/connection.ts'
import { openDialog, scopeOf, showPage, showScope, useUi } from '../../state/ui.ts'
import { environmentName, environmentOrder } from '../../ui/environment.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { pages } from './navigation.tsx'
import { paletteStore } from './palette-door.ts'

const themes = [
  { theme: 'auto', label: 'Use the system’s theme' },
  { theme: 'light', label: 'Use the light theme' },
  { theme: 'dark', label: 'Use the dark theme' },
] as const

const createAction: SpotlightActionData = {
  id: 'create',
  label: 'Create API key',
  onClick: () => {
    const scope = scopeOf(useUi.getState())
    if (scope) openDialog({ kind: 'create-key', scope })
  },
}

const actionsFor = (connections: readonly Connection[]): SpotlightActionData[] => [
  ...(connections.length > 0 ? [createAction] : []),
  ...environmentOrder.map(environment => ({
    id: environment,
    label: `Switch to ${environmentName[environment]}`,
    onClick: () => showScope({ environment }),
  })),
  ...connections.map(({ id, name, origin }) => ({
    id,
    label: `Switch to ${visibleText(name)}`,
    description: origin,
    onClick: () => showScope({ connection: id }),
  })),
  ...pages.map(({ page, label }) => ({
    id: page,
    label: `Go to ${label}`,
    onClick: () => showPage(page),
  })),
  ...themes.map(({ theme, label }) => ({
    id: theme,
    label,
    onClick: () => useUi.setState({ theme }),
  })),
]

/** Ctrl/Cmd+K: everything that can be reached without the mouse, by typing its name. */
export const Palette = () => {
  const connections = useUi(state => state.connections)
  const covered = useUi(state => state.dialog.kind !== 'none' || state.reveals.length > 0)
  // Mantine clears it at the end of a transition, and there is none.
  const [query, setQuery] = useState('')
  return (
    <Spotlight
      store={paletteStore}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={() => setQuery('')}
      shortcut="mod + K"
      tagsToIgnore={[]}
      transitionProps={{ duration: 0 }}
      disabled={covered}
      attributes={{ content: { 'aria-label': 'Commands' } }}
      actions={actionsFor(connections ?? [])}
      nothingFound="No command of that name"
      searchProps={{
        'aria-label': 'Command',
        leftSection: <IconSearch size={17} aria-hidden />,
        placeholder: 'Type a command',
      }}
    />
  )
}
