import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { KeyService } from '../../../tools/key-service.ts'

/** Id of the key that was made as number `number`, from 1. */
export const idOf = (number: number): string => `key_${String(number).padStart(22, '0')}`

/** Gives Preview of a service without keys so many that a list has several pages: one by one would take minutes. */
export const fillService = async (service: KeyService, count: number): Promise<void> => {
  await service.stop()
  const database = new DatabaseSync(join(service.folder, 'service.db'))
  const add = database.prepare(
    `INSERT INTO key (id, kind, environment, sequence, revision, etag, name, name_folded, status, created_at, created_by,
       updated_at, usage_count)
     VALUES (?, 'key', 'preview', ?, ?, ?, ?, ?, 'active', ?, 'admin', ?, 0)`,
  )
  database.exec('BEGIN')
  const at = Date.parse('2026-03-01T09:41:00Z')
  for (let number = 1; number <= count; number++) {
    const name = `service-${number}`
    const time = at + number * 1000
    add.run(idOf(number), number, number, `"etag-${number}"`, name, name, time, time)
  }
  database
    .prepare(
      `INSERT INTO feed (environment, revision, total, systems, forgotten) VALUES ('preview', ?1, ?1, 0, 0)
       ON CONFLICT DO UPDATE SET revision = ?1, total = ?1`,
    )
    .run(count)
  database.exec('COMMIT')
  database.close()
  await service.start()
}
