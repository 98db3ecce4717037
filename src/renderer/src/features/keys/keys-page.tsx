import { IconPlus } from '@tabler/icons-react'
import { useCallback, useMemo } from 'react'
import type { KeyRow } from '../../../../shared/contract/keys.ts'
import type { Scope } from '../../../../shared/domain/key.ts'
import { keysSource } from '../../api/index.ts'
import { openDialog, showDetail, targetOf, useScope, useUi } from '../../state/ui.ts'
import { useKeysWindow } from '../../state/use-keys-window.ts'
import { countOf, matchCount } from '../../ui/count.ts'
import { Grid } from '../../ui/grid/grid.tsx'
import { GuardedButton } from '../../ui/guarded-button.tsx'
import { idOfKey, type KeyColumn, keyColumns } from '../../ui/key-columns.tsx'
import { wordsFor } from '../../ui/key-words.ts'
import { PageFrame } from '../../ui/page-frame.tsx'
import { tell } from '../../ui/tell.ts'
import { useWhyNot } from '../use-why-not.ts'
import { KeyActions } from './key-actions.tsx'
import { KeyMenu, useKeyMenu } from './key-menu.tsx'
import { NoKeys } from './no-keys.tsx'
import { ScopeBanner } from './scope-banner.tsx'

export const KeysPage = () => {
  const scope = useScope()
  // Another scope is another page: no row, selection or scroll position may pass from one to the other.
  return scope && <KeysOf key={`${scope.connection} ${scope.environment}`} scope={scope} />
}

const KeysOf = ({ scope }: { readonly scope: Scope }) => {
  const search = useUi(state => state.search)
  const list = useKeysWindow(keysSource, scope, search)
  const { view } = list
  const known = view.answered || view.rows.length > 0
  const count =
    search.trim() === '' ? countOf(view.unfiltered, 'key') : matchCount(view.total, view.unfiltered)
  return (
    <PageFrame
      title="API keys"
      note={known && view.unfiltered > 0 ? count : null}
      actions={<CreateButton scope={scope} />}
      fill
    >
      <ScopeBanner />
      {known && view.total > 0 ? <KeyTable list={list} /> : <NoKeys view={view} scope={scope} />}
    </PageFrame>
  )
}

const CreateButton = ({ scope }: { readonly scope: Scope }) => {
  const whyNot = useWhyNot()
  const profile = useUi(state => state.profile)
  return (
    <GuardedButton
      reason={whyNot('create')}
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={() => openDialog({ kind: 'create-key', scope })}
    >
      {wordsFor('create', profile).label}
    </GuardedButton>
  )
}

const openDetail = (row: KeyRow) => showDetail({ target: targetOf(row), review: false })

const KeyTable = ({ list }: { readonly list: ReturnType<typeof useKeysWindow> }) => {
  const { view, look, sortBy } = list
  const profile = useUi(state => state.profile)
  const whyNot = useWhyNot()
  const menu = useKeyMenu()
  const onMenu = menu.open
  const columns = useMemo(
    (): readonly KeyColumn[] => [
      ...keyColumns(profile),
      {
        ...{ id: 'actions', label: 'Actions', sort: null, flex: '0 0 162px', align: 'end' },
        cell: (row, active) => <KeyActions {...{ row, active, profile, whyNot, onMenu }} />,
      },
    ],
    [profile, whyNot, onMenu],
  )
  const onDelete = useCallback(
    (row: KeyRow) => {
      const reason = whyNot('delete', row.state)
      if (reason) tell(reason)
      else openDialog({ kind: 'change-key', effect: 'delete', key: row })
    },
    [whyNot],
  )
  return (
    <>
      <Grid
        {...{ label: 'API keys', columns, onDelete }}
        {...{ rows: view.rows, offset: view.offset, total: view.total, idOf: idOfKey }}
        sort={view.query.sort}
        topic={`${view.query.search} ${view.query.sort.column} ${view.query.sort.descending}`}
        onSort={sortBy}
        onLook={look}
        onOpen={openDetail}
      />
      <KeyMenu opened={menu.opened} profile={profile} whyNot={whyNot} onClose={menu.close} />
    </>
  )
}
