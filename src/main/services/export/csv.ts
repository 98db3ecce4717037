import type { KeyRow } from '../../../shared/contract/keys.ts'
import { visibleText } from '../../../shared/domain/visible-text.ts'
import type { KeyList, ListedScope } from './key-list.ts'

// By it Excel knows UTF-8.
const byteOrderMark = '\ufeff'
const endOfLine = '\r\n'

type Cells = (row: KeyRow, scope: ListedScope | undefined) => string | number | null

const columns: readonly (readonly [heading: string, cell: Cells])[] = [
  ['Connection', (_row, scope) => scope?.connectionName ?? null],
  ['Environment', row => row.environment],
  ['Kind', row => row.kind],
  ['Name', row => row.name],
  ['Mask', row => row.mask],
  ['Status', row => row.state],
  ['Description', row => row.description],
  ['ID', row => row.id],
  ['Created', row => day(row.createdAt)],
  ['Created by', row => row.createdBy],
  ['Changed', row => day(row.updatedAt)],
  ['Last used', row => day(row.lastUsedAt)],
  ['Uses', row => row.usageCount],
  ['Expires', row => day(row.expiresAt)],
  ['Previous secret valid until', row => day(row.previousUntil)],
  ['List as of', (_row, scope) => day(scope?.asOf ?? null)],
  ['List complete', (_row, scope) => (scope?.complete ? 'yes' : 'no')],
]

/** ISO 8601 in UTC. */
const day = (at: number | null): string | null => (at === null ? null : isoTime(at))

/** What no calendar has is given in ms since 1970, as it came. */
export const isoTime = (at: number): string => {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? String(at) : date.toISOString()
}

// What a spreadsheet takes for the start of a formula, also in full width and after spaces. ASVS 5.0, 1.2.10.
const formula = /^\s*[=+\-@\t\r\0\u2212\uff1d\uff0b\uff0d\uff20]/u
// Where a semicolon separates, as in much of Europe, what follows one is the start of a cell, and quotes may open it.
const afterSemicolon = /;(?=[\s"']*[=+\-@\u2212\uff1d\uff0b\uff0d\uff20])/gu

/**
 * One cell by RFC 4180, always in quotes, with an apostrophe before what would be a formula and with everything unseen
 * as an escape: a line break too, so that one line is one key for every reader.
 */
export const csvCell = (value: string | number | null): string => {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const inert = `${formula.test(value) ? "'" : ''}${value.replaceAll(afterSemicolon, ";'")}`
  return `"${visibleText(inert).replaceAll('"', '""')}"`
}

const line = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(csvCell).join(',')}${endOfLine}`

/** The list as text/csv, in chunks. */
export async function* csvOf({ scopes, windows }: KeyList): AsyncGenerator<string> {
  const scopeOf = new Map(scopes.map(scope => [nameOf(scope), scope]))
  yield `${byteOrderMark}${line(columns.map(([heading]) => heading))}`
  for await (const rows of windows) {
    yield rows
      .map(row => line(columns.map(([, cell]) => cell(row, scopeOf.get(nameOf(row))))))
      .join('')
  }
}

const nameOf = ({ connection, environment }: Pick<KeyRow, 'connection' | 'environment'>): string =>
  `${connection} ${environment}`
