import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type SlowLink = {
  /** The address of the service behind it. */
  readonly url: string
  readonly close: () => Promise<void>
}

/** As much as may be under way in one direction, in bytes: more than a fast line has in a tenth of a second. */
const mostUnderWay = 16 * 1024 * 1024

/** Whatever comes from one goes to the other `delayMs()` later, in the same order, its end too. */
const carry = (from: Socket, to: Socket, delayMs: () => number): void => {
  let underWay = 0
  // A timer's time is cut to whole milliseconds: the later may be the first to fire.
  const queue: Buffer[] = []
  const arrive = () => {
    const chunk = queue.shift()
    if (!chunk) return
    underWay -= chunk.length
    if (to.writable) to.write(chunk)
    if (underWay <= mostUnderWay) from.resume()
  }
  from.on('data', (chunk: Buffer) => {
    queue.push(chunk)
    underWay += chunk.length
    if (underWay > mostUnderWay) from.pause()
    setTimeout(arrive, delayMs())
  })
  from.on('end', () => setTimeout(() => to.end(), delayMs() + 1))
  from.on('error', () => to.destroy())
}

/** A way to `url` on which every round trip takes `roundTripMs` more, that of opening a connection too. */
export const openSlowLink = async (url: string, roundTripMs: number): Promise<SlowLink> => {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true, allowHalfOpen: true }, near => {
    const openAt = performance.now() + roundTripMs
    const way = { host: hostname, port: Number(port), noDelay: true, allowHalfOpen: true }
    const far = connect(way)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    }
    const half = roundTripMs / 2
    carry(near, far, () => Math.max(0, openAt - performance.now()) + half)
    carry(far, near, () => half)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // It listens on a port.
  const { port: own } = server.address() as AddressInfo
  return {
    url: `https://127.0.0.1:${own}`,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
