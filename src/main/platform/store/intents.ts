import type { DatabaseSync } from 'node:sqlite'
import { Intent } from '../../../shared/domain/intent.ts'
import type { Backend } from './operations.ts'
import { all, first, upsert } from './sql.ts'

const put = upsert(
  'intents',
  ['id'],
  [
    ...['connection', 'environment', 'kind', 'name', 'description', 'expiresAt'],
    ...['target', 'version', 'overlapSeconds'],
    ...['state', 'key', 'mask', 'service', 'caller', 'at'],
  ],
)

export const putIntent = (database: DatabaseSync, intent: Intent): void => {
  const { id, connection, environment, kind, name, description, expiresAt } = intent
  const { target, version, overlapSeconds } = intent
  const { state, key, mask, service, caller, at } = intent
  database
    .prepare(put)
    .run(
      ...[id, connection, environment, kind, name, description, expiresAt],
      ...[target, version, overlapSeconds],
      ...[state, key, mask, service, caller, at],
    )
}

const { kind, expiresAt, target, version, overlapSeconds } = Intent.shape

/** Reads a row that cannot be trusted, out of a damaged file, which may be of version 1. */
export const IntentRow = Intent.extend({
  kind: kind.default('create'),
  expiresAt: expiresAt.default(null),
  target: target.default(null),
  version: version.default(null),
  overlapSeconds: overlapSeconds.default(null),
})

export const intentsIn = (database: DatabaseSync): Backend['intents'] => ({
  put: intent => putIntent(database, intent),
  get: id => first<Intent>(database, 'SELECT * FROM intents WHERE id = ?', id),
  open: () =>
    all<Intent>(
      database,
      "SELECT * FROM intents WHERE state NOT IN ('stored', 'abandoned') ORDER BY at, rowid",
    ),
})
