import { IconListSearch } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { KeyRow } from '../../../../shared/contract/keys.ts'
import { failureOf } from '../../api/client.ts'
import { keysSource } from '../../api/index.ts'
import { useListing } from '../../state/listed.ts'
import { showDetail, targetOf, useUi } from '../../state/ui.ts'
import { useKeysWindow } from '../../state/use-keys-window.ts'
import { countOf, matchCount } from '../../ui/count.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorAlert } from '../../ui/error-alert.tsx'
import { Grid } from '../../ui/grid/grid.tsx'
import { idOfKey, type KeyColumn, keyColumns } from '../../ui/key-columns.tsx'
import { kindText } from '../../ui/kind-words.ts'
import { PageFrame } from '../../ui/page-frame.tsx'
import { PlainText } from '../../ui/plain-text.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ExportButton } from '../export-button.tsx'
import { everything, ReviewFilter } from './review-filter.tsx'
import { ScopeStates } from './scope-states.tsx'

const openDetail = (row: KeyRow) => showDetail({ target: targetOf(row), review: true })

/** Every key that is known on this computer, to be looked at without touching anything. */
export const ReviewPage = () => {
  const search = useUi(state => state.search)
  const connections = useUi(state => state.connections) ?? []
  const [filter, setFilter] = useState(everything)
  const { view, look, sortBy } = useKeysWindow(keysSource, { scope: null, search, ...filter })
  useListing(view)
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
  const { one } = kindText(filter.kind ?? 'key', null)
  const note =
    search.trim() === '' && filter === everything
      ? `${countOf(view.unfiltered, 'key')} on this computer, read only`
      : matchCount(view.total, view.unfiltered, one)
  return (
    <PageFrame title="Review" note={view.answered ? note : null} actions={<ExportButton />} fill>
      <ScopeStates connections={connections} />
      <ReviewFilter filter={filter} onFilter={setFilter} />
      {view.failure && <ErrorAlert error={failureOf(view.failure.cause)} />}
      {!view.answered && view.rows.length === 0 && !view.failure && <Skeleton />}
      {view.answered && view.total === 0 && <NothingToReview one={view.held > 0 ? one : null} />}
      {view.total > 0 && (
        <Grid
          {...{ label: 'All known API keys', columns, idOf: idOfKey }}
          {...{ rows: view.rows, offset: view.offset, total: view.total }}
          sort={view.query.sort}
          topic={`${JSON.stringify(filter)} ${view.query.search} ${view.query.sort.column} ${view.query.sort.descending}`}
          onSort={sortBy}
          onLook={look}
          onOpen={openDetail}
        />
      )}
    </PageFrame>
  )
}

/** `one` is what was looked for among what there is; null where there is nothing. */
const NothingToReview = ({ one }: { readonly one: string | null }) => (
  <EmptyState
    icon={<IconListSearch size={34} stroke={1.4} aria-hidden />}
    title={one === null ? 'Nothing to review yet' : `No ${one} matches`}
    text={
      one === null
        ? 'Keys appear here once their service has been read, and stay readable offline.'
        : `No known ${one} has this status, and this in its name, key, description, creator or id.`
    }
  />
)
