import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { createServer } from 'node:tls'
import { makeCertificate } from '../../../src/service/tls.ts'

export type Answer = {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  /** Parsed, null when empty, the text when it is no JSON. */
  readonly body: unknown
}

type Call = {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

const jsonOr = (said: string): unknown => {
  try {
    return said === '' ? null : JSON.parse(said)
  } catch {
    return said
  }
}

/** Plain HTTP to a socket of the file system. */
export const send = (socketPath: string, { method, path, headers, body }: Call) =>
  new Promise<Answer>((resolve, reject) => {
    const sent = body === undefined ? headers : { ...headers, 'content-type': 'application/json' }
    const answer = async (said: IncomingMessage): Promise<Answer> => {
      const parsed = jsonOr(await text(said))
      return { status: said.statusCode ?? 0, headers: said.headers, body: parsed }
    }
    const call = request({ socketPath, method, path, headers: sent, agent: false })
    call.on('response', said => resolve(answer(said))).on('error', reject)
    call.end(body === undefined ? undefined : JSON.stringify(body))
  })

/** TLS in front of the socket. It passes bytes on, and so adds and changes nothing. */
export const startFront = async (socketPath: string) => {
  const { key, certificate } = await makeCertificate()
  const open = new Set<Socket>()
  const front = createServer({ key, cert: certificate }, client => {
    const service = connect(socketPath)
    for (const [one, other] of [
      [client, service],
      [service, client],
    ] as const) {
      open.add(one)
      one.on('error', () => other.destroy()).on('close', () => open.delete(one))
      one.pipe(other)
    }
  })
  const listen = async (port: number) => {
    await once(front.listen(port, '127.0.0.1'), 'listening')
  }
  await listen(0)
  const { port } = front.address() as AddressInfo // A string is a socket's alone.
  return {
    url: `https://localhost:${port}`,
    certificate,
    start: () => listen(port),
    stop: async () => {
      if (!front.listening) return
      const closed = once(front, 'close')
      front.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}
