import { feedPurpose } from '../../src/service/changes.ts'
import { openCursors } from '../../src/service/cursor.ts'
import { openDataFolder } from '../../src/service/data-folder.ts'
import { openDatabase } from '../../src/service/database.ts'
import { settleProfile } from '../../src/service/folder-profile.ts'
import { claviger } from '../../src/service/profiles/claviger.ts'
import { environments, permissionsOf } from '../../src/service/profiles/profile.ts'
import { hashOf, newSecret } from '../../src/service/secret-format.ts'
import { replaceToken } from '../../src/service/tokens.ts'
import type { KeyRecord } from '../../src/shared/domain/key.ts'
import { fillService } from '../fill-service.ts'
import { benchRows } from '../rows.ts'

export const environment = 'preview'
const secretsKept = 10_000

/** A data folder of the service. */
export type Filled = {
  readonly folder: string
  /** An admin token that may do everything. */
  readonly token: string
  /** Change cursor of before the first key. */
  readonly feedStart: string
  /** Of about 10,000 keys that are accepted, spread over all of them. */
  readonly secrets: readonly string[]
}

/** Makes the folder as the service does when it first starts. */
const makeFolder = async (folder: string): Promise<Pick<Filled, 'token' | 'feedStart'>> => {
  const { databaseFile } = await openDataFolder(folder)
  const database = await openDatabase(databaseFile)
  try {
    await database.transaction().execute(change => settleProfile(change, claviger))
    const grant = { name: 'bench', permissions: permissionsOf(claviger), environments }
    const { token } = await replaceToken(database, grant, Date.now())
    const cursors = await openCursors(database)
    return { token, feedStart: cursors.seal(feedPurpose(environment), { position: 0 }) }
  } finally {
    await database.destroy()
  }
}

const day = 86_400_000
const isAccepted = ({ state, expiresAt }: KeyRecord): boolean =>
  state === 'active' && (expiresAt === null || expiresAt > Date.now() + day)

/** A new data folder with `count` keys, each with a secret of its own. */
export const makeFilled = async (folder: string, count: number): Promise<Filled> => {
  const made = await makeFolder(folder)
  const every = Math.max(1, Math.floor(count / secretsKept))
  const secrets: string[] = []
  let seen = 0
  fillService(folder, environment, benchRows(count), record => {
    const secret = newSecret(claviger.keyFormat.prefixes[environment])
    seen += 1
    if (seen % every === 0 && isAccepted(record)) secrets.push(secret)
    return hashOf(secret)
  })
  return { ...made, folder, secrets }
}
