import { IconListSearch } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { KeyFilters, KeyRow } from '../../../../shared/contract/keys.ts'
import type { Connection } from '../../../../shared/domain/connection.ts'
import { failureOf } from '../../api/client.ts'
import { keysSource } from '../../api/index.ts'
import { type KeysView, showsRows } from '../../state/keys-window.ts'
import { useListing } from '../../state/listed.ts'
import { setFilters, showDetail, targetOf, useFilters, useUi } from '../../state/ui.ts'
import { useAnswered } from '../../state/use-answered.ts'
import { useKeysWindow } from '../../state/use-keys-window.ts'
import { useSearchAtOnce } from '../../state/use-search-at-once.ts'
import { countOf, matchCount } from '../../ui/count.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { filterOrder, isNarrowed } from '../../ui/filters/filters.ts'
import { Grid } from '../../ui/grid/grid.tsx'
import { idOfKey, type KeyColumn, keyColumns } from '../../ui/key-columns.tsx'
import { kindText } from '../../ui/kind-words.ts'
import { PageFrame } from '../../ui/page-frame.tsx'
import { PlainText } from '../../ui/plain-text.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ExportButton } from '../export-button.tsx'
import { useGoneCount } from '../gone-button.tsx'
import { ListFilters } from '../list-filters.tsx'
import { NoMatch } from '../no-match.tsx'
import { ScopeStates } from './scope-states.tsx'

/** By which its filters are kept. */
const listName = 'review'

const openDetail = (row: KeyRow) => showDetail({ target: targetOf(row), review: true })

/** Every key that is known on this computer, to be looked at without touching anything. */
export const ReviewPage = () => {
  const search = useUi(state => state.search)
  const connections = useUi(state => state.connections) ?? []
  const filters = useFilters(listName)
  const list = useKeysWindow(keysSource, { ...filters, scope: null, search })
  useSearchAtOnce(list.search)
  const { view, look, sortBy } = list
  useListing(view)
  const listed = useAnswered(view)
  const gone = useGoneCount(null, filters.kind, listed.answered)
  const onFilter = (changed: KeyFilters) => setFilters(listName, changed)
  const columns = useColumns(connections)
  const { one } = kindText(listed.query.kind ?? 'key', null)
  const isEmpty = listed.answered && view.total === 0 && view.failure === null
  return (
    <PageFrame
      title="Review"
      note={listed.answered ? noteOf(listed, one) : null}
      actions={<ExportButton />}
      fill
    >
      <ScopeStates connections={connections} />
      {(view.unfiltered > 0 || filters.kind !== null || gone > 0) && (
        <ListFilters {...{ view, filters, onFilter, gone }} offered={filterOrder} profile={null} />
      )}
      {view.failure && <ErrorAlert error={failureOf(view.failure.cause)} />}
      {!listed.answered && view.failure === null && <Skeleton />}
      {isEmpty && listed.held === 0 && <NothingToReview />}
      {isEmpty && listed.held > 0 && (
        <NoMatch
          {...{ filters, one, onFilter, offered: filterOrder, profile: null, incomplete: null }}
          {...{ query: listed.query, unfiltered: listed.held }}
        />
      )}
      {showsRows(view) && (
        <Grid
          {...{ label: 'All known API keys', columns, idOf: idOfKey }}
          {...{ rows: view.rows, offset: view.offset, total: view.total }}
          {...{ counted: view.counted, busy: !view.answered }}
          sort={view.query.sort}
          topic={JSON.stringify(view.query)}
          onSort={sortBy}
          onLook={look}
          onOpen={openDetail}
        />
      )}
    </PageFrame>
  )
}

const noteOf = ({ query, total, counted, unfiltered }: KeysView, one: string): string =>
  query.kind === null && !isNarrowed(query)
    ? `${countOf(unfiltered, 'key')} on this computer, read only`
    : matchCount(total, unfiltered, one, counted)

/** Those of a list of keys, and which connection each belongs to. */
const useColumns = (connections: readonly Connection[]): readonly KeyColumn[] =>
  useMemo(() => {
    const names = new Map(connections.map(({ id, name }) => [id, name]))
    const [name, ...others] = keyColumns({ kind: null, profile: null })
    const service: KeyColumn = {
      ...{ id: 'connection', label: 'Connection', sort: null, flex: '1 1 110px' },
      cell: key => <PlainText text={names.get(key.connection) ?? '–'} />,
    }
    const always = others.map(({ hide, ...column }) =>
      column.id === 'environment' || !hide ? column : { ...column, hide },
    )
    return name ? [name, service, ...always] : []
  }, [connections])

const NothingToReview = () => (
  <EmptyState
    icon={<IconListSearch size={34} stroke={1.4} aria-hidden />}
    title="Nothing to review yet"
    text="Keys appear here once their service has been read, and stay readable offline."
  />
)
