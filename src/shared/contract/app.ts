import { Activity } from '../domain/activity.ts'
import { LockState } from '../domain/lock.ts'
import { Notice } from '../domain/notice.ts'
import { Preferences } from '../domain/preferences.ts'
import { z } from '../zod.ts'
import { command, nothing, query } from './define.ts'

export const app = {
  info: query(
    nothing,
    z.object({ version: z.string(), notices: z.array(Notice), readOnly: z.boolean() }),
  ),
  preferences: query(nothing, Preferences),
  prefer: command(Preferences.partial(), Preferences),
  activity: query(
    z.object({ before: z.number().int().nullable(), limit: z.number().int().min(1).max(200) }),
    z.array(Activity),
  ),
  lockState: query(nothing, LockState),
  /** While a new secret waits to be stored, only `anyway`; the answer says whether it is locked now. */
  lock: command(z.object({ anyway: z.boolean() }), LockState),
  unlock: command(nothing, LockState),
}

/** What is answered while Claviger is locked: nothing that tells of a key, a connection or a service. */
export const openWhileLocked: ReadonlySet<string> = new Set(
  (['info', 'preferences', 'lockState', 'lock', 'unlock'] satisfies (keyof typeof app)[]).map(
    name => `app.${name}`,
  ),
)
