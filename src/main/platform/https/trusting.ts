import { createHash, X509Certificate } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import {
  type ConnectionOptions,
  checkServerIdentity,
  createSecureContext,
  getCACertificates,
  type PeerCertificate,
  type SecureContext,
} from 'node:tls'
import type { Trust } from '../../../shared/domain/connection.ts'
import { isPublicKeyPin } from '../../../shared/domain/pin.ts'
import { keyMismatch, pinMismatch } from './failure.ts'

const systemCertificates = (): readonly string[] => {
  try {
    return getCACertificates('system')
  } catch {
    // A build of Node on another TLS library than OpenSSL may not read the system's store.
    return []
  }
}

let roots: readonly string[] | null = null

// Not Node's default, to which NODE_EXTRA_CA_CERTS adds.
const rootCertificates = (): readonly string[] => {
  roots ??= [...new Set([...getCACertificates('bundled'), ...systemCertificates()])]
  return roots
}

let reading: Promise<void> | null = null

/**
 * Reads the roots before the first use of them: the system's take about 30 ms, and what is made of them half as much,
 * which in one go would hold the process up.
 */
export const readRoots = (): Promise<void> => {
  reading ??= setImmediate().then(() => {
    rootCertificates()
    return setImmediate()
  })
  return reading
}

const createContext = (ca: string | null): SecureContext =>
  createSecureContext({
    ca: [...rootCertificates(), ...(ca === null ? [] : [ca])],
    minVersion: 'TLSv1.2',
    // The user may trust the service's own certificate without having its issuer's.
    allowPartialTrustChain: ca !== null,
  })

let common: SecureContext | null = null

// Making one takes about 10 ms, and a proxy that speaks TLS needs one for each connection.
const contextFor = ({ ca }: Trust): SecureContext => {
  if (ca !== null) return createContext(ca)
  common ??= createContext(null)
  return common
}

/** RFC 7469 section 2.4: the SHA-256 of the certificate's SubjectPublicKeyInfo. */
export const pinOf = (certificate: Uint8Array): string => {
  const { publicKey } = new X509Certificate(certificate)
  const info = publicKey.export({ type: 'spki', format: 'der' })
  return `sha256/${createHash('sha256').update(info).digest('base64')}`
}

const isPinned = (pin: string, { fingerprint256, raw }: PeerCertificate): boolean =>
  pin === (isPublicKeyPin(pin) ? pinOf(raw) : fingerprint256)

const checkIdentity =
  ({ pin }: Trust) =>
  (host: string, certificate: PeerCertificate): Error | undefined => {
    const wrongHost = checkServerIdentity(host, certificate)
    if (wrongHost !== undefined || pin === null || isPinned(pin, certificate)) return wrongHost
    const code = isPublicKeyPin(pin) ? keyMismatch : pinMismatch
    return Object.assign(new Error('another certificate'), { code })
  }

/** How a server must prove that it is the one: every check that TLS has, and then the pin. */
export const verifying = (trust: Trust) =>
  ({
    secureContext: contextFor(trust),
    // Explicit, so that NODE_TLS_REJECT_UNAUTHORIZED=0 does not turn it off.
    rejectUnauthorized: true,
    checkServerIdentity: checkIdentity(trust),
  }) satisfies ConnectionOptions
