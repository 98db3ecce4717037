import { once } from 'node:events'
import type { IncomingHttpHeaders } from 'node:http'
import { createServer } from 'node:https'
import { generate } from 'selfsigned'

export type OddRequest = {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

/** What an object is goes out as JSON, a string as a web page. */
export type OddAnswer = {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: object | string
}

export type OddService = AsyncDisposable & {
  readonly url: string
  readonly certificate: string
  /** Method and path of every request so far. */
  readonly seen: readonly string[]
}

const certificateFor = () =>
  generate([{ name: 'commonName', value: 'localhost' }], {
    ...{ keyType: 'ec', algorithm: 'sha256' },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  })

/** Something else than what an administrator took it for: it answers over HTTPS, and not as it should. */
export const startOddService = async (
  answer: (request: OddRequest) => OddAnswer,
): Promise<OddService> => {
  const { private: key, cert } = await certificateFor()
  const seen: string[] = []
  const server = createServer(
    { key, cert },
    ({ method = '', url: path = '', headers }, response) => {
      seen.push(`${method} ${path}`)
      const { status = 200, headers: more = {}, body } = answer({ method, path, headers })
      const isPage = typeof body === 'string'
      const type = isPage ? 'text/html; charset=utf-8' : 'application/json'
      response.writeHead(status, { 'content-type': type, ...more })
      response.end(isPage ? body : JSON.stringify(body))
    },
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The service has no port')
  return {
    url: `https://127.0.0.1:${address.port}`,
    certificate: cert,
    seen,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
