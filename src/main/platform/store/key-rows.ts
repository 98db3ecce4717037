import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { KeyId, KeyRecord } from '../../../shared/domain/key.ts'
import { foldName } from '../../../shared/domain/name.ts'
import { endHandOffs } from './hand-offs.ts'
import { shownState } from './key-expiry.ts'
import {
  addToIndexes,
  expectNumbersAgain,
  forgetCounts,
  indexingOf,
  restartTextIndex,
} from './key-indexing.ts'
import { first, firstPrepared, prepared } from './sql.ts'
import { addToTextIndex, dropFromTextIndex } from './text-index.ts'

const fields = {
  kind: true,
  name: true,
  mask: true,
  description: true,
  state: true,
  createdAt: true,
  createdBy: true,
  updatedAt: true,
  lastUsedAt: true,
  usageCount: true,
  expiresAt: true,
  previousUntil: true,
  version: true,
} as const satisfies Record<Exclude<keyof KeyRecord, 'id'>, true>

// Its own keys, and `satisfies` above says that they are exactly the record's.
export const recordNames = Object.keys(fields) as readonly (keyof typeof fields)[]
const names = recordNames

const columns = ['id', ...names].map(name => `keys."${name}"`)

/** The columns that make a `KeyRecord` as the service gave it, and no other. */
export const recordColumns = columns.join(', ')

/** The same as it is now, with `expired` derived. */
export const shownColumns = (time: string): string =>
  columns
    .map(column => (column === 'keys."state"' ? `${shownState(time)} AS state` : column))
    .join(', ')

// Most text of most services: nothing but its case is to be folded, and the forms of Unicode are slow.
const isPlain = (text: string): boolean => /^[\t\n -~]*$/.test(text)

/** Text as search compares it. NUL would end it early inside SQLite. */
export const foldText = (text: string): string =>
  isPlain(text) ? text.toLowerCase() : text.normalize('NFKC').toLowerCase().replaceAll('\0', ' ')

const haystackOf = ({ name, mask, description, createdBy, id }: KeyRecord): string =>
  foldText([name, mask, description, createdBy, id].filter(text => text !== null).join('\n'))

/** Letters with accents sort beside their plain ones. Names that fold to the same have the same order. */
export const orderOf = (folded: string): string =>
  isPlain(folded) ? folded : folded.normalize('NFKD').replace(/[\u0300-\u036f]/g, '')

const derived = ['nameFolded', 'nameOrder', 'haystack'] as const
const derivedOf = (key: KeyRecord): readonly string[] => {
  const folded = foldName(key.name)
  return [folded, orderOf(folded), haystackOf(key)]
}

const quoted = (column: string): string => `"${column}"`
const stored = [...names, ...derived].map(quoted)
const marks = stored.map(() => '?').join(', ')
const insert = `INSERT INTO keys (scope, id, sync, indexed, ${stored.join(', ')})
  VALUES (?, ?, ?, ?, ${marks}) ON CONFLICT (scope, id) DO NOTHING`
const update = `UPDATE keys SET sync = ?, ${stored.map(column => `${column} = ?`).join(', ')} WHERE row = ?`
const touch = `UPDATE keys SET sync = ? WHERE scope = ? AND id = ? AND sync <> ? AND ${names
  .map(name => `${quoted(name)} IS ?`)
  .join(' AND ')}`

export type Bringing = {
  /** Row id of the scope. */
  readonly scope: number
  /** Number of the full read that brings them. */
  readonly sync: number
  /** New rows go into every index at once; else later. */
  readonly inline: boolean
  /** They will be in the sort indexes that are being made. */
  readonly flagged?: boolean
  /** Most of them are not stored yet. */
  readonly mostlyNew: boolean
  /** Told of each that is not what is stored, before it is written. */
  readonly onChange: (key: KeyId) => void
  /** Told of each row whose text the index is yet to know; `renewTexts` at once where there is none. */
  readonly onText?: (row: number) => void
  /** Told of each that was not there, after it was written. */
  readonly onNew: (key: KeyId) => void
}

