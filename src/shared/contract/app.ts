import { Activity } from '../domain/activity.ts'
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
}
