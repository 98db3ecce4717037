import { sql } from 'kysely'
import type { Database } from './database.ts'
import { nextRevision } from './keys.ts'
import type { Environment } from './profiles/profile.ts'

type Use = { readonly environment: Environment; readonly count: number; readonly at: number }

/** Counts the uses of keys, away from the request that uses them. */
export type Usage = {
  readonly count: (id: string, environment: Environment, at: number) => void
  /** Writes what was counted; also called by itself, a second after the first use. */
  readonly flush: () => Promise<void>
}

const delayMs = 1000

const write = (database: Database, uses: ReadonlyMap<string, Use>): Promise<void> =>
  database.transaction().execute(async change => {
    for (const [id, use] of uses) {
      const live = await change
        .selectFrom('key')
        .select('id')
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      if (!live) continue
      // The ETag stays: being used is no change that an administrator could overwrite.
      await change
        .updateTable('key')
        .set({
          usage_count: sql<number>`usage_count + ${use.count}`,
          last_used_at: use.at,
          revision: await nextRevision(change, use.environment, 0),
        })
        .where('id', '=', id)
        .execute()
    }
  })

/** `failed` hears of a batch that could not be written; its counts are kept for the next one. */
export const createUsage = (database: Database, failed: (cause: unknown) => void): Usage => {
  const waiting = new Map<string, Use>()
  let timer: NodeJS.Timeout | null = null
  let last: Promise<void> = Promise.resolve()

  const add = (id: string, use: Use): void => {
    const before = waiting.get(id)
    const at = Math.max(before?.at ?? 0, use.at)
    waiting.set(id, { ...use, count: (before?.count ?? 0) + use.count, at })
    timer ??= setTimeout(() => void flush().catch(failed), delayMs).unref()
  }

  const writeWaiting = async (): Promise<void> => {
    if (timer) clearTimeout(timer)
    timer = null
    const batch = new Map(waiting)
    waiting.clear()
    if (batch.size === 0) return
    try {
      await write(database, batch)
    } catch (cause) {
      for (const [id, use] of batch) add(id, use)
      throw cause
    }
  }

  // One after the other: the database is closed after a flush, so that has to wait for the one before it.
  const flush = (): Promise<void> => {
    const mine = last.then(writeWaiting)
    last = mine.catch(() => undefined)
    return mine
  }

  return { count: (id, environment, at) => add(id, { environment, count: 1, at }), flush }
}
