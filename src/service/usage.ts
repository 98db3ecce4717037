import { sql } from 'kysely'
import { type KeyCall, recordCalls } from './audit.ts'
import type { Database } from './database.ts'
import { type Environment, environments } from './profiles/profile.ts'
import { createWriterThread, type WriterThread } from './writer-thread.ts'

type Use = { readonly environment: Environment; readonly count: number; readonly at: number }

/** A use of a key; without an origin it is only counted. */
type Call = Omit<KeyCall, 'origin'> & { readonly origin: string | null }

/** Counts the uses of keys, and writes them to the log, away from the request that uses them. */
export type Usage = {
  readonly count: (call: Call) => void
  /** Writes what was counted; also called by itself, a second after the first use. */
  readonly flush: () => Promise<void>
  /** Writes what is left, and ends. */
  readonly close: () => Promise<void>
}

const delayMs = 1000
/** While nothing can be written, as on a full disk, further calls are only counted. */
const callsKept = 100_000
/** What is kept at once: whoever else writes waits for as long. */
const keptAtOnce = 2000

/** What is kept whole or not at all. */
type Piece =
  | { readonly kind: 'calls'; readonly calls: readonly KeyCall[] }
  | {
      readonly kind: 'uses'
      readonly environment: Environment
      readonly uses: readonly (readonly [string, Use])[]
    }

const inPieces = <Item>(items: readonly Item[]): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / keptAtOnce) }, (_, at) =>
    items.slice(at * keptAtOnce, (at + 1) * keptAtOnce),
  )

const piecesOf = (uses: ReadonlyMap<string, Use>, calls: readonly KeyCall[]): readonly Piece[] => [
  ...inPieces(calls).map(some => ({ kind: 'calls', calls: some }) as const),
  ...environments.flatMap(environment => {
    const own = [...uses].filter(([, use]) => use.environment === environment)
    return inPieces(own).map(some => ({ kind: 'uses', environment, uses: some }) as const)
  }),
]

/**
 * Counts the uses of keys that are still there, each with a revision of its own. The ETag stays: being used is no
 * change that an administrator could overwrite.
 */
const countUses = ({ environment, uses }: Extract<Piece, { kind: 'uses' }>) => {
  const rows = uses.map(([id, { count, at }]) => [id, count, at])
  return [
    sql`update feed set revision = revision + ${uses.length} where environment = ${environment}`,
    sql`
      update key set usage_count = usage_count + (used.value ->> 1), last_used_at = used.value ->> 2,
        revision = feed.revision - used.key
      from json_each(${JSON.stringify(rows)}) as used, feed
      where key.id = used.value ->> 0 and key.deleted_at is null and feed.environment = ${environment}`,
  ]
}

const write = (database: Database, thread: WriterThread, piece: Piece): Promise<void> => {
  const queries = piece.kind === 'calls' ? [recordCalls(piece.calls)] : countUses(piece)
  return thread.write(queries.map(query => query.compile(database)))
}

/** `failed` hears of a batch that could not be written; its counts are kept for the next one. */
export const createUsage = (database: Database, failed: (cause: unknown) => void): Usage => {
  const thread = createWriterThread(database)
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

  /** For the next time. */
  const keep = (pieces: readonly Piece[]): void => {
    const told = pieces.flatMap(piece => (piece.kind === 'calls' ? piece.calls : []))
    calls = [...told, ...calls]
    for (const piece of pieces)
      if (piece.kind === 'uses') for (const [id, use] of piece.uses) add(id, use)
  }

  const writeWaiting = async (): Promise<void> => {
    if (timer) clearTimeout(timer)
    timer = null
    const pieces = piecesOf(waiting, calls)
    waiting.clear()
    calls = []
    for (const [at, piece] of pieces.entries()) {
      try {
        await write(database, thread, piece)
      } catch (cause) {
        keep(pieces.slice(at))
        throw cause
      }
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

  const close = async (): Promise<void> => {
    await flush().finally(thread.close)
  }

  return { count, flush, close }
}
