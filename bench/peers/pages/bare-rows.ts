import './list.css'
import { markFirstRows } from './painted.ts'
import { createPlainList } from './plain-list.ts'
import { loadRows } from './rows.ts'

markFirstRows()
createPlainList(() => undefined).show(await loadRows())
