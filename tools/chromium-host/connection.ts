import { EventEmitter } from 'node:events'
import type { Readable, Writable } from 'node:stream'
// Types only: Playwright ships the protocol's, and nothing of it is loaded here.
import type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts'

export type { Protocol }

type Commands = Protocol.CommandParameters
type Command = keyof Commands
type Reply<C extends Command> = Protocol.CommandReturnValues[C]

/** One DevTools session: the browser's own, or a page's. */
export type Session = {
  readonly send: <C extends Command>(method: C, params?: Commands[C]) => Promise<Reply<C>>
  /** Returns the undo. */
  readonly on: <E extends keyof Protocol.Events>(
    event: E,
    listener: (params: Protocol.Events[E]) => void,
  ) => () => void
}

export type Connection = Session & {
  readonly session: (id: string) => Session
  /** Settles when the browser has closed its end. */
  readonly closed: Promise<void>
  readonly close: () => void
}

type Message = {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
  readonly sessionId?: string
}

type Pending = {
  readonly method: string
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** Speaks the DevTools protocol over Chromium's pipe: JSON messages, each closed by a NUL byte. */
export const connect = (output: Writable, input: Readable): Connection => {
  const pending = new Map<number, Pending>()
  const emitters = new Map<string, EventEmitter>()
  let lastId = 0
  let open = true
  let left = false

  const receive = ({ id, method, params, result, error, sessionId }: Message) => {
    if (id === undefined) {
      emitters.get(sessionId ?? '')?.emit(method ?? '', params)
      return
    }
    const waiting = pending.get(id)
    pending.delete(id)
    if (error) waiting?.reject(new Error(`${waiting.method}: ${error.message}`))
    else waiting?.resolve(result)
  }

  const closed = new Promise<void>(resolve => {
    input.once('close', () => {
      open = false
      // Whoever still waits while the application leaves waits for nothing, and is told nothing.
      if (!left) for (const { method, reject } of pending.values()) reject(gone(method))
      pending.clear()
      resolve()
    })
  })
  // Writing to a browser that has just died is answered by `closed`.
  output.on('error', () => undefined)
  splitByNul(input, text => receive(JSON.parse(text)))

  const session = (sessionId: string): Session => {
    const emitter = emitters.get(sessionId) ?? new EventEmitter().setMaxListeners(0)
    emitters.set(sessionId, emitter)
    return {
      send: (method, params) =>
        new Promise((resolve, reject) => {
          if (left) return
          if (!open) return reject(gone(method))
          lastId += 1
          // The browser's own definition of each reply is the source of its type.
          pending.set(lastId, { method, resolve: resolve as Pending['resolve'], reject })
          output.write(
            `${JSON.stringify({ id: lastId, method, params, ...(sessionId && { sessionId }) })}\0`,
          )
        }),
      on: (event, listener) => {
        emitter.on(event, listener)
        return () => emitter.off(event, listener)
      },
    }
  }
  const close = () => {
    left = true
    output.end()
  }
  return { ...session(''), session, closed, close }
}

const gone = (method: string) => new Error(`${method}: Chromium is gone`)

const splitByNul = (input: Readable, take: (text: string) => void) => {
  let parts: Buffer[] = []
  input.on('data', (chunk: Buffer) => {
    let start = 0
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
      const text = Buffer.concat([...parts, chunk.subarray(start, end)]).toString()
      parts = []
      start = end + 1
      take(text)
    }
    if (start < chunk.length) parts.push(chunk.subarray(start))
  })
}
