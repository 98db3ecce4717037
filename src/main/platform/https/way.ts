import { AppError } from '../../../shared/error.ts'
import type { Clock } from '../../base/clock.ts'
import { isLoopback } from './origin.ts'

/**
 * By which way a URL is asked for, in the form of a PAC script's answer: `DIRECT`, `PROXY host:port`, `HTTPS host:port`,
 * `SOCKS5 host:port`; several, tried in turn, are set apart by semicolons.
 */
export type ResolveProxy = (url: string) => Promise<string>

export type ProxyServer = {
  /** What is spoken with it: HTTP, HTTP inside TLS, or SOCKS version 5. */
  readonly kind: 'http' | 'https' | 'socks5'
  /** An IPv6 address stands in brackets. */
  readonly host: string
  readonly port: number
}

export type Way =
  | { readonly kind: 'direct' }
  | ProxyServer
  /** A kind of proxy that is not spoken to. */
  | { readonly kind: 'unsupported'; readonly proxy: string }

// SOCKS alone is version 4 (Chromium's net/docs/proxy.md), which has no names, so that every host would be looked up here.
const kinds: Readonly<
  Record<string, { readonly kind: ProxyServer['kind']; readonly port: number }>
> = {
  proxy: { kind: 'http', port: 80 },
  http: { kind: 'http', port: 80 },
  https: { kind: 'https', port: 443 },
  socks5: { kind: 'socks5', port: 1080 },
}

const wayOf = (entry: string): Way => {
  const [word = '', address = ''] = entry.split(/\s+/)
  if (word.toUpperCase() === 'DIRECT') return { kind: 'direct' }
  const name = word.toLowerCase()
  const known = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  // A name and password, which no system gives here, would be shown with the host.
  const [, host = '', port] = /^(\[[\da-f:.]+\]|[^\s:/@[\]]+)(?::(\d{1,5}))?$/i.exec(address) ?? []
  if (!known || host === '') return { kind: 'unsupported', proxy: host }
  return { kind: known.kind, host, port: port === undefined ? known.port : Number(port) }
}

/** The ways in the order in which they are to be tried; no answer means that there is no proxy. */
export const waysIn = (said: string): readonly [Way, ...Way[]] => {
  const [first = 'DIRECT', ...others] = said
    .split(';')
    .map(entry => entry.trim())
    .filter(entry => entry !== '')
  return [wayOf(first), ...others.map(wayOf)]
}

/** What is told of a way that cannot be gone. */
export const refuseWay = (
  { proxy }: Extract<Way, { kind: 'unsupported' }>,
  host: string,
): AppError =>
  new AppError({ code: 'proxy', cause: 'unsupported', proxy: proxy === '' ? null : proxy, host })

/** Host and port of a proxy as a person knows them. */
export const nameOfProxy = ({ host, port }: ProxyServer): string => `${host}:${port}`

// A PAC script is a program, which may never end.
const limitMs = 2000

/** The ways to `url`. Throws `AppError` `proxy` `not-resolved` when the system has not said within 2 s. */
export const createWaysTo =
  (resolve: ResolveProxy, clock: Pick<Clock, 'after'>) =>
  async (url: URL): Promise<readonly [Way, ...Way[]]> => {
    if (isLoopback(url.hostname)) return [{ kind: 'direct' }]
    const overdue = Promise.withResolvers<null>()
    const cancelTimer = clock.after(limitMs, () => overdue.resolve(null))
    // The path stays here: a script has no business with it, and it may hold an id.
    const resolved = resolve(`${url.origin}/`).catch(() => null)
    const said = await Promise.race([resolved, overdue.promise]).finally(cancelTimer)
    if (said !== null) return waysIn(said)
    throw new AppError({ code: 'proxy', cause: 'not-resolved', proxy: null, host: url.host })
  }

export type WaysTo = ReturnType<typeof createWaysTo>
