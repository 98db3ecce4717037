import { createPlainList } from './plain-list.ts'
import type { ColumnId, Row } from './rows.ts'

type Find = (query: string) => readonly Row[] | Promise<readonly Row[]>

const compare = (one: Row[ColumnId], other: Row[ColumnId]): number => {
  if (one === other) return 0
  if (one === null || other === null) return one === null ? 1 : -1
  return one < other ? -1 : 1
}

const comparable = (row: Row, column: ColumnId): Row[ColumnId] => {
  const value = row[column]
  return typeof value === 'string' ? value.toLowerCase() : value
}

/** In the order of one column; the texts of it are folded once, not at every comparison. */
const sorted = (rows: readonly Row[], column: ColumnId, descending: boolean): readonly Row[] => {
  const direction = descending ? -1 : 1
  return rows
    .map(row => ({ row, value: comparable(row, column) }))
    .sort((a, b) => direction * compare(a.value, b.value))
    .map(({ row }) => row)
}

/** A plain list with a field to search in: what is typed is found and shown before anything else happens. */
export const createSearchedList = (
  rows: readonly Row[],
  findIn: (rows: readonly Row[]) => Find,
) => {
  const field = document.createElement('input')
  field.setAttribute('aria-label', 'Search')
  document.body.append(field)
  let order: { readonly column: ColumnId; readonly descending: boolean } | null = null
  let find = findIn(rows)
  const list = createPlainList(column => {
    order = { column, descending: order?.column === column && !order.descending }
    find = findIn(sorted(rows, order.column, order.descending))
    void search()
  })
  const search = async () => {
    const query = field.value.trim()
    const found = query === '' ? find('') : find(query)
    if (!(found instanceof Promise)) return list.show(found)
    const rowsFound = await found
    if (query === field.value.trim()) list.show(rowsFound)
  }
  field.addEventListener('input', search)
  void search()
}
