import { Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { isShown } from '../../../../shared/domain/availability.ts'
import type { Connection } from '../../../../shared/domain/connection.ts'
import type { Scope } from '../../../../shared/domain/key.ts'
import type { Profile } from '../../../../shared/domain/profile.ts'
import { type Listed, useListed } from '../../state/listed.ts'
import {
  hasKind,
  isPageCovered,
  openDialog,
  pageProfile,
  showPage,
  showScope,
  useScope,
  useUi,
} from '../../state/ui.ts'
import { environmentName, environmentOrder } from '../../ui/environment.ts'
import { wordsFor } from '../../ui/key-words.ts'
import { createEffect, kindOrder } from '../../ui/kind-words.ts'
import { shortText } from '../../ui/visible-text.ts'
import { lockNow } from '../lock-now.ts'
import { useWhyNot } from '../use-why-not.ts'
import type { WhyNot } from '../why-not.ts'
import { usePages } from './navigation.tsx'
import { paletteStore } from './palette-door.ts'
import classes from './shell.module.css'

const themes = [
  { theme: 'auto', label: 'Use the system’s theme' },
  { theme: 'light', label: 'Use the light theme' },
  { theme: 'dark', label: 'Use the dark theme' },
] as const

/** What can be made or asked here. One that cannot be used stays in the list, says why, and does nothing. */
const commands = (scope: Scope, profile: Profile | null, whyNot: WhyNot): SpotlightActionData[] => [
  ...kindOrder
    .filter(kind => hasKind(kind, profile))
    .filter(kind => profile === null || isShown(createEffect[kind], profile))
    .map(kind => {
      const reason = whyNot(createEffect[kind])
      return {
        ...{ id: `create-${kind}`, label: wordsFor(createEffect[kind], profile).label },
        ...(reason === null
          ? { onClick: () => openDialog({ kind: `create-${kind}`, scope }) }
          : { 'aria-disabled': true, description: reason, closeSpotlightOnTrigger: false }),
      }
    }),
  {
    ...{ id: 'check', label: 'Check the key on the clipboard' },
    onClick: () => openDialog({ kind: 'check-key', scope }),
  },
  ...(profile && profile.guidance.length > 0
    ? [{ id: 'help', label: 'Help', onClick: () => openDialog({ kind: 'help' }) }]
    : []),
]

/** What else there is to be looked at than `scope`. */
const scopeActions = (scope: Scope, connections: readonly Connection[]): SpotlightActionData[] => [
  ...environmentOrder
    .filter(environment => environment !== scope.environment)
    .map(environment => ({
      id: environment,
      label: `Switch to ${environmentName[environment]}`,
      onClick: () => showScope({ environment }),
    })),
  ...connections
    .filter(({ id }) => id !== scope.connection)
    .map(({ id, name, places }) => ({
      id,
      label: `Switch to ${shortText(name, 80)}`,
      description: places.preview.url,
      onClick: () => showScope({ connection: id }),
    })),
]

/** What can be written to a file. */
const fileActions = (listed: Listed | null): SpotlightActionData[] => [
  ...(listed
    ? [
        {
          ...{ id: 'export-list', label: 'Export list' },
          onClick: () => openDialog({ kind: 'export-list', listed }),
        },
      ]
    : []),
  {
    ...{ id: 'diagnostics', label: 'Save diagnostics' },
    onClick: () => openDialog({ kind: 'diagnostics' }),
  },
]

const themeActions: readonly SpotlightActionData[] = themes.map(({ theme, label }) => ({
  id: theme,
  label,
  onClick: () => useUi.setState({ theme }),
}))

/** Ctrl/Cmd+K: everything that can be reached without the mouse, by typing its name. */
export const Palette = () => {
  const connections = useUi(state => state.connections) ?? []
  const scope = useScope()
  const profile = useUi(pageProfile)
  const whyNot = useWhyNot()
  const pages = usePages()
  const listed = useListed()
  const covered = useUi(isPageCovered)
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
      actions={[
        ...(scope
          ? [...commands(scope, profile, whyNot), ...scopeActions(scope, connections)]
          : []),
        ...fileActions(listed),
        ...pages.map(({ page, label }) => ({
          id: page,
          label: `Go to ${label}`,
          onClick: () => showPage(page),
        })),
        { id: 'lock', label: 'Lock Claviger', onClick: lockNow },
        ...themeActions,
      ]}
      classNames={{ action: classes.command }}
      overlayProps={{ backgroundOpacity: 0.45, blur: 0 }}
      scrollable
      maxHeight={480}
      nothingFound="No command of that name"
      searchProps={{
        'aria-label': 'Command',
        leftSection: <IconSearch size={17} aria-hidden />,
        placeholder: 'Type a command',
      }}
    />
  )
}
