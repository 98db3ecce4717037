import {
  checkServerIdentity,
  createSecureContext,
  getCACertificates,
  type PeerCertificate,
  type SecureContext,
} from 'node:tls'
import { Pool } from 'undici'
import type { Trust } from '../../../shared/domain/connection.ts'
import { pinMismatch } from './failure.ts'

const systemCertificates = (): readonly string[] => {
  try {
    return getCACertificates('system')
  } catch {
    // A build of Node on another TLS library than OpenSSL may not read the system's store.
    return []
  }
}

let roots: readonly string[] | null = null

// Read on first use: the system's store takes about 0.1 s.
const rootCertificates = (): readonly string[] => {
  roots ??= [...new Set([...getCACertificates('default'), ...systemCertificates()])]
  return roots
}

const trusting = ({ ca }: Trust): SecureContext =>
  createSecureContext({
    ca: [...rootCertificates(), ...(ca === null ? [] : [ca])],
    minVersion: 'TLSv1.2',
    // The user may trust the service's own certificate without having its issuer's.
    allowPartialTrustChain: ca !== null,
  })

const checkIdentity =
  ({ pin }: Trust) =>
  (host: string, certificate: PeerCertificate): Error | undefined => {
    const wrongHost = checkServerIdentity(host, certificate)
    if (wrongHost !== undefined || pin === null || certificate.fingerprint256 === pin)
      return wrongHost
    return Object.assign(new Error('another certificate'), { code: pinMismatch })
  }

// Without a time limit for headers and body: the exchange has one for everything, which dripping cannot extend.
const untimed = { headersTimeout: 0, bodyTimeout: 0 } as const

const openPool = (origin: string, trust: Trust): Pool =>
  new Pool(origin, {
    ...untimed,
    allowH2: false,
    connections: 8,
    maxHeaderSize: 16_384,
    connect: {
      timeout: 5000,
      secureContext: trusting(trust),
      // Explicit, so that NODE_TLS_REJECT_UNAUTHORIZED=0 does not turn it off.
      rejectUnauthorized: true,
      checkServerIdentity: checkIdentity(trust),
      // A resumed session would skip the pin.
      maxCachedSessions: 0,
    },
  })

export type Pools = {
  /** Connections to `origin` alone, made under `trust` alone. */
  readonly get: (origin: string, trust: Trust) => Pool
  readonly close: () => Promise<void>
}

export const createPools = (): Pools => {
  const pools = new Map<string, Pool>()
  return {
    get: (origin, trust) => {
      const key = JSON.stringify([origin, trust.ca, trust.pin])
      const pool = pools.get(key) ?? openPool(origin, trust)
      pools.set(key, pool)
      return pool
    },
    close: async () => {
      await Promise.all([...pools.values()].map(pool => pool.destroy()))
      pools.clear()
    },
  }
}
