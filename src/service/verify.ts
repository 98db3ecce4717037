import type { Database } from './database.ts'
import type { Environment, Status } from './profiles/profile.ts'
import { hashOf, type SecretText, sameHash } from './secret-format.ts'
import type { Verdict } from './wire.ts'

/** The key whose secret this is, wherever it is valid; compared in constant time. */
export const findBySecret = async (database: Database, secret: string) => {
  const hash = hashOf(secret)
  const row = await database
    .selectFrom('key')
    .select(['id', 'environment', 'status', 'hash'])
    .where('hash', '=', hash)
    .executeTakeFirst()
  return row?.hash && sameHash(row.hash, hash) ? row : null
}

type Known = { readonly environment: Environment; readonly status: Status }

/** Why a key is or is not accepted in `environment`; `key` is what the service knows of it. */
export const judge = (text: SecretText, key: Known | null, environment: Environment): Verdict => {
  if (text.kind === 'masked') return 'MASKED'
  if (text.kind === 'malformed') return 'MALFORMED'
  if (key === null) return 'NOT_FOUND'
  if (key.environment !== environment) return 'WRONG_ENVIRONMENT'
  return key.status === 'active' ? 'VALID' : 'SUSPENDED'
}
