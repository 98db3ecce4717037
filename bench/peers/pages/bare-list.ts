import { markFirstRows } from './painted.ts'
import { loadRows, searched } from './rows.ts'
import { createSearchedList } from './search-and-sort.ts'

markFirstRows()
const rows = (await loadRows()).map(row => {
  const texts = searched.map(field => row[field] ?? '')
  return Object.assign(row, { haystack: texts.join('\n').toLowerCase() })
})
createSearchedList(rows, given => query => {
  const folded = query.toLowerCase()
  return folded === '' ? given : given.filter(({ haystack }) => haystack.includes(folded))
})
