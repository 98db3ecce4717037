import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { KeyFilters } from '../../../../../shared/contract/keys.ts'
import type { KeyKind, Scope } from '../../../../../shared/domain/key.ts'
import { keysSource } from '../../../api/index.ts'
import { showsRows } from '../../../state/keys-window.ts'
import { useListing } from '../../../state/listed.ts'
import {
  isOneList,
  openDialog,
  pageProfile,
  setFilters,
  useFilters,
  useScope,
  useUi,
} from '../../../state/ui.ts'
import { useAnswered } from '../../../state/use-answered.ts'
import { useKeysWindow } from '../../../state/use-keys-window.ts'
import { useSearchAtOnce } from '../../../state/use-search-at-once.ts'
import { offeredFilters } from '../../../ui/filters/filters.ts'
import { GuardedButton } from '../../../ui/guarded-button.tsx'
import { kindText } from '../../../ui/kind-words.ts'
import { PageFrame } from '../../../ui/page-frame.tsx'
import { ExportButton } from '../../export-button.tsx'
import { useGoneCount } from '../../gone-button.tsx'
import { ListFilters } from '../../list-filters.tsx'
import { NoMatch } from '../../no-match.tsx'
import { KeyTable } from './key-table.tsx'
import { ListNote, ReadingLine } from './list-note.tsx'
import { NoKeys, Unreadable } from './no-keys.tsx'
import { ReadingControl } from './reading-control.tsx'
import { ScopeBanners } from './scope-banner.tsx'
import { useCreating } from './use-creating.ts'

type KeysPageProps = { readonly kind: KeyKind }

/** The keys of a service, or its systems that own one. */
export const KeysPage = ({ kind }: KeysPageProps) => {
  const scope = useScope()
  const mixed = useUi(isOneList)
  if (scope === null) return null
  const { connection, environment } = scope
  // Another list is another page: no row, selection or scroll position may pass from one to the other.
  const name = `${connection} ${mixed ? 'all' : environment} ${kind}`
  return <KeysOf key={name} {...{ name, kind, scope, mixed }} />
}

type KeysOfProps = KeysPageProps & {
  /** Of the list, which keeps its filters by it. */
  readonly name: string
  readonly scope: Scope
  readonly mixed: boolean
}

const KeysOf = ({ name, kind, scope, mixed }: KeysOfProps) => {
  const search = useUi(state => state.search)
  const profile = useUi(pageProfile)
  const { connection, environment } = scope
  const shown = useMemo(
    () => ({ connection, environment: mixed ? null : environment }),
    [connection, environment, mixed],
  )
  const filters = useFilters(name)
  const list = useKeysWindow(keysSource, { ...filters, scope: shown, kind, search })
  useSearchAtOnce(list.search)
  const { view } = list
  const listed = useAnswered(view)
  useListing(view)
  const gone = useGoneCount(shown, kind, listed.answered)
  const { title, one } = kindText(kind, profile)
  const known = listed.answered
  const offered = offeredFilters({ kind, profile, mixed, filters })
  const onFilter = (changed: KeyFilters) => setFilters(name, changed)
  return (
    <PageFrame
      title={title}
      note={known && <ListNote {...{ listed, one, part: 'told' }} />}
      more={known && <ListNote {...{ listed, one, part: 'shown' }} />}
      beside={<ReadingControl />}
      actions={
        <>
          <HelpButton />
          <ExportButton />
          <CreateButton kind={kind} scope={scope} />
        </>
      }
      fill
    >
      <ScopeBanners />
      {view.failure && <Unreadable cause={view.failure.cause} />}
      {known && (view.unfiltered > 0 || gone > 0) && (
        <ListFilters {...{ offered, filters, profile, onFilter, gone }} view={view} />
      )}
      <ReadingLine />
      {showsRows(view) && <KeyTable {...{ list, kind, mixed, title }} />}
      {view.total === 0 && view.failure === null && (
        <NoKeys
          {...{ view: listed, kind, scope }}
          noMatch={incomplete => (
            <NoMatch
              {...{ offered, filters, profile, one, incomplete, onFilter }}
              {...{ query: listed.query, unfiltered: listed.unfiltered }}
            />
          )}
        />
      )}
    </PageFrame>
  )
}

/** What the service advises, where it does. */
const HelpButton = () => {
  const advises = useUi(state => (pageProfile(state)?.guidance.length ?? 0) > 0)
  if (!advises) return null
  return (
    <Button variant="subtle" color="gray" onClick={() => openDialog({ kind: 'help' })}>
      Help
    </Button>
  )
}

const CreateButton = ({ kind, scope }: { readonly kind: KeyKind; readonly scope: Scope }) => {
  const { label, reason, hidden } = useCreating(kind)
  if (hidden) return null
  return (
    <GuardedButton
      reason={reason}
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={() => openDialog({ kind: `create-${kind}`, scope })}
    >
      {label}
    </GuardedButton>
  )
}
