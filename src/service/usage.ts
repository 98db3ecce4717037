import { sql } from 'kysely'
import { type KeyCall, recordCalls } from './audit.ts'
import type { Database } from './database.ts'
import { nextRevision } from './key-rows.ts'
import type { Environment } from './profiles/profile.ts'

type Use = { readonly environment: Environment; readonly count: number; readonly at: number }

/** A use of a key; without an origin it is only counted. */
type Call = Omit<KeyCall, 'origin'> & { readonly origin: string | null }

/** Counts the uses of keys, and writes them to the log, away from the request that uses them. */
export type Usage = {
  readonly count: (call: Call) => void
  /** Writes what was counted; also called by itself, a second after the first use. */
  readonly flush: () => Promise<void>
}

const delayMs = 1000
/** While nothing can be written, as on a full disk, further calls are only counted. */
const callsKept = 100_000

const write = (
  database: Database,
  uses: ReadonlyMap<string, Use>,
  calls: readonly KeyCall[],
): Promise<void> =>
  database.transaction().execute(async change => {
    await recordCalls(change, calls)
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
          revision: await nextRevision(change, use.environment),
        })
        .where('id', '=', id)
        .execute()
    }
  })

/** `failed` hears of a batch that could not be written; its counts are kept for the next one. */
export const createUsage = (database: Database, failed: (cause: unknown) => void): Usage => {
  const waiting = new Map<string, Use>()
  let calls: KeyCall[] = []
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
    const told = calls
    calls = []
    if (batch.size === 0) return
    try {
      await write(database, batch, told)
    } catch (cause) {
      for (const [id, use] of batch) add(id, use)
      calls = [...told, ...calls]
      throw cause
    }
  }

  // One after the other: the database is closed after a flush, so that has to wait for the one before it.
  const flush = (): Promise<void> => {
    const mine = last.then(writeWaiting)
    last = mine.catch(() => undefined)
    return mine
  }

  const count = ({ origin, ...call }: Call): void => {
    add(call.id, { environment: call.environment, count: 1, at: call.at })
    if (origin !== null && calls.length < callsKept) calls.push({ ...call, origin })
  }

  return { count, flush }
}
