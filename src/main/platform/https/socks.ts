import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import type { Target } from './tunnel.ts'

// RFC 1928. undici's own client of it is experimental, and says so on the console.

const readBytes = async (socket: Socket, length: number): Promise<Buffer> => {
  for (;;) {
    const bytes: unknown = socket.read(length)
    if (bytes instanceof Buffer && bytes.length === length) return bytes
    if (socket.readableEnded || socket.destroyed) throw new Error('The proxy hung up')
    await once(socket, 'readable')
  }
}

const noLogin = Buffer.from([5, 1, 0])

/** Asks for `hostname` by its name, also when it is an address in letters: the proxy looks it up. */
const connection = ({ hostname, port }: Target): Buffer => {
  const name = Buffer.from(hostname.replace(/^\[|\]$/g, ''), 'latin1')
  return Buffer.from([5, 1, 0, 3, name.length, ...name, port >> 8, port & 255])
}

const addressBytes: Readonly<Record<number, number>> = { 1: 4, 4: 16 }

const greet = async (socket: Socket, target: Target) => {
  socket.write(noLogin)
  const [version, method] = await readBytes(socket, 2)
  if (version !== 5) return 'refused'
  if (method !== 0) return 'login'
  socket.write(connection(target))
  const [, reply, , kind = 0] = await readBytes(socket, 4)
  if (reply !== 0) return 'refused'
  const bytes = addressBytes[kind] ?? (await readBytes(socket, 1))[0] ?? 0
  await readBytes(socket, bytes + 2)
  return null
}

/** Null when the proxy lets through to `target`, else what keeps it from that. */
export const greetSocks = (socket: Socket, target: Target) =>
  greet(socket, target).catch(() => 'unreachable' as const)
