import { Worker } from 'node:worker_threads'
import { AppError, assertNever } from '../../../shared/error.ts'
import type { FromWorker, ToWorker } from './operations.ts'

type Opened = Extract<FromWorker, { kind: 'opened' }>
type Pending = {
  readonly resolve: (value: unknown) => void
  readonly reject: (cause: unknown) => void
}

/** One life of the worker. */
export type WorkerThread = {
  readonly opened: Opened
  readonly isAlive: () => boolean
  /** Throws `AppError`; `store` `failed` when the thread ends before it answers. */
  readonly call: (operation: string, input: readonly unknown[], now: number) => Promise<unknown>
  /** Resolves when what was asked before is done and the thread has ended. */
  readonly close: () => Promise<void>
}

const failed = (): AppError => new AppError({ code: 'store', cause: 'failed' })

/** Starts a worker on `file` and resolves when it has opened it. Throws `AppError` `store` `failed`. */
export const startWorker = (url: URL, file: string): Promise<WorkerThread> => {
  const { promise, resolve, reject } = Promise.withResolvers<WorkerThread>()
  const ended = Promise.withResolvers<void>()
  const worker = new Worker(url, { workerData: { file }, name: 'store' })
  const pending = new Map<number, Pending>()
  let alive = true
  let lastId = 0
  const post = (message: ToWorker): void => worker.postMessage(message)

  const die = (): void => {
    alive = false
    reject(failed())
    for (const { reject: rejectCall } of pending.values()) rejectCall(failed())
    pending.clear()
    ended.resolve()
  }
  // What an error says may hold data; that the thread has ended is all that is told.
  worker.on('error', die)
  worker.on('exit', die)

  const call: WorkerThread['call'] = (operation, input, now) => {
    if (!alive) return Promise.reject(failed())
    const id = ++lastId
    const answer = Promise.withResolvers<unknown>()
    post({ kind: 'call', id, operation, input, now })
    pending.set(id, answer)
    return answer.promise
  }
  const close: WorkerThread['close'] = () => {
    if (alive) post({ kind: 'close' })
    return ended.promise
  }

  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'opened') {
      return resolve({ opened: message, isAlive: () => alive, call, close })
    }
    const asked = pending.get(message.id)
    pending.delete(message.id)
    if (asked) settle(asked, message)
  })
  return promise
}

const settle = (asked: Pending, message: Exclude<FromWorker, Opened>): void => {
  switch (message.kind) {
    case 'answer':
      asked.resolve(message.value)
      break
    case 'error':
      asked.reject(new AppError(message.error))
      break
    case 'bug':
      asked.reject(new Error(message.message))
      break
    default:
      assertNever(message)
  }
}
