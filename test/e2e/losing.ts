import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export type Losing = {
  readonly url: string
  /** From now on a call whose path ends so is done, and its answer lost; null is none. */
  readonly lose: (path: string | null) => void
  /** Paths that were asked for. */
  readonly asked: readonly string[]
  readonly close: () => Promise<void>
}

/** Stands before a service on the loopback, and loses answers. */
export const startLosing = async (target: string): Promise<Losing> => {
  let lost: string | null = null
  const asked: string[] = []
  const server = createServer(async (from, to) => {
    const { method = 'GET', url = '/', headers } = from
    asked.push(url)
    const sent = await buffer(from)
    const call = request(new URL(url, target), { method, headers, agent: false })
    call.on('response', async response => {
      const answer = await buffer(response)
      if (lost !== null && url.endsWith(lost)) return to.destroy()
      to.writeHead(response.statusCode ?? 502, response.headers).end(answer)
    })
    call.end(sent)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  // A socket of the internet has an address and a port.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    lose: path => {
      lost = path
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
