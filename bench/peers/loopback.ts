import { once } from 'node:events'
import type { Server } from 'node:net'

/** Starts a server of HTTP on a free port of 127.0.0.1; answers its origin. */
export const listenOnLoopback = async (server: Server): Promise<string> => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return `http://127.0.0.1:${address.port}`
}
