import { readFile } from 'node:fs/promises'
import { createServer, request } from 'node:https'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { KeyService } from '../../tools/key-service.ts'

export type LateService = KeyService & {
  /** From now on every key is said to be accepted, as by a part of a service that has not heard of a change yet. */
  readonly hold: () => void
  readonly release: () => void
  /** Verifications that were answered. */
  readonly asked: () => number
  readonly close: () => Promise<void>
}

type Front = {
  /** What it says of how long its changes take. */
  readonly propagationSeconds: number
  /** It is of a version that tells of keys only to whoever presents them. */
  readonly older?: boolean
}

const isVerification = (path: string): boolean => /\/(verification|verify)$/.test(path)

/** Stands before a key service, with its certificate, and answers what is asked of a key as if it were some time ago. */
export const startLateService = async (
  service: KeyService,
  { propagationSeconds, older = false }: Front,
): Promise<LateService> => {
  let held = false
  let asked = 0
  const ca = service.certificate
  const pem = (name: string) => readFile(join(service.folder, 'tls', name))
  const identity = { key: await pem('key.pem'), cert: await pem('cert.pem') }
  const server = createServer(identity, async (from, to) => {
    const { method = 'GET', url = '/', headers } = from
    const sent = await buffer(from)
    const call = request(new URL(url, service.url), { method, ca, headers, agent: false })
    call.on('response', async response => {
      const told: unknown = JSON.parse((await buffer(response)).toString() || 'null')
      const answer = edited(url, told)
      const body = answer.body === null ? '' : JSON.stringify(answer.body)
      const { 'content-length': _, 'transfer-encoding': _also, ...kept } = response.headers
      to.writeHead(answer.status ?? response.statusCode ?? 502, kept).end(body)
    })
    call.end(sent)
  })
  const edited = (path: string, body: unknown): { readonly status?: number; body: unknown } => {
    if (path === '/v1/profile') {
      const { verification, ...rest } = Object(body)
      return { body: { ...rest, propagationSeconds, ...(older ? {} : { verification }) } }
    }
    if (!isVerification(path)) return { body }
    if (older && path.endsWith('/verification')) {
      const gone = { type: 'urn:claviger:problem:not-found', title: 'Not found', status: 404 }
      return { status: 404, body: { ...gone, detail: 'There is no such address.' } }
    }
    asked += 1
    return { body: held ? { ...Object(body), valid: true, code: 'VALID' } : body }
  }
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = address instanceof Object ? address.port : 0
  return {
    ...service,
    url: `https://127.0.0.1:${port}`,
    hold: () => {
      held = true
    },
    release: () => {
      held = false
    },
    asked: () => asked,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
