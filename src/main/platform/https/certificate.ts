import { isIP, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { connect } from 'node:tls'
import type { Certificate } from '../../../shared/domain/connection.ts'
import { AppError } from '../../../shared/error.ts'
import type { CertificateReader } from '../../services/ports.ts'
import { failureOf } from './failure.ts'
import { tlsUrl } from './origin.ts'
import { openTunnel } from './tunnel.ts'
import { refuseWay, type WaysTo } from './way.ts'

const limitMs = 5000

type Shown = NonNullable<ReturnType<ReturnType<typeof connect>['getPeerX509Certificate']>>

// Node writes a name as one attribute a line. Its text is the server's own.
const nameOf = (lines: string): string => lines.split('\n').join(', ').slice(0, 500)

const describe = (shown: Shown): Certificate => ({
  subject: nameOf(shown.subject),
  issuer: nameOf(shown.issuer),
  validFrom: Date.parse(shown.validFrom),
  validTo: Date.parse(shown.validTo),
  fingerprint: shown.fingerprint256,
  pem: shown.toString(),
})

/** The connection through the proxy that is named first, or null where there is none. */
const tunnelTo = async (url: URL, waysTo: WaysTo): Promise<Socket | null> => {
  const [way] = await waysTo(url)
  if (way.kind === 'direct') return null
  if (way.kind === 'unsupported') throw refuseWay(way, url.host)
  return openTunnel(way, { hostname: url.hostname, port: Number(url.port || 443) }, url.host)
}

/** Shakes hands with the host of an `https:` origin and hangs up: at most 5 s, no byte of a request. */
export const createCertificateReader =
  (waysTo: WaysTo): CertificateReader =>
  async origin => {
    const began = performance.now()
    const url = tlsUrl(origin)
    const tunnel = await tunnelTo(url, waysTo)
    return shakeHands(url, tunnel, limitMs - (performance.now() - began))
  }

const shakeHands = (url: URL, tunnel: Socket | null, leftMs: number): Promise<Certificate> => {
  const { promise, resolve, reject } = Promise.withResolvers<Certificate>()
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const socket = connect({
    ...(tunnel === null ? {} : { socket: tunnel }),
    host,
    port: Number(url.port || 443),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ALPNProtocols: ['http/1.1'],
    minVersion: 'TLSv1.2',
    // The only unverified handshake: its purpose is to show a person the certificate that is not trusted yet.
    rejectUnauthorized: false,
  })
  const overdue = setTimeout(
    () => socket.destroy(new AppError({ code: 'timeout', seconds: limitMs / 1000 })),
    Math.max(0, leftMs),
  )
  socket.once('secureConnect', () => {
    const shown = socket.getPeerX509Certificate()
    if (shown !== undefined) resolve(describe(shown))
    socket.destroy()
  })
  socket.once('error', error => reject(failureOf(error, 'connecting', url.host)))
  socket.once('close', () => {
    clearTimeout(overdue)
    reject(failureOf(null, 'connecting', url.host))
  })
  return promise
}
