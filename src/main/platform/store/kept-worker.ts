import { AppError } from '../../../shared/error.ts'
import { startWorker, type WorkerThread } from './worker-thread.ts'

export type KeptWorker = Pick<WorkerThread, 'call' | 'close'> & {
  readonly opened: () => WorkerThread['opened']
}

// A file that kills its reader each time must not keep a core busy.
const mostStarts = 5
const withinMs = 60_000

const failed = (): AppError => new AppError({ code: 'store', cause: 'failed' })

/** A worker that is started again by the next call after it died, at most five times a minute. */
export const keepWorker = async (url: URL, file: string): Promise<KeptWorker> => {
  let starts = [performance.now()]
  let latest = await startWorker(url, file)
  let starting: Promise<WorkerThread> | null = null
  let closed: Promise<void> | null = null

  const restart = async (): Promise<WorkerThread> => {
    const now = performance.now()
    const recent = starts.filter(at => now - at < withinMs)
    if (recent.length >= mostStarts) throw failed()
    starts = [...recent, now]
    latest = await startWorker(url, file)
    return latest
  }
  const living = async (): Promise<WorkerThread> => {
    if (latest.isAlive()) return latest
    starting ??= restart().finally(() => {
      starting = null
    })
    return starting
  }
  const end = async (): Promise<void> => {
    await starting?.catch(() => undefined)
    await latest.close()
  }

  return {
    opened: () => latest.opened,
    call: async (operation, input, now) => {
      if (closed) throw failed()
      const thread = await living()
      return thread.call(operation, input, now)
    },
    close: () => {
      closed ??= end()
      return closed
    },
  }
}
