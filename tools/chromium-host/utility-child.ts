import type { MessageEvent, ParentPort } from 'electron'
import { createEmitter, implement } from './implement.ts'

/** Gives a forked Node process `process.parentPort`; messages wait for the first listener. */
export const startUtilityChild = (): void => {
  const emitter = createEmitter('process.parentPort', ['message'])
  let early: unknown[] = []
  const emit = (data: unknown) =>
    emitter.emit('message', { data, ports: [] } satisfies MessageEvent)
  process.on('message', data => {
    if (emitter.listenerCount('message') === 0) early.push(data)
    else emit(data)
  })
  emitter.on('newListener', event => {
    if (event !== 'message') return
    const waiting = early
    early = []
    queueMicrotask(() => waiting.forEach(emit))
  })
  // The parent is gone, and with it the reason to be.
  process.on('disconnect', () => process.exit(0))
  Object.assign(process, {
    parentPort: implement<ParentPort>(
      'process.parentPort',
      { postMessage: message => void process.send?.(message) },
      emitter,
    ),
    type: 'utility',
  })
}
