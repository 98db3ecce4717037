import { parentPort, workerData } from 'node:worker_threads'
import { assertNever, infoOf } from '../../../shared/error.ts'
import { openBackend } from './backend.ts'
import type { FromWorker, ToWorker } from './operations.ts'

if (!parentPort) throw new Error('The store worker is a thread of the main process')
const port = parentPort
const post = (message: FromWorker): void => port.postMessage(message)

const backend = openBackend(workerData.file)

const answer = ({ id, operation, input, now }: ToWorker & { kind: 'call' }): FromWorker => {
  try {
    return { kind: 'answer', id, value: backend.run(operation, input, now) }
  } catch (cause) {
    const error = infoOf(cause)
    if (error) return { kind: 'error', id, error }
    return { kind: 'bug', id, message: cause instanceof Error ? cause.message : 'not an error' }
  }
}

// One message is one transaction; the next is not looked at before its answer is posted.
port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'call':
      return post(answer(message))
    case 'close':
      backend.close()
      return port.close()
    default:
      return assertNever(message)
  }
})

post({ kind: 'opened', notices: backend.notices, readOnly: backend.readOnly })
