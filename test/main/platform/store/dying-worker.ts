import { parentPort } from 'node:worker_threads'
import type { ToWorker } from '../../../../src/main/platform/store/operations.ts'

// The real worker, which ends at once when it is asked for 666 lines of activity.
parentPort?.on('message', (message: ToWorker) => {
  const asked = message.kind === 'call' && message.operation === 'activity.list'
  if (asked && message.input[1] === 666) process.exit(1)
})
await import('../../../../src/main/platform/store/worker.ts')
