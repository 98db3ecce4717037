import Fuse, { type IFuseOptions } from 'fuse.js'
import { markFirstRows } from './painted.ts'
import { loadRows, type Row, searched } from './rows.ts'
import { createSearchedList } from './search-and-sort.ts'

/** Finds what the others find, in the list's own order: no typos, anywhere in the text, not ranked. */
const options: IFuseOptions<Row> = {
  keys: [...searched],
  threshold: 0,
  ignoreLocation: true,
  shouldSort: false,
}

markFirstRows()
createSearchedList(await loadRows(), rows => {
  const fuse = new Fuse(rows, options)
  return query => (query === '' ? rows : fuse.search(query).map(({ item }) => item))
})
