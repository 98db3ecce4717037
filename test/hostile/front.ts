import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { createSecureContext, TLSSocket } from 'node:tls'
import type { KeyService } from '../../tools/key-service.ts'
import { type Issued, issue } from '../main/platform/https/certificates.ts'
import type { End, Fault, Greeting, Made, Match, Seen } from './faults.ts'
import { createForward } from './forward.ts'
import { firstRequest, type RawRequest, readAnswer, withHeader } from './http-bytes.ts'

export {
  any,
  asks,
  type End,
  type Fault,
  type Greeting,
  type Line,
  type Made,
  type Match,
  type Seen,
} from './faults.ts'

type Script = { readonly match: Match; readonly fault: Fault; left: number }
type Mutable<T> = { -readonly [Name in keyof T]: T[Name] }

const cut = (raw: Socket, socket: TLSSocket, how: End): void => {
  if (how === 'reset') raw.resetAndDestroy()
  // Without a `close_notify` of TLS, as of a process that ended; the other side sees the end of TCP.
  else if (!socket.destroyed) raw.end()
}

const written = (socket: TLSSocket, bytes: Uint8Array | string): Promise<void> =>
  new Promise(resolve => {
    if (socket.destroyed || bytes.length === 0) resolve()
    else socket.write(bytes, () => resolve())
  })

const madeBy = (request: RawRequest, answer: Buffer): Made | null => {
  const { status, body } = readAnswer(answer)
  if (status >= 300 || !body.includes('"secret"')) return null
  const { key, secret } = JSON.parse(body)
  if (typeof secret !== 'string') return null
  const intent = request.headers['idempotency-key'] ?? ''
  return { intent, path: request.path, key: String(key?.id), secret }
}

/**
 * A real TLS server, byte by byte, before a real key service. Every request goes through to it, unless it is to `meet`
 * something. `freshKeys`: each Idempotency-Key is replaced by another, so that the service repeats nothing. `name` is the
 * host that the application knows it by.
 */
