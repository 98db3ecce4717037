import { parentPort, workerData } from 'node:worker_threads'
import { assertNever, infoOf } from '../../../shared/error.ts'
import { openBackend } from './backend.ts'
import { createCounting } from './counting.ts'
import type { FromWorker, ToWorker } from './operations.ts'

if (!parentPort) throw new Error('The store worker is a thread of the main process')
const port = parentPort
const post = (message: FromWorker): void => port.postMessage(message)

const backend = openBackend(workerData.file)

const failure = (id: number, cause: unknown): FromWorker => {
  const error = infoOf(cause)
  if (error) return { kind: 'error', id, error }
  return { kind: 'bug', id, message: cause instanceof Error ? cause.message : 'not an error' }
}

const answer = ({ id, operation, input, now }: ToWorker & { kind: 'call' }): FromWorker => {
  try {
    return { kind: 'answer', id, value: backend.run(operation, input, now) }
  } catch (cause) {
    return failure(id, cause)
  }
}

const counting = createCounting(backend.generation)

const count = ({ id, input, now }: ToWorker & { kind: 'call' }): void =>
  counting.ask(JSON.stringify(input), () => backend.counting(input, now), {
    answer: value => post({ kind: 'answer', id, value }),
    fail: cause => post(failure(id, cause)),
  })

// A page that was just stored is followed by the next: what can wait does so until the thread is idle.
const idleMs = 15
// Those of a read under way come from a network: between two of them the thread is idle for longer, and what is indexed
// then would hold up the next. A service that takes longer for each leaves time for it.
const readingMs = 500
let calledAt = 0
let storedAt = Number.NEGATIVE_INFINITY
let unschedule: (() => void) | null = null

const schedule = (ms: number): void => {
  if (unschedule) return
  if (ms === 0) {
    const soon = setImmediate(work)
    unschedule = () => clearImmediate(soon)
  } else {
    const later = setTimeout(work, ms)
    unschedule = () => clearTimeout(later)
  }
}

const index = (): void => {
  try {
    if (backend.index()) schedule(0)
  } catch {
    // The next call has it tried again; until then its rows are found without the index.
  }
}

/** One slice of what is done between calls. */
const work = (): void => {
  unschedule = null
  if (counting.step()) schedule(0)
  else if (isBusy(performance.now())) schedule(idleMs)
  else index()
}

const isBusy = (now: number): boolean => now - calledAt < idleMs || now - storedAt < readingMs

const noteCall = (operation: string): void => {
  calledAt = performance.now()
  if (operation === 'keys.page') storedAt = calledAt
  if (operation === 'keys.finish') storedAt = Number.NEGATIVE_INFINITY
}

const close = (): void => {
  unschedule?.()
  counting.close()
  backend.close()
  port.close()
}

// One message is one transaction; the next is not looked at before its answer is posted.
port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'call':
      noteCall(message.operation)
      if (message.operation === 'keys.counts') count(message)
      else post(answer(message))
      schedule(0)
      break
    case 'close':
      close()
      break
    default:
      assertNever(message)
  }
})

post({ kind: 'opened', notices: backend.notices, readOnly: backend.readOnly })
schedule(idleMs)
