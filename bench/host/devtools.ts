import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'

type Message = {
  readonly id?: number
  readonly method?: string
  readonly sessionId?: string
  readonly params?: Readonly<Record<string, unknown>>
}

/** DevTools of a browser, without anything in between: attached before Playwright could be. */
export type DevTools = {
  readonly send: (method: string, params?: object, sessionId?: string) => void
  readonly on: (listener: (message: Message) => void) => void
  readonly close: () => void
}

const addressOf = async (port: number, deadline: AbortSignal): Promise<string> => {
  while (!deadline.aborted) {
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/json/version`, { signal: deadline })
      // DevTools' own words.
      return ((await answer.json()) as { readonly webSocketDebuggerUrl: string })
        .webSocketDebuggerUrl
    } catch {
      await pause(10)
    }
  }
  throw new Error(`Nothing listens on port ${port}`)
}

/** Waits for a browser that starts with `--remote-debugging-port=PORT`. */
export const attachTo = async (port: number, deadline: AbortSignal): Promise<DevTools> => {
  const socket = new WebSocket(await addressOf(port, deadline))
  await once(socket, 'open')
  let id = 0
  return {
    send: (method, params = {}, sessionId) => {
      id += 1
      socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }))
    },
    on: listener =>
      socket.addEventListener('message', ({ data }) => listener(JSON.parse(String(data)))),
    close: () => socket.close(),
  }
}
