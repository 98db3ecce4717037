import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { KeyId, KeyRecord } from '../../../shared/domain/key.ts'
import { foldName } from '../../../shared/domain/name.ts'
import { endHandOffs } from './hand-offs.ts'
import { shownState } from './key-expiry.ts'
import { first, upsert } from './sql.ts'

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
const names = Object.keys(fields) as readonly (keyof typeof fields)[]

const columns = ['id', ...names].map(name => `keys."${name}"`)

/** The columns that make a `KeyRecord` as the service gave it, and no other. */
export const recordColumns = columns.join(', ')

/** The same as it is now, with `expired` derived. */
export const shownColumns = (time: string): string =>
  columns
    .map(column => (column === 'keys."state"' ? `${shownState(time)} AS state` : column))
    .join(', ')

/** Text as search compares it. NUL would end it early inside SQLite. */
export const foldText = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll('\0', ' ')

const haystackOf = ({ name, mask, description, createdBy, id }: KeyRecord): string =>
  foldText([name, mask, description, createdBy, id].filter(text => text !== null).join('\n'))

/** Letters with accents sort beside their plain ones. Names that fold to the same have the same order. */
export const orderOf = (folded: string): string =>
  folded.normalize('NFKD').replace(/[\u0300-\u036f]/g, '')

const put = upsert(
  'keys',
  ['scope', 'id'],
  [...names, 'nameFolded', 'nameOrder', 'sync', 'haystack'],
)
const touch = `UPDATE keys SET sync = ? WHERE scope = ? AND id = ? AND ${names
  .map(name => `"${name}" IS ?`)
  .join(' AND ')}`

/**
 * A function that stores a record as brought by full read number `sync` of the scope with row id `scope`. `onChange` is
 * told of each that is not what is stored, before it is written.
 */
export const recordWriter = (
  database: DatabaseSync,
  scope: number,
  sync: number,
  onChange: (key: KeyId) => void = () => undefined,
): ((key: KeyRecord) => void) => {
  const touchStatement = database.prepare(touch)
  const putStatement = database.prepare(put)
  return key => {
    const values: readonly SQLInputValue[] = names.map(name => key[name])
    // Most rows of a read are as they were: leaving their indexes alone is what makes it cheap.
    if (touchStatement.run(sync, scope, key.id, ...values).changes === 1) return
    onChange(key.id)
    const folded = foldName(key.name)
    putStatement.run(scope, key.id, ...values, folded, orderOf(folded), sync, haystackOf(key))
  }
}

export const findRecord = (database: DatabaseSync, scope: number, id: string): KeyRecord | null =>
  first<KeyRecord>(
    database,
    `SELECT ${recordColumns} FROM keys WHERE scope = ? AND id = ?`,
    scope,
    id,
  )

export const deleteRecord = (database: DatabaseSync, scope: number, id: string): void => {
  endHandOffs(database, scope, '?', id)
  database.prepare('DELETE FROM keys WHERE scope = ? AND id = ?').run(scope, id)
}