/** A function that stores a record. Answers whether the read had not brought it before. */
export const recordWriter = (
  database: DatabaseSync,
  bringing: Bringing,
): ((key: KeyRecord) => boolean) => {
  const { scope, sync, inline, flagged = inline, mostlyNew, onChange, onNew } = bringing
  const { onText = (row: number) => renewTexts(database, [row]) } = bringing
  const touching = prepared(database, touch)
  const inserting = prepared(database, insert)
  const add = (key: KeyRecord, values: readonly SQLInputValue[]): boolean => {
    const { changes, lastInsertRowid } = inserting.run(
      ...[scope, key.id, sync, Number(flagged), ...values, ...derivedOf(key)],
    )
    if (changes === 0) return false
    if (inline) addToIndexes(database, Number(lastInsertRowid))
    onNew(key.id)
    return true
  }
  return key => {
    const values: readonly SQLInputValue[] = names.map(name => key[name])
    if (mostlyNew && add(key, values)) return true
    // Most rows of a later read are as they were: leaving their indexes alone is what makes it cheap.
    if (touching.run(sync, scope, key.id, sync, ...values).changes === 1) return true
    const known = findKnown(database, scope, key.id)
    if (known === null) {
      onChange(key.id)
      return add(key, values)
    }
    if (names.some(name => known[name] !== key[name])) {
      onChange(key.id)
      change(database, known, sync, values, derivedOf(key), onText)
    }
    return known.sync !== sync
  }
}

type Known = KeyRecord & {
  readonly row: number
  readonly sync: number
  readonly haystack: string
}

const knownById = `SELECT row, sync, haystack, ${recordColumns} FROM keys WHERE scope = ? AND id = ?`

const findKnown = (database: DatabaseSync, scope: number, id: string): Known | null =>
  firstPrepared<Known>(database, knownById, scope, id)

/** Its numbers are the read's; what is not in the index yet will be brought there as it is then. */
const change = (
  database: DatabaseSync,
  known: Known,
  sync: number,
  values: readonly SQLInputValue[],
  derivedValues: readonly string[],
  onText: (row: number) => void,
): void => {
  prepared(database, update).run(sync, ...values, ...derivedValues, known.row)
  if (known.haystack === derivedValues[2] || known.row > indexingOf(database).searched) return
  onText(known.row)
}

/** Has the text index know these rows as they are. Each turn between taking out and putting in would write it anew. */
export const renewTexts = (database: DatabaseSync, rows: readonly number[]): void => {
  const { searched } = indexingOf(database)
  // What went since was taken out with its row; whoever has its number waits for the index.
  const known = rows.filter(row => row <= searched)
  const ascending = [...new Set(known)].toSorted((one, other) => one - other)
  for (const row of ascending) dropFromTextIndex(database, row)
  for (const row of ascending) addToTextIndex(database, row - 1, row)
}

/** Writes a record of our own: for the read under way it is neither gone nor brought. */
export const putRecord = (
  database: DatabaseSync,
  scope: { readonly id: number; readonly sync: number },
  key: KeyRecord,
  told: Pick<Bringing, 'inline' | 'onChange' | 'onNew'>,
): void => {
  const known = findKnown(database, scope.id, key.id)
  const sync = known?.sync === scope.sync ? scope.sync : scope.sync + 1
  recordWriter(database, { ...told, scope: scope.id, sync, mostlyNew: false })(key)
}

const recordById = `SELECT ${recordColumns} FROM keys WHERE scope = ? AND id = ?`

export const findRecord = (database: DatabaseSync, scope: number, id: string): KeyRecord | null =>
  firstPrepared<KeyRecord>(database, recordById, scope, id)

export const deleteRecord = (database: DatabaseSync, scope: number, id: string): void => {
  endHandOffs(database, scope, '?', id)
  // `brought` counts the rows that bear the number of the newest read.
  prepared(
    database,
    `UPDATE scopes SET brought = brought - 1
     WHERE id = ?1 AND sync = (SELECT sync FROM keys WHERE scope = ?1 AND id = ?2)`,
  ).run(scope, id)
  deleteRows(database, 'scope = ? AND id = ?', scope, id)
}

// From here on it costs less to make the text index anew, in the background.
const mostDropped = 10_000

/** Deletes the rows that `condition`, SQL, is true of, from the text index too. */
export const deleteRows = (
  database: DatabaseSync,
  condition: string,
  ...values: readonly SQLInputValue[]
): void => {
  forgetCounts(database)
  const { searched } = indexingOf(database)
  const inIndex = `SELECT row FROM keys WHERE ${condition} AND row <= ${searched}`
  if (searched > 0) {
    const { count } = first<{ readonly count: number }>(
      database,
      `SELECT count(*) AS count FROM (${inIndex} LIMIT ${mostDropped + 1})`,
      ...values,
    ) ?? { count: 0 }
    if (count > mostDropped) restartTextIndex(database)
    else if (count > 0) {
      database.prepare(`DELETE FROM search WHERE rowid IN (${inIndex})`).run(...values)
    }
  }
  database.prepare(`DELETE FROM keys WHERE ${condition}`).run(...values)
  expectNumbersAgain(database)
}
