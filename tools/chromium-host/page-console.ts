import type { EventEmitter } from 'node:events'
import type { Session } from './connection.ts'
import type { Frames } from './frames.ts'
import { createEvent } from './implement.ts'
import { fromStandIn } from './stand-in.ts'

// The host's own sandbox header brings this about, once a document.
const sandboxWarning = /^An iframe which has both allow-scripts and allow-same-origin/

const levels: { readonly [level: string]: 'error' | 'warning' | 'debug' } = {
  error: 'error',
  assert: 'error',
  warning: 'warning',
  debug: 'debug',
  verbose: 'debug',
}

/** Console calls, uncaught exceptions and the browser's own messages, as one Electron event. */
export const forwardConsole = (session: Session, frames: Frames, emitter: EventEmitter) => {
  const emit = (level: string, message: string, source = '', line = 0) =>
    frames.isBlank() ||
    sandboxWarning.test(message) ||
    emitter.emit(
      'console-message',
      createEvent({
        level: levels[level] ?? 'info',
        message,
        sourceId: fromStandIn(source),
        lineNumber: line,
        frame: frames.main(),
      }),
    )
  session.on('Runtime.consoleAPICalled', ({ type, args, stackTrace }) => {
    const text = args.map(({ value, description }) => String(value ?? description ?? '')).join(' ')
    const at = stackTrace?.callFrames[0]
    emit(type, text, at?.url, at?.lineNumber)
  })
  session.on('Runtime.exceptionThrown', ({ exceptionDetails: details }) => {
    const text = `${details.text} ${details.exception?.description ?? ''}`.trim()
    emit('error', text, details.url, details.lineNumber)
  })
  session.on('Log.entryAdded', ({ entry }) =>
    emit(entry.level, entry.text, entry.url, entry.lineNumber),
  )
}
