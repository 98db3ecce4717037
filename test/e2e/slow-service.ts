import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, request } from 'node:https'
import { join } from 'node:path'
import type { KeyService } from '../../tools/key-service.ts'

export type SlowService = KeyService & {
  /** Lets the pages through that wait, and every one from now on. */
  readonly release: () => void
  /** Addresses of the pages of the list that were asked for. */
  readonly pages: () => readonly URL[]
  readonly close: () => Promise<void>
}

const isList = ({ pathname }: URL): boolean => pathname === '/v1/environments/preview/keys'
const isFirst = ({ searchParams }: URL): boolean => !searchParams.get('cursor')

/**
 * Stands before a key service, with its certificate: its list comes in pages of `pageSize`, of which all but the first
 * wait until they are let through. It is of a version that gives its list in one part.
 */
export const startSlowService = async (
  service: KeyService,
  { pageSize }: { readonly pageSize: number },
): Promise<SlowService> => {
  const pages: URL[] = []
  const gate = Promise.withResolvers<void>()
  const pem = (name: string) => readFile(join(service.folder, 'tls', name))
  const identity = { key: await pem('key.pem'), cert: await pem('cert.pem') }
  const server = createServer(identity, async (from, to) => {
    const { method = 'GET', url = '/', headers } = from
    const address = new URL(url, service.url)
    if (address.pathname.endsWith('/keys/shards')) return to.writeHead(404).end()
    if (method === 'GET' && isList(address)) {
      pages.push(new URL(address))
      address.searchParams.set('limit', String(pageSize))
      if (!isFirst(address)) await gate.promise
    }
    const call = request(address, { method, ca: service.certificate, headers, agent: false })
    call.on('error', () => to.destroy())
    call.on('response', answer => {
      to.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(to)
    })
    from.pipe(call)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The service has no port')
  return {
    ...service,
    url: `https://127.0.0.1:${address.port}`,
    release: gate.resolve,
    pages: () => pages,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
