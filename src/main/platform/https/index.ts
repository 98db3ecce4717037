import type { Transport, TransportRequest } from '../../base/transport.ts'
import { exchange } from './exchange.ts'
import { requestUrl } from './origin.ts'
import { createPools } from './pools.ts'

export { readCertificate } from './certificate.ts'

type Headers = TransportRequest['headers']

// A Host header would choose the name that the certificate is checked against.
const withoutHost = (headers: Headers): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'host'))

/**
 * By which way a URL is asked for, in the form of a PAC script's answer: `DIRECT`, `PROXY host:port`, `HTTPS host:port`,
 * `SOCKS5 host:port`; several, tried in turn, are set apart by semicolons.
 */
export type ResolveProxy = (url: string) => Promise<string>

export type TransportParts = { readonly resolveProxy: ResolveProxy }

/** The transport, and `close`, which ends every connection and fails what is under way. */
export const createTransport = (
  _parts: Partial<TransportParts> = {},
): {
  readonly transport: Transport
  readonly close: () => Promise<void>
} => {
  const pools = createPools()
  return {
    transport: async request => {
      const url = requestUrl(request.url)
      const headers = withoutHost(request.headers)
      return exchange(pools.get(url.origin, request.trust), { ...request, headers }, url)
    },
    close: pools.close,
  }
}
