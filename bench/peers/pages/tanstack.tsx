import './list.css'
import {
  columnFilteringFeature,
  columnVisibilityFeature,
  createColumnHelper,
  createFilteredRowModel,
  createSortedRowModel,
  filterFn_includesString,
  globalFilteringFeature,
  rowSortingFeature,
  sortFn_basic,
  sortFn_text,
  type Row as TableRow,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, type ReactNode, useRef } from 'react'
import { createRoot } from 'react-dom/client'
import { markFirstRows } from './painted.ts'
import { loadRows, type Row, rowHeight, searched, columns as shown, textOf } from './rows.ts'

const features = tableFeatures({
  columnFilteringFeature,
  columnVisibilityFeature,
  globalFilteringFeature,
  rowSortingFeature,
  filteredRowModel: createFilteredRowModel(),
  sortedRowModel: createSortedRowModel(),
  filterFns: { includesString: filterFn_includesString },
  sortFns: { basic: sortFn_basic, text: sortFn_text },
})

const helper = createColumnHelper<typeof features, Row>()
const texts: readonly string[] = searched
const columns = helper.columns([
  ...shown.map(({ id, label }) =>
    helper.accessor(id, {
      header: label,
      enableGlobalFilter: texts.includes(id),
      sortFn: id.endsWith('At') ? 'basic' : 'text',
      sortDescFirst: false,
      cell: ({ getValue }) => textOf(getValue()),
    }),
  ),
  helper.accessor('description', { enableGlobalFilter: true }),
  helper.accessor('id', { enableGlobalFilter: true }),
])
const flexOf = Object.fromEntries(shown.map(({ id, flex }) => [id as string, flex]))

type LineProps = { readonly row: TableRow<typeof features, Row>; readonly top: number }

const Line = memo(({ row, top }: LineProps) => (
  <div
    className="row"
    style={{ position: 'absolute', insetInline: 0, transform: `translateY(${top}px)` }}
  >
    {row.getVisibleCells().map(({ id, column }) => (
      <div
        key={id}
        style={{ flex: flexOf[column.id] }}
        data-name={column.id === 'name' ? '' : undefined}
      >
        {textOf(row.getValue(column.id))}
      </div>
    ))}
  </div>
))

type LinesProps = {
  readonly rows: readonly TableRow<typeof features, Row>[]
  readonly head: ReactNode
}

const Lines = ({ rows, head }: LinesProps) => {
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: index => rows[index]?.id ?? index,
    overscan: 6,
  })
  return (
    <div ref={scroller} className="scroller" data-scroller="">
      {head}
      <div className="body" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ key, index, start }) => {
          const row = rows[index]
          return row && <Line key={key} row={row} top={start} />
        })}
      </div>
    </div>
  )
}

const initialState = { columnVisibility: { description: false, id: false } }

const List = ({ data }: { readonly data: Row[] }) => {
  const table = useTable({
    ...{ features, columns, data, initialState },
    getRowId: row => row.id,
    globalFilterFn: 'includesString',
  })
  const head = (
    <div className="row head">
      {table.getFlatHeaders().map(header => (
        <button
          key={header.id}
          type="button"
          style={{ flex: flexOf[header.column.id] }}
          onClick={header.column.getToggleSortingHandler()}
        >
          {String(header.column.columnDef.header)}
        </button>
      ))}
    </div>
  )
  return (
    <>
      <input
        aria-label="Search"
        value={table.state.globalFilter ?? ''}
        onChange={event => table.setGlobalFilter(event.target.value)}
      />
      <Lines rows={table.getRowModel().rows} head={head} />
    </>
  )
}

markFirstRows()
const root = document.createElement('div')
root.id = 'root'
document.body.append(root)
createRoot(root).render(<List data={await loadRows()} />)
