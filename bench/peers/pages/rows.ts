import type { KeyRecord } from '../../../src/shared/domain/key.ts'

export type Row = KeyRecord

/** What the address asks for (`?rows=1000`), newest first. */
export const loadRows = async (): Promise<Row[]> => {
  const count = new URLSearchParams(location.search).get('rows') ?? '1000'
  return (await fetch(`/rows/${count}.json`)).json()
}

/** What is searched, of each row: the application's list searches the same. */
export const searched = ['name', 'mask', 'description', 'createdBy', 'id'] as const

export type ColumnId =
  | 'name'
  | 'mask'
  | 'state'
  | 'createdAt'
  | 'createdBy'
  | 'lastUsedAt'
  | 'expiresAt'

type Column = { readonly id: ColumnId; readonly label: string; readonly flex: string }

/** The columns of the application's list in a window of 1280 px. */
export const columns: readonly Column[] = [
  { id: 'name', label: 'Name', flex: '2 0 130px' },
  { id: 'mask', label: 'Key', flex: '0 1 200px' },
  { id: 'state', label: 'Status', flex: '0 0 112px' },
  { id: 'createdAt', label: 'Created', flex: '0 0 90px' },
  { id: 'createdBy', label: 'Created by', flex: '1 1 100px' },
  { id: 'lastUsedAt', label: 'Last used', flex: '0 0 90px' },
  { id: 'expiresAt', label: 'Expires', flex: '0 0 90px' },
]

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** A cell's text. */
export const textOf = (value: Row[ColumnId]): string =>
  typeof value === 'number' ? dayOf(value) : (value ?? '–')

/** Heights in px, as the application's. */
export const rowHeight = 40
export const headHeight = 34
