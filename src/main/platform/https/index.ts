import type { LookupFunction } from 'node:net'
import { performance } from 'node:perf_hooks'
import { infoOf } from '../../../shared/error.ts'
import { type Clock, systemClock } from '../../base/clock.ts'
import type { Transport, TransportRequest } from '../../base/transport.ts'
import type { CertificateReader } from '../../services/ports.ts'
import { createCertificateReader } from './certificate.ts'
import { exchange, failed, type Outcome } from './exchange.ts'
import { requestUrl } from './origin.ts'
import { createPools, type Pools } from './pools.ts'
import { createRepeating, type Time } from './repeat.ts'
import { readRoots } from './trusting.ts'
import { createWaysTo, type ResolveProxy, refuseWay, type Way, type WaysTo } from './way.ts'

export type { ResolveProxy } from './way.ts'

export type TransportParts = {
  /** Unless given, every host is reached directly. */
  readonly resolveProxy: ResolveProxy
  /** Only differences of its times count. */
  readonly clock: Clock
  /** In [0, 1). */
  readonly random: () => number
  /** Unless given, the system's. */
  readonly lookup: LookupFunction | null
}

const standardParts: TransportParts = {
  resolveProxy: async () => 'DIRECT',
  // The wall clock may be set while a request is under way.
  clock: { ...systemClock, now: () => performance.now() },
  random: Math.random,
  lookup: null,
}

/** Reads certificates where nothing stands between. */
export const readCertificate = createCertificateReader(async () => [{ kind: 'direct' }])

type Headers = TransportRequest['headers']

// A Host header would choose the name that the certificate is checked against.
const withoutHost = (headers: Headers): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'host'))

/** The transport, and `close`, which ends every connection and fails what is under way. */
export const createTransport = (
  given: Partial<TransportParts> = {},
): {
  readonly transport: Transport
  readonly readCertificate: CertificateReader
  readonly close: () => Promise<void>
} => {
  const parts = { ...standardParts, ...given }
  const pools = createPools(parts.lookup)
  const waysTo = createWaysTo(parts.resolveProxy, parts.clock)
  const closing = new AbortController()
  const repeating = createRepeating({ ...parts, closing: closing.signal })
  return {
    transport: async request => {
      const url = requestUrl(request.url)
      const sent = { ...request, headers: withoutHost(request.headers) }
      const outcome = await repeating(sent, url.origin, left =>
        attempt({ pools, waysTo }, sent, url, left),
      )
      if (outcome.kind === 'failure') throw outcome.error
      return outcome.response
    },
    readCertificate: createCertificateReader(waysTo),
    close: async () => {
      closing.abort()
      await pools.close()
    },
  }
}

type Roads = { readonly pools: Pools; readonly waysTo: WaysTo }

/** Tries the ways in turn until one leads to the host. */
const attempt = async (
  { pools, waysTo }: Roads,
  request: TransportRequest,
  url: URL,
  left: () => Time,
): Promise<Outcome> => {
  const by = (way: Way): Promise<Outcome> | Outcome => {
    if (way.kind === 'unsupported') return failed(refuseWay(way, url.host), 'connecting', url.host)
    const pool = pools.get(url.origin, request.trust, way.kind === 'direct' ? null : way)
    return exchange(pool, request, url, left())
  }
  try {
    await readRoots()
    const [first, ...others] = await waysTo(url)
    let outcome = await by(first)
    for (const way of others) if (isOfProxy(outcome)) outcome = await by(way)
    return outcome
  } catch (cause) {
    return failed(cause, 'connecting', url.host)
  }
}

const isOfProxy = (outcome: Outcome): boolean => {
  const info = outcome.kind === 'failure' ? infoOf(outcome.error) : null
  return info?.code === 'proxy' && ['unreachable', 'unsupported'].includes(info.cause)
}
