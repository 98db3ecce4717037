import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** A place on this computer to which nothing may come. */
export type Listening = {
  /** `host:port`, the same for TCP and UDP. */
  readonly at: string
  readonly heard: () => readonly string[]
  readonly stop: () => void
}

export const listen = async (): Promise<Listening> => {
  const heard: string[] = []
  const server = createServer(socket => {
    heard.push('a connection')
    socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const socket = createSocket('udp4', message => heard.push(`a packet of ${message.length}`))
  socket.bind(port, '127.0.0.1')
  await once(socket, 'listening')
  return {
    at: `127.0.0.1:${port}`,
    heard: () => heard,
    stop: () => {
      server.close()
      socket.close()
    },
  }
}
