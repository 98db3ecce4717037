import { createPlainList } from './plain-list.ts'
import type { ColumnId, Row } from './rows.ts'

/** The rows that a query finds, in the order of those that were given. */
type Find = (query: string) => readonly Row[]

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
const sorted = <Given extends Row>(
  rows: readonly Given[],
  column: ColumnId,
  descending: boolean,
): readonly Given[] => {
  const direction = descending ? -1 : 1
  return rows
    .map(row => ({ row, value: comparable(row, column) }))
    .sort((a, b) => direction * compare(a.value, b.value))
    .map(({ row }) => row)
}

/** A plain list with a field to search in: what is typed is found and shown before anything else happens. */
export const createSearchedList = <Given extends Row>(
  rows: readonly Given[],
  findIn: (rows: readonly Given[]) => Find,
): void => {
  const field = document.createElement('input')
  field.setAttribute('aria-label', 'Search')
  document.body.append(field)
  let order: { readonly column: ColumnId; readonly descending: boolean } | null = null
  let find = findIn(rows)
  const list = createPlainList(column => {
    order = { column, descending: order?.column === column && !order.descending }
    find = findIn(sorted(rows, order.column, order.descending))
    search()
  })
  const search = () => list.show(find(field.value.trim()))
  field.addEventListener('input', search)
  search()
}
