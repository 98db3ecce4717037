import '@mantine/core/styles.css'
import '@mantine/dates/styles.css'
import 'mantine-react-table-open/styles.css'
import './list.css'
import { MantineProvider } from '@mantine/core'
import {
  MantineReactTable,
  type MRT_ColumnDef,
  useMantineReactTable,
} from 'mantine-react-table-open'
import { useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { markFirstRows } from './painted.ts'
import { loadRows, type Row, rowHeight, searched, columns as shown, textOf } from './rows.ts'

const texts: readonly string[] = searched
const nameCell = { className: 'name', 'data-name': '' }

const columns: MRT_ColumnDef<Row>[] = [
  ...shown.map(({ id, label, flex }): MRT_ColumnDef<Row> => {
    const [grow, , width = '100px'] = flex.split(' ')
    return {
      accessorKey: id,
      header: label,
      Header: () => <button type="button">{label}</button>,
      Cell: ({ cell }) => textOf(cell.getValue<Row[typeof id]>()),
      size: Number.parseInt(width, 10),
      grow: grow !== '0',
      enableGlobalFilter: texts.includes(id),
      sortingFn: id.endsWith('At') ? 'basic' : 'text',
      sortDescFirst: false,
    }
  }),
  { accessorKey: 'description', header: 'Description' },
  { accessorKey: 'id', header: 'Id' },
]

const List = () => {
  // As in its examples. With rows from the start and no toolbar its virtualizer never learns where it scrolls.
  const [data, setData] = useState<Row[]>([])
  useEffect(() => void loadRows().then(setData), [])
  const [globalFilter, setGlobalFilter] = useState('')
  const table = useMantineReactTable({
    ...{ columns, data },
    getRowId: row => row.id,
    state: { globalFilter },
    initialState: { density: 'xs', columnVisibility: { description: false, id: false } },
    globalFilterFn: 'contains',
    // Else a column is searched only if it has a text in the first row.
    getColumnCanGlobalFilter: () => true,
    enableGlobalFilterRankedResults: false,
    enableFilterMatchHighlighting: false,
    enableRowVirtualization: true,
    rowVirtualizerOptions: { overscan: 6, estimateSize: () => rowHeight },
    memoMode: 'cells',
    enablePagination: false,
    enableBottomToolbar: false,
    enableTopToolbar: false,
    enableColumnActions: false,
    enableColumnFilters: false,
    enableDensityToggle: false,
    enableHiding: false,
    mantinePaperProps: { className: 'paper' },
    mantineTableContainerProps: { h: '100%', mah: 'none', ...{ 'data-scroller': '' } },
    mantineTableBodyRowProps: { h: rowHeight },
    mantineTableBodyCellProps: ({ column }) => (column.id === 'name' ? nameCell : {}),
  })
  return (
    <>
      <input
        aria-label="Search"
        value={globalFilter}
        onChange={event => setGlobalFilter(event.target.value)}
      />
      <MantineReactTable table={table} />
    </>
  )
}

markFirstRows()
const root = document.createElement('div')
root.id = 'root'
document.body.append(root)
createRoot(root).render(
  <MantineProvider>
    <List />
  </MantineProvider>,
)
