import type { DatabaseSync } from 'node:sqlite'
import type { Intent } from '../../../shared/domain/intent.ts'
import type { Backend } from './operations.ts'
import { all, first, upsert } from './sql.ts'

const put = upsert(
  'intents',
  ['id'],
  [
    ...['connection', 'environment', 'name', 'description'],
    ...['state', 'key', 'mask', 'service', 'caller', 'at'],
  ],
)

export const putIntent = (database: DatabaseSync, intent: Intent): void => {
  const { id, connection, environment, name, description } = intent
  const { state, key, mask, service, caller, at } = intent
  database
    .prepare(put)
    .run(id, connection, environment, name, description, state, key, mask, service, caller, at)
}

export const intentsIn = (database: DatabaseSync): Backend['intents'] => ({
  put: intent => putIntent(database, intent),
  get: id => first<Intent>(database, 'SELECT * FROM intents WHERE id = ?', id),
  open: () =>
    all<Intent>(
      database,
      "SELECT * FROM intents WHERE state NOT IN ('stored', 'abandoned') ORDER BY at, rowid",
    ),
})
