import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { patienceMs } from './application.ts'

type Progress = { readonly sorted: number; readonly searched: number; readonly last: number }

const everyMs = 20

const until = async (
  dataFolder: string,
  isReady: (progress: Progress) => boolean,
): Promise<number> => {
  const file = join(dataFolder, 'store', 'claviger.db')
  const database = new DatabaseSync(file, { readOnly: true })
  const progress = database.prepare(
    'SELECT sorted, searched, (SELECT max(row) FROM keys) AS last FROM indexing',
  )
  try {
    for (const deadline = performance.now() + patienceMs; performance.now() < deadline; ) {
      // The one row of the table, and three whole numbers.
      if (isReady(progress.get() as Progress)) return Date.now()
      await pause(everyMs)
    }
    throw new Error(`The indexes of ${dataFolder} are not ready: ${JSON.stringify(progress.get())}`)
  } finally {
    database.close()
  }
}

/** When the search index of the cached keys is complete on disk, in ms since 1970 UTC, to within 20 ms. */
export const searchReadyAt = (dataFolder: string): Promise<number> =>
  until(dataFolder, ({ searched, last }) => searched >= last)

/** Waits for the indexes by which it is sorted too. */
export const allReady = async (dataFolder: string): Promise<void> =>
  void (await until(dataFolder, ({ sorted, searched, last }) => Math.min(sorted, searched) >= last))
