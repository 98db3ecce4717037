import { once } from 'node:events'
import { createServer as createHttp, type RequestListener } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net'
import { createServer as createTls, TLSSocket, type TlsOptions } from 'node:tls'

export type Running = { readonly port: number; readonly origin: string }

const sockets = new Set<Socket>()
const servers = new Set<Server>()

const listen = async (server: Server, scheme: 'http' | 'https'): Promise<Running> => {
  servers.add(server)
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A server on TCP has an AddressInfo once it listens.
  const { port } = server.address() as AddressInfo
  return { port, origin: `${scheme}://127.0.0.1:${port}` }
}

export const serveHttps = (options: TlsOptions, answer: RequestListener): Promise<Running> =>
  listen(createHttps(options, answer), 'https')

export const serveHttp = (answer: RequestListener): Promise<Running> =>
  listen(createHttp(answer), 'http')

/** A TLS server that speaks by hand; `answer` gets each decrypted connection. */
export const serveTls = (options: TlsOptions, answer: (socket: Socket) => void): Promise<Running> =>
  listen(
    createTls(options, socket => {
      socket.on('error', () => {})
      answer(socket)
    }),
    'https',
  )

export const serveTcp = (answer: (socket: Socket) => void): Promise<Running> =>
  listen(createTcp(answer), 'https')

/** Resets the TCP connection below a decrypted one. */
export const reset = ({ remotePort }: Socket): void => {
  for (const raw of sockets)
    if (raw.remotePort === remotePort && !(raw instanceof TLSSocket)) raw.resetAndDestroy()
}

export const stopServers = async (): Promise<void> => {
  for (const socket of sockets) socket.destroy()
  await Promise.all([...servers].map(server => new Promise(resolve => server.close(resolve))))
  servers.clear()
}
