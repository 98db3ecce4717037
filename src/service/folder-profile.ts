import { type Change, type Database, type Executor, readMeta, writeMeta } from './database.ts'
import { planNamed } from './plan.ts'
import { claviger } from './profiles/claviger.ts'
import { profileNamed } from './profiles/index.ts'
import type { Profile } from './profiles/profile.ts'

/** A folder that cannot be used as asked; the message is the end of a sentence that begins with the folder. */
export class FolderProfileError extends Error {}

/** Before the folder told its profile there was one alone; whatever ran on it has issued a token. */
const wasStarted = async (executor: Executor): Promise<boolean> =>
  (await executor.selectFrom('token').select('id').limit(1).executeTakeFirst()) !== undefined

const readName = async (executor: Executor): Promise<string | null> =>
  (await readMeta(executor, 'profile')) ?? ((await wasStarted(executor)) ? claviger.name : null)

const known = (name: string): Profile => {
  const profile = profileNamed(name)
  if (profile) return profile
  throw new FolderProfileError(`holds the data of the profile ${name}, which this version lacks`)
}

/** The profile with which the service was first started on this database. */
export const readProfile = async (database: Database): Promise<Profile> =>
  known((await readName(database)) ?? claviger.name)

/**
 * The profile of this database, for good: its own, else the one `asked` for, else claviger. Throws
 * `FolderProfileError` when another is asked for, or when its plan is none of the profile's.
 */
export const settleProfile = async (change: Change, asked: Profile | null): Promise<Profile> => {
  const name = await readName(change)
  const profile = name === null ? (asked ?? claviger) : known(name)
  if (asked !== null && asked.name !== profile.name)
    throw new FolderProfileError(
      `holds the data of the profile ${profile.name}: start it without --profile, or choose another folder`,
    )
  const plan = await readMeta(change, 'plan')
  if (plan !== null && planNamed(profile, plan) === null)
    throw new FolderProfileError(
      `names the plan ${plan}, which the profile ${profile.name} lacks: set another with plan set`,
    )
  await writeMeta(change, 'profile', profile.name)
  return profile
}
