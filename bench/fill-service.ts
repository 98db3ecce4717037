import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { KeyRow, SecretRow } from '../src/service/database.ts'
import { foldName } from '../src/service/key-fields.ts'
import type { Environment } from '../src/shared/domain/environment.ts'
import type { KeyRecord } from '../src/shared/domain/key.ts'

const keyOf = (record: KeyRecord, environment: Environment, revision: number): KeyRow => ({
  id: record.id,
  kind: 'key',
  environment,
  sequence: revision,
  revision,
  etag: record.version ?? '',
  name: record.name,
  name_folded: foldName(record.name),
  description: record.description,
  mask: record.mask,
  status: record.state === 'suspended' ? 'suspended' : 'active',
  created_at: record.createdAt ?? 0,
  created_by: record.createdBy ?? '',
  updated_at: record.updatedAt ?? 0,
  last_used_at: record.lastUsedAt,
  usage_count: record.usageCount ?? 0,
  expires_at: record.expiresAt,
  revoked_at: record.state === 'revoked' ? record.updatedAt : null,
  previous_until: null,
  deleted_at: null,
})

/** For keys that nobody presents. */
const hashOfId = ({ id }: KeyRecord): string => createHash('sha256').update(id).digest('base64url')

const secretOf = (record: KeyRecord, hash: string): SecretRow => ({
  hash,
  key_id: record.id,
  valid_until: null,
  revoked_at: null,
})

const insert = (database: DatabaseSync, table: string, row: object) => {
  const columns = Object.keys(row)
  const statement = database.prepare(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  return (values: object) => void statement.run(...Object.values(values))
}

/** Puts `rows` into the database of a service that does not run, whose folder is `folder` and which is empty. */
export const fillService = (
  folder: string,
  environment: Environment,
  rows: Iterable<KeyRecord>,
  hashOf: (record: KeyRecord) => string = hashOfId,
): void => {
  const database = new DatabaseSync(join(folder, 'service.db'))
  database.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; BEGIN IMMEDIATE')
  let revision = 0
  let insertKey: ((row: KeyRow) => void) | undefined
  let insertSecret: ((row: SecretRow) => void) | undefined
  for (const record of rows) {
    revision += 1
    const [key, secret] = [keyOf(record, environment, revision), secretOf(record, hashOf(record))]
    insertKey ??= insert(database, 'key', key)
    insertSecret ??= insert(database, 'secret', secret)
    insertKey(key)
    insertSecret(secret)
  }
  database
    .prepare('UPDATE feed SET revision = ?, total = ? WHERE environment = ?')
    .run(revision, revision, environment)
  database.exec('COMMIT; PRAGMA journal_mode = WAL')
  database.close()
}
