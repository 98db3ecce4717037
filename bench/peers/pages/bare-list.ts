import { markFirstRows } from './painted.ts'
import { loadRows, type Row, searched } from './rows.ts'
import { createSearchedList } from './search-and-sort.ts'

const isFound = (row: Row, query: string): boolean =>
  searched.some(field => row[field]?.toLowerCase().includes(query))

markFirstRows()
createSearchedList(await loadRows(), rows => query => {
  const folded = query.toLowerCase()
  return folded === '' ? rows : rows.filter(row => isFound(row, folded))
})
