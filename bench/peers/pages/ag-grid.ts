import './list.css'
import {
  CellStyleModule,
  ClientSideRowModelModule,
  type ColDef,
  createGrid,
  ModuleRegistry,
  QuickFilterModule,
  themeQuartz,
} from 'ag-grid-community'
import { markFirstRows } from './painted.ts'
import { columns, headHeight, loadRows, type Row, rowHeight, searched, textOf } from './rows.ts'

ModuleRegistry.registerModules([ClientSideRowModelModule, QuickFilterModule, CellStyleModule])

const texts: readonly string[] = searched
/** Ignores case, as the other lists do; the grid's own comparison does not. */
const compareTexts = (one: string | null, other: string | null): number => {
  const [a, b] = [one?.toLowerCase() ?? '', other?.toLowerCase() ?? '']
  if (a === b) return 0
  return a < b ? -1 : 1
}

const unsearched = { getQuickFilterText: () => '' }

const columnDefs: ColDef<Row>[] = [
  ...columns.map(({ id, label, flex }) => {
    const [grow = '0', , width = '100px'] = flex.split(' ')
    const room = Number.parseInt(width, 10)
    return {
      field: id,
      headerName: label,
      ...(Number(grow) > 0 ? { flex: Number(grow), minWidth: room } : { width: room }),
      ...(id.endsWith('At')
        ? { valueFormatter: ({ value }: { value: Row['createdAt'] }) => textOf(value) }
        : {}),
      ...(texts.includes(id) ? {} : unsearched),
      ...(id.endsWith('At') ? {} : { comparator: compareTexts }),
    }
  }),
  { field: 'description', hide: true },
  { field: 'id', hide: true },
]

const field = document.createElement('input')
field.setAttribute('aria-label', 'Search')
const place = document.createElement('div')
place.style.cssText = 'flex:1;min-height:0'
document.body.append(field, place)

markFirstRows('.ag-cell[col-id="name"]')
const grid = createGrid<Row>(place, {
  columnDefs,
  rowHeight,
  headerHeight: headHeight,
  theme: themeQuartz,
  rowData: await loadRows(),
  getRowId: ({ data }) => data.id,
  cacheQuickFilter: true,
  includeHiddenColumnsInQuickFilter: true,
  animateRows: false,
})
field.addEventListener('input', () => grid.setGridOption('quickFilterText', field.value))
