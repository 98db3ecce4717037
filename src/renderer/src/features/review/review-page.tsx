import { IconListSearch } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { KeyFilters, KeyRow } from '../../../../shared/contract/keys.ts'
import { failureOf } from '../../api/client.ts'
import { keysSource } from '../../api/index.ts'
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
  const { query, total, counted, unfiltered, answered } = useAnswered(view)
  const gone = useGoneCount(null, answered)
  const onFilter = (changed: KeyFilters) => setFilters(listName, changed)
  const columns = useMemo((): readonly KeyColumn[] => {
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
  const { one } = kindText(filters.kind ?? 'key', null)
  const note =
    query.kind === null && !isNarrowed(query)
      ? `${countOf(unfiltered, 'key')} on this computer, read only`
      : matchCount(total, unfiltered, one, counted)
  return (
    <PageFrame title="Review" note={view.answered ? note : null} actions={<ExportButton />} fill>
      <ScopeStates connections={connections} />
      {(view.unfiltered > 0 || filters.kind !== null || gone > 0) && (
        <ListFilters {...{ view, filters, onFilter, gone }} offered={filterOrder} profile={null} />
      )}
      {view.failure && <ErrorAlert error={failureOf(view.failure.cause)} />}
      {!view.answered && view.rows.length === 0 && !view.failure && <Skeleton />}
      {view.answered && view.total === 0 && view.held === 0 && <NothingToReview />}
      {view.answered && view.total === 0 && view.held > 0 && (
        <NoMatch
          {...{ filters, one, onFilter, offered: filterOrder, profile: null, incomplete: null }}
          {...{ query: view.query, unfiltered: view.held }}
        />
      )}
      {view.total > 0 && (
        <Grid
          {...{ label: 'All known API keys', columns, idOf: idOfKey }}
          {...{ rows: view.rows, offset: view.offset, total: view.total }}
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

const NothingToReview = () => (
  <EmptyState
    icon={<IconListSearch size={34} stroke={1.4} aria-hidden />}
    title="Nothing to review yet"
    text="Keys appear here once their service has been read, and stay readable offline."
  />
)
