import type { DatabaseSync } from 'node:sqlite'
import { Activity } from '../../../shared/domain/activity.ts'
import type { HandOff } from '../../../shared/domain/hand-off.ts'
import type { Intent } from '../../../shared/domain/intent.ts'
import type { z } from '../../../shared/zod.ts'
import type { StoredConnection } from '../../services/ports.ts'
import { activityWriter } from './activity.ts'
import { ConnectionRow, selectConnections } from './connections.ts'
import { HandOffRow, putHandOff } from './hand-offs.ts'
import { IntentRow, putIntent } from './intents.ts'

/** What could be read; `whole` when reading met no damage. */
export type Salvaged<T> = { readonly items: readonly T[]; readonly whole: boolean }

/** What no service can give back, out of a damaged database. */
export type Salvage = {
  readonly connections: Salvaged<StoredConnection>
  readonly intents: Salvaged<Intent>
  readonly handOffs: Salvaged<HandOff>
  readonly activity: Salvaged<Activity>
}

const nothing = { items: [], whole: false }
export const noSalvage: Salvage = {
  connections: nothing,
  intents: nothing,
  handOffs: nothing,
  activity: nothing,
}

export const salvageFrom = (damaged: DatabaseSync): Salvage => ({
  connections: readable(damaged, selectConnections, ConnectionRow),
  intents: readable(damaged, 'SELECT * FROM intents', IntentRow),
  handOffs: readable(damaged, 'SELECT * FROM handOffs', HandOffRow),
  activity: readable(damaged, 'SELECT * FROM activity', Activity),
})

/** Rows until the first that cannot be read; a row that is not what it should be is left out. */
const readable = <T>(damaged: DatabaseSync, select: string, shape: z.ZodType<T>): Salvaged<T> => {
  const items: T[] = []
  let whole = true
  try {
    for (const row of damaged.prepare(select).iterate()) {
      const parsed = shape.safeParse(row)
      if (parsed.success) items.push(parsed.data)
      else whole = false
    }
  } catch {
    whole = false
  }
  return { items, whole }
}

/** Puts intents, hand-offs and activity back. Connections are the copy's matter first. */
export const restoreHistory = (
  database: DatabaseSync,
  { intents, handOffs, activity }: Salvage,
): void => {
  for (const intent of intents.items) putIntent(database, intent)
  for (const handOff of handOffs.items) putHandOff(database, handOff)
  activity.items.forEach(activityWriter(database))
}
