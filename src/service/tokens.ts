import { randomUUID } from 'node:crypto'
import type { Database, Executor } from './database.ts'
import { type Environment, environments, type Permission } from './profiles/profile.ts'
import type { Reads } from './reads.ts'
import { hashOf, newSecret, sameHash } from './secret-format.ts'

/** Who makes a request. At most one valid token has a name. */
export type Caller = {
  readonly id: string
  readonly name: string
  readonly permissions: readonly Permission[]
  readonly environments: readonly Environment[]
}

export type Grant = Omit<Caller, 'id'>

/** `token` is the only copy there is. */
export type IssuedToken = Grant & { readonly token: string }

export type TokenRecord = Caller & { readonly createdAt: number; readonly revokedAt: number | null }

const tokenPrefix = 'clva_'

type Row = {
  readonly id: string
  readonly name: string
  readonly permissions: string
  readonly environments: string
}

// A code that no profile has grants nothing, so that a damaged row is no danger.
const callerOf = (row: Row): Caller => {
  const entered = row.environments.split(' ')
  return {
    id: row.id,
    name: row.name,
    permissions: row.permissions.split(' ').filter(code => code !== ''),
    environments: environments.filter(environment => entered.includes(environment)),
  }
}

/** Finds the caller of a valid token, or null. Asks the database each time: a revocation is in force at once. */
export const prepareFindCaller = (reads: Reads) => {
  const find = reads.prepareOne(database =>
    database.selectFrom('token').selectAll().where('hash', '=', '').where('revoked_at', 'is', null),
  )
  return (token: string): Caller | null => {
    const hash = hashOf(token)
    const row = find(hash)
    return row && sameHash(row.hash, hash) ? callerOf(row) : null
  }
}

/** Revokes the tokens of this name; answers how many there were. */
export const revokeToken = async (
  executor: Executor,
  name: string,
  now: number,
): Promise<number> => {
  const result = await executor
    .updateTable('token')
    .set({ revoked_at: now })
    .where('name', '=', name)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

const insert = async (executor: Executor, grant: Grant, now: number): Promise<IssuedToken> => {
  const token = newSecret(tokenPrefix)
  await executor
    .insertInto('token')
    .values({
      id: randomUUID(),
      name: grant.name,
      hash: hashOf(token),
      permissions: grant.permissions.join(' '),
      environments: grant.environments.join(' '),
      created_at: now,
      revoked_at: null,
    })
    .execute()
  return { ...grant, token }
}

/** Issues a token, and revokes the earlier ones of its name. */
export const replaceToken = (database: Database, grant: Grant, now: number): Promise<IssuedToken> =>
  database.transaction().execute(async transaction => {
    await revokeToken(transaction, grant.name, now)
    return insert(transaction, grant, now)
  })

/** Issues a token, or answers null when a valid one has that name. */
export const createToken = (
  database: Database,
  grant: Grant,
  now: number,
): Promise<IssuedToken | null> =>
  database.transaction().execute(async transaction => {
    const taken = await transaction
      .selectFrom('token')
      .select('id')
      .where('name', '=', grant.name)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    return taken ? null : insert(transaction, grant, now)
  })

/** Every token that was ever issued, oldest first. */
export const listTokens = async (database: Database): Promise<readonly TokenRecord[]> => {
  const rows = await database.selectFrom('token').selectAll().orderBy('created_at').execute()
  return rows.map(row => ({
    ...callerOf(row),
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  }))
}
