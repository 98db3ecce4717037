import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'

/** One request, as a stand-in for a hosted service hears it. `path` is decoded and begins with `/`. */
export type Asked = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Readonly<Record<string, unknown>>
}

/** `body` goes out as JSON; null is an empty body. */
export type Answer = {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export type Listening = {
  /** Scheme, host and port, on this computer alone. */
  readonly origin: string
  /** Every request so far, oldest first. */
  readonly seen: readonly Asked[]
  readonly stop: () => Promise<void>
}

const recordOf = (value: unknown): Asked['body'] =>
  value instanceof Object && !Array.isArray(value) ? { ...value } : {}

const askedOf = async (request: IncomingMessage): Promise<Asked> => {
  const url = new URL(request.url ?? '/', 'http://stand-in')
  const body = await text(request)
  return {
    method: request.method ?? 'GET',
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: request.headers,
    body: body === '' ? {} : recordOf(JSON.parse(body)),
  }
}

/** Serves a stand-in over a real socket of the loopback. The `Date` header tells the time of `now`, in ms since 1970 UTC. */
export const listen = async (
  answer: (asked: Asked) => Answer,
  now: () => number,
): Promise<Listening> => {
  const seen: Asked[] = []
  const server = createServer(async (request, response) => {
    const asked = await askedOf(request)
    seen.push(asked)
    const { status, body, headers } = answer(asked)
    response.writeHead(status, {
      date: new Date(now()).toUTCString(),
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...headers,
    })
    response.end(body === null ? '' : JSON.stringify(body))
  })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject).listen(0, '127.0.0.1', resolve)
  await promise
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The stand-in has no port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    seen,
    stop: async () => {
      const closed = Promise.withResolvers<void>()
      server.close(() => closed.resolve())
      server.closeAllConnections()
      await closed.promise
    },
  }
}

/** A clock that a test sets: it stands still until it is moved. */
export const stillClock = (start: number): { now: () => number; pass: (ms: number) => void } => {
  let time = start
  return {
    now: () => time,
    pass: ms => {
      time += ms
    },
  }
}
