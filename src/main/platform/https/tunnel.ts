import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { buildConnector } from 'undici'
import { AppError, type ErrorInfo } from '../../../shared/error.ts'
import { greetSocks } from './socks.ts'
import { verifying } from './trusting.ts'
import { nameOfProxy, type ProxyServer } from './way.ts'

type Cause = Extract<ErrorInfo, { code: 'proxy' }>['cause']

/** The end of a tunnel: what stands in a URL, an IPv6 address in brackets. */
export type Target = { readonly hostname: string; readonly port: number }

const plain = (hostname: string): string => hostname.replace(/^\[|\]$/g, '')

const dial = ({ kind, host, port }: ProxyServer): Socket => {
  const address = { host: plain(host), port }
  return kind === 'https'
    ? connectTls({ ...address, ...verifying({ ca: null, pin: null }), ALPNProtocols: ['http/1.1'] })
    : connect(address)
}

/** Null when the proxy lets through (RFC 9110 section 9.3.6), else what keeps it from that. */
const askForTunnel = (socket: Socket, { hostname, port }: Target): Promise<Cause | null> => {
  const { promise, resolve } = Promise.withResolvers<Cause | null>()
  const authority = `${hostname}:${port}`
  const asked = request({
    createConnection: () => socket,
    ...{ method: 'CONNECT', path: authority, maxHeaderSize: 16_384 },
    headers: { host: authority, 'proxy-connection': 'keep-alive' },
  })
  asked.once('connect', ({ statusCode }, _socket, head) => {
    if (statusCode === 407) resolve('login')
    // Nobody speaks first in a tunnel: what does is the proxy itself.
    else resolve(statusCode === 200 && head.length === 0 ? null : 'refused')
  })
  const isNoHttp = (code: unknown) => String(code).startsWith('HPE_')
  asked.on('error', (error: NodeJS.ErrnoException) =>
    resolve(isNoHttp(error.code) ? 'refused' : 'unreachable'),
  )
  asked.end()
  return promise
}

const ask = async (socket: Socket, { kind }: ProxyServer, target: Target): Promise<Cause | null> =>
  kind === 'socks5' ? greetSocks(socket, target) : askForTunnel(socket, target)

/** Before the host counts as not reached, so that it is the proxy that is told of. */
const limitMs = 4000

/**
 * A connection to `target` through `proxy`, nothing sent in it yet. Throws `AppError` `proxy`: `unreachable` also when it
 * says nothing for 4 s; `login`, for no password is kept for a proxy; `refused`.
 */
export const openTunnel = async (
  proxy: ProxyServer,
  target: Target,
  host: string,
): Promise<Socket> => {
  const socket = dial(proxy)
  socket.on('error', () => undefined)
  const overdue = setTimeout(() => socket.destroy(new Error('late')), limitMs)
  const cause = await ask(socket, proxy, target).finally(() => clearTimeout(overdue))
  if (cause === null) return socket
  socket.destroy()
  throw new AppError({ code: 'proxy', cause, proxy: nameOfProxy(proxy), host })
}

/** Connects to the origin of `url` through `proxy`; `tls` holds for the origin, as if there were no proxy. */
export const connectThrough = (
  proxy: ProxyServer,
  url: URL,
  tls: buildConnector.BuildOptions,
): buildConnector.connector => {
  const shakeHands = buildConnector(tls)
  const target = { hostname: url.hostname, port: Number(url.port || 443) }
  return (options, callback) =>
    void openTunnel(proxy, target, url.host).then(
      httpSocket => shakeHands({ ...options, httpSocket }, callback),
      (error: Error) => callback(error, null),
    )
}
