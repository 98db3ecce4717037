import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Environment } from '../../../src/shared/domain/environment.ts'
import type { KeyService } from '../../../tools/key-service.ts'

/** Something that an administrator did, as the service has written it down together with the deed. */
export type Deed = {
  readonly id: number
  /** Name of the admin token. */
  readonly token: string
  readonly action: string
  readonly environment: Environment
  readonly key: string
  /** The key's name at that time. */
  readonly name: string
}

/** A key that is there, also one that is revoked. */
export type TrueKey = {
  readonly id: string
  readonly environment: Environment
  readonly name: string
  readonly mask: string | null
  readonly status: string
  readonly revoked: boolean
}

// The columns are the service's own, as `src/service/database.ts` has them.
const deeds = `SELECT id, token, action, environment, key_id AS key, key_name AS name FROM audit
  WHERE token IS NOT NULL AND id > ? ORDER BY id`
const keys = `SELECT id, environment, name, mask, status, revoked_at IS NOT NULL AS revoked FROM key
  WHERE deleted_at IS NULL ORDER BY id`

/** Reads what the service has on disk, past its interface: also while it is dead. */
export const truthOf = ({ folder }: Pick<KeyService, 'folder'>) => {
  const read = <T>(sql: string, ...input: readonly number[]): readonly T[] => {
    const database = new DatabaseSync(join(folder, 'service.db'), { readOnly: true })
    try {
      // Its columns are those of the type.
      return database.prepare(sql).all(...input) as T[]
    } finally {
      database.close()
    }
  }
  return {
    deedsAfter: (id: number): readonly Deed[] => read<Deed>(deeds, id),
    keys: (): readonly TrueKey[] =>
      read<Omit<TrueKey, 'revoked'> & { readonly revoked: number }>(keys).map(key => ({
        ...key,
        revoked: key.revoked === 1,
      })),
  }
}

export type Truth = ReturnType<typeof truthOf>
