import type { Buffer } from 'node:buffer'
import { connect, type Socket } from 'node:net'
import type { TlsOptions } from 'node:tls'
import { type Running, serveTcp, serveTls } from './servers.ts'

/** Whatever the name, the host is this computer: no name of a test leads anywhere else. */
const join = (socket: Socket, authority: string): void => {
  const other = connect(Number(authority.split(':').at(-1)), '127.0.0.1')
  other.on('error', () => socket.destroy())
  socket.on('close', () => other.destroy())
  other.pipe(socket)
  socket.pipe(other)
}

/** Heads of the requests that it got, and everything that went through it, as it was seen from there. */
export type Seen = { readonly heads: string[]; readonly bytes: Buffer[] }

/** An HTTP proxy (RFC 9110 section 9.3.6). `refuse` is what it says instead of letting through. */
export const serveProxy = async (
  options: { readonly refuse?: string; readonly tls?: TlsOptions } = {},
): Promise<Running & Seen> => {
  const seen: Seen = { heads: [], bytes: [] }
  const answer = (socket: Socket): void => {
    let head = ''
    const hear = (chunk: Buffer): void => {
      head += chunk.toString('latin1')
      if (!head.includes('\r\n\r\n')) return
      socket.off('data', hear)
      seen.heads.push(head)
      if (options.refuse !== undefined) return void socket.end(options.refuse)
      socket.on('data', bytes => seen.bytes.push(bytes))
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      join(socket, head.split(' ')[1] ?? '')
    }
    socket.on('data', hear)
  }
  const running = await (options.tls ? serveTls(options.tls, answer) : serveTcp(answer))
  return { ...running, ...seen }
}

/** A SOCKS5 proxy (RFC 1928) that takes `method` for the login and answers a request with `reply`. */
export const serveSocks = async (method = 0, reply = 0): Promise<Running & Seen> => {
  const seen: Seen = { heads: [], bytes: [] }
  const running = await serveTcp(socket => {
    socket.once('data', () => {
      socket.write(Uint8Array.of(5, method))
      socket.once('data', asked => {
        const length = asked[4] ?? 0
        const name = asked.toString('latin1', 5, 5 + length)
        const authority = `${name}:${asked.readUInt16BE(5 + length)}`
        seen.heads.push(authority)
        socket.on('data', bytes => seen.bytes.push(bytes))
        socket.write(Uint8Array.of(5, reply, 0, 3, 3, 97, 98, 99, 0, 1))
        if (reply === 0) join(socket, authority)
        else socket.end()
      })
    })
  })
  return { ...running, ...seen }
}
