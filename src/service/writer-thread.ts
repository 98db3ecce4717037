import { once } from 'node:events'
import type { SQLInputValue } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { type CompiledQuery, sql } from 'kysely'
import type { Database } from './database.ts'

/** Writes away from the thread that answers requests, so that none of them waits for the disk. */
export type WriterThread = {
  /** Runs the statements in one transaction. Rejects when one fails: then none was kept. */
  readonly write: (queries: readonly CompiledQuery[]) => Promise<void>
  readonly close: () => Promise<void>
}

type Statement = { readonly sql: string; readonly parameters: readonly SQLInputValue[] }
type Request =
  | { readonly kind: 'write'; readonly statements: readonly Statement[] }
  | { readonly kind: 'close' }
type Answer = { readonly failure: string | null }

/** All that the thread is: its text goes there and nothing else of this file, so the service stays one program. */
const runThread = (): void => {
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads')
  const database = new DatabaseSync(workerData.file, { timeout: 5000 })
  database.exec('PRAGMA synchronous = FULL')
  const write = (statements: readonly Statement[]): string | null => {
    try {
      database.exec('begin immediate')
      for (const { sql, parameters } of statements) database.prepare(sql).run(...parameters)
      database.exec('commit')
      return null
    } catch (cause) {
      // A full disk has ended the transaction by itself.
      if (database.isTransaction) database.exec('rollback')
      return String(cause instanceof Error ? cause.message : cause)
    }
  }
  parentPort?.on('message', (request: Request) => {
    if (request.kind === 'write') parentPort.postMessage({ failure: write(request.statements) })
    else {
      database.close()
      parentPort.close()
    }
  })
}

const fileOf = async (database: Database): Promise<string> => {
  const { rows } = await sql<{ file: string }>`pragma database_list`.execute(database)
  return rows[0]?.file ?? ''
}

/** Waits for one answer; rejects when there will be none. */
const answerOf = async (thread: Worker): Promise<Answer> => {
  const done = new AbortController()
  const { signal } = done
  const ended = once(thread, 'exit', { signal }).then((): [Answer] => [
    { failure: 'The thread has ended' },
  ])
  // Its end is of interest only while an answer is waited for.
  ended.catch(() => undefined)
  try {
    const [answer]: Answer[] = await Promise.race([once(thread, 'message', { signal }), ended])
    return answer ?? { failure: 'The thread has said nothing' }
  } finally {
    done.abort()
  }
}

/** Opens the file of `database` a second time when there is something to write. */
export const createWriterThread = (database: Database): WriterThread => {
  let thread: Worker | null = null
  const start = (file: string): Worker => {
    const made = new Worker(`(${runThread})()`, {
      eval: true,
      workerData: { file },
      name: 'writer',
    })
    const forget = () => {
      if (thread === made) thread = null
    }
    // Whatever befalls it while nobody waits for it is no reason for the service to end: the next write begins anew.
    made.once('exit', forget).on('error', forget)
    thread = made
    return made
  }
  const send = async (file: string, statements: readonly Statement[]): Promise<void> => {
    const running = thread ?? start(file)
    running.ref()
    running.postMessage({ kind: 'write', statements } satisfies Request)
    const { failure } = await answerOf(running)
    // Nothing waits for it but who has given it something to write.
    running.unref()
    if (failure !== null) throw new Error(failure)
  }
  return {
    write: async queries => {
      // They were built of text and numbers.
      const statements = queries.map(one => ({
        sql: one.sql,
        parameters: one.parameters,
      })) as Statement[]
      // Under the lock of the service's own writers: they wait for their turn here, and not for the file, in SQLite.
      await database.connection().execute(async own => send(await fileOf(own), statements))
    },
    close: async () => {
      if (!thread) return
      const ended = once(thread, 'exit')
      thread.ref()
      thread.postMessage({ kind: 'close' } satisfies Request)
      await ended
    },
  }
}
