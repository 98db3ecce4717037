import { forgetCalls } from './audit.ts'
import type { Change, Database } from './database.ts'
import { type Environment, environments } from './profiles/profile.ts'
import { forgetEndedSecrets } from './secrets.ts'

const day = 86_400_000
/** How long an answer can be replayed. */
export const replayDays = 30
/** How long a deletion stays in the change feed; an older cursor is answered with `changes-expired`. */
export const tombstoneDays = 90
/** How long a secret that was rotated away still tells so. */
export const endedSecretDays = 90
/** How long a call made with a key stays in the audit log. */
export const callDays = 30

const forgetTombstones = async (
  change: Change,
  environment: Environment,
  before: number,
): Promise<void> => {
  const old = await change
    .deleteFrom('key')
    .where('environment', '=', environment)
    .where('deleted_at', 'is not', null)
    .where('deleted_at', '<', before)
    .returning('revision')
    .execute()
  const last = old.reduce((most, { revision }) => Math.max(most, revision), 0)
  await change
    .updateTable('feed')
    .set({ forgotten: last })
    .where('environment', '=', environment)
    .where('forgotten', '<', last)
    .execute()
}

/** Forgets what is kept for a time only. */
export const forgetOld = (database: Database, now: number): Promise<void> =>
  database.transaction().execute(async change => {
    await change
      .deleteFrom('replay')
      .where('created_at', '<', now - replayDays * day)
      .execute()
    await forgetEndedSecrets(change, now - endedSecretDays * day)
    await forgetCalls(change, now - callDays * day)
    for (const environment of environments)
      await forgetTombstones(change, environment, now - tombstoneDays * day)
  })