export const startFront = async (
  service: Pick<KeyService, 'url' | 'certificate'>,
  { freshKeys = false, host = '127.0.0.1', name = '' } = {},
) => {
  const known = name || host
  const authority = await issue([], { authority: true })
  const own: Issued = await issue([...new Set(['127.0.0.1', 'localhost', known])], {
    by: authority,
  })
  const context = createSecureContext({ key: own.key, cert: own.cert })
  const forward = createForward(service)
  const seen: Mutable<Seen>[] = []
  const made: Made[] = []
  const scripts: Script[] = []
  const connections = new Set<Socket>()
  const turns = new Set<Promise<void>>()
  let greeting: Greeting | null = null
  let accepted = 0

  const faultFor = (request: RawRequest): Fault => {
    const script = scripts.find(candidate => candidate.left > 0 && candidate.match(request))
    if (!script) return { kind: 'pass' }
    script.left -= 1
    return script.fault
  }

  const ask = async (record: Mutable<Seen>): Promise<Buffer> => {
    record.reached = 'whole'
    const request = freshKeys ? refreshed(record) : record
    const answer = await forward.whole(request)
    record.answer = answer
    const secret = madeBy(record, answer)
    if (secret) made.push(secret)
    return answer
  }

  const part = async (record: Mutable<Seen>, after: number): Promise<void> => {
    if (after >= record.bytes.length) return void (await ask(record))
    record.reached = after === 0 ? 'none' : 'part'
    await forward.part((freshKeys ? refreshed(record) : record).bytes.subarray(0, after))
  }

  const meetOne = async (raw: Socket, socket: TLSSocket, request: RawRequest): Promise<void> => {
    const record: Mutable<Seen> = { ...request, reached: 'none', answer: null }
    seen.push(record)
    const fault = faultFor(request)
    switch (fault.kind) {
      case 'pass':
        return written(socket, await ask(record))
      case 'cut-request':
        await part(record, fault.after)
        return cut(raw, socket, fault.how)
      case 'cut-answer':
        await written(socket, (await ask(record)).subarray(0, fault.after))
        return cut(raw, socket, fault.how)
      case 'delay':
        await wait(fault.ms)
        return written(socket, await ask(record))
      case 'drip':
        return drip(socket, await ask(record), fault)
      case 'silence':
        return void (fault.reaches && (await ask(record)))
      case 'answer': {
        const { bytes, after = 'stay', lateMs = 0 } = fault
        const said = typeof bytes === 'function' ? bytes(await ask(record), record) : bytes
        if (lateMs > 0) await wait(lateMs)
        await written(socket, said)
        return after === 'stay' ? undefined : cut(raw, socket, after)
      }
      case 'speak':
        return fault.speak({ socket, end: how => cut(raw, socket, how) }, record)
    }
  }

  const converse = (raw: Socket, socket: TLSSocket): void => {
    let heard = Buffer.alloc(0)
    let turn = Promise.resolve()
    socket.on('data', (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk])
      for (let request = firstRequest(heard); request; request = firstRequest(heard)) {
        const next = request
        heard = heard.subarray(request.bytes.length)
        // A service that is gone is a connection that breaks.
        const mine = turn
          .then(() => meetOne(raw, socket, next))
          .catch(() => void raw.resetAndDestroy())
          .finally(() => turns.delete(mine))
        turns.add(mine)
        turn = mine
      }
    })
  }

  const welcome = (raw: Socket): void => {
    accepted += 1
    connections.add(raw)
    raw.on('error', () => undefined).on('close', () => connections.delete(raw))
    if (greeting?.kind === 'silence') return
    if (greeting?.kind === 'reset') return void raw.resetAndDestroy()
    if (greeting?.kind === 'plain') return void raw.write(greeting.bytes)
    const socket = new TLSSocket(raw, {
      isServer: true,
      secureContext: greeting ? createSecureContext(greeting.context) : context,
      requestCert: greeting?.requestCert ?? false,
      rejectUnauthorized: greeting?.requireCert ?? false,
    })
    socket.on('error', () => raw.destroy())
    converse(raw, socket)
  }

  const server = createServer(welcome)
  const listen = async (port: number): Promise<number> => {
    server.listen(port, host)
    await once(server, 'listening')
    // A server on TCP has an AddressInfo once it listens.
    return (server.address() as AddressInfo).port
  }
  const dropAll = (how: End = 'reset'): void => {
    for (const raw of connections) how === 'reset' ? raw.resetAndDestroy() : raw.end()
  }
  const refuse = async (): Promise<void> => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    dropAll()
    await closed
  }
  const port = await listen(0)
  const trust = { ca: authority.cert, pin: null }

  return {
    url: `https://${known}:${port}`,
    port,
    authority,
    /** How the application is connected to it. */
    place: { url: `https://${known}:${port}`, trust, settings: {} },
    /** Every request that came, in order. */
    seen: seen as readonly Seen[],
    /** Every secret that the service made for one of them. */
    made: made as readonly Made[],
    connections: () => ({ open: connections.size, accepted }),
    /** Resolves when the service is busy with nothing that came, and with nothing that comes meanwhile. */
    settled: async (): Promise<void> => {
      while (turns.size > 0) await Promise.all(turns)
    },
    /** The next `times` requests that match meet `fault`; what was said first counts first. Returns the undo. */
    meet: (match: Match, fault: Fault, times = Number.POSITIVE_INFINITY): (() => void) => {
      const script = { match, fault, left: times }
      scripts.push(script)
      return () => {
        script.left = 0
      }
    },
    /** What new connections meet, in place of TLS and HTTP; the open ones are reset. */
    greet: (next: Greeting | null): void => {
      greeting = next
      dropAll()
    },
    /** Ends every open connection. */
    dropAll,
    /** Nobody listens any longer. */
    refuse,
    /** Every fault is over: it listens, on the same port, and passes everything through. */
    calm: async (): Promise<void> => {
      scripts.length = 0
      if (greeting) dropAll()
      greeting = null
      if (!server.listening) await listen(port)
    },
    stop: async (): Promise<void> => {
      await refuse()
      forward.close()
    },
  }
}

export type Front = Awaited<ReturnType<typeof startFront>>

const refreshed = (request: RawRequest): RawRequest =>
  request.headers['idempotency-key'] === undefined
    ? request
    : withHeader(request, 'idempotency-key', randomUUID())

const drip = async (
  socket: TLSSocket,
  bytes: Buffer,
  { bytes: step, everyMs, from = 0 }: Extract<Fault, { kind: 'drip' }>,
): Promise<void> => {
  await written(socket, bytes.subarray(0, from))
  for (let at = from; at < bytes.length && !socket.destroyed; at += step) {
    await wait(everyMs)
    await written(socket, bytes.subarray(at, at + step))
  }
}
