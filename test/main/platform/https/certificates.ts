import { createHash, createPublicKey, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { generate } from 'selfsigned'

export type Issued = {
  readonly key: string
  readonly cert: string
  readonly pin: string
  /** RFC 7469 section 2.4, from the key itself. */
  readonly keyPin: string
}

const day = 86_400_000

const name = (host: string) =>
  isIP(host) === 0 ? ({ type: 2, value: host } as const) : ({ type: 7, ip: host } as const)

const publicKeyOf = (privateKey: string): string =>
  createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString()

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64')

/** A certificate for `hosts`, valid from yesterday for ten days unless told, self-signed unless `by` an authority. */
export const issue = async (
  hosts: readonly string[],
  options: {
    from?: number
    days?: number
    by?: Issued
    authority?: boolean
    keyOf?: Issued
    /** Which no longer says for whom it is (RFC 9525); unless told, the first host. */
    commonName?: string
  } = {},
): Promise<Issued> => {
  const from = options.from ?? Date.now() - day
  const made = await generate(
    [{ name: 'commonName', value: options.commonName ?? hosts[0] ?? 'authority' }],
    {
      keyType: 'ec',
      algorithm: 'sha256',
      notBeforeDate: new Date(from),
      notAfterDate: new Date(from + (options.days ?? 10) * day),
      extensions: [
        { name: 'basicConstraints', cA: options.authority ?? false, critical: true },
        ...(options.authority
          ? [{ name: 'keyUsage', keyCertSign: true, cRLSign: true } as const]
          : [
              { name: 'keyUsage', digitalSignature: true } as const,
              { name: 'extKeyUsage', serverAuth: true } as const,
              { name: 'subjectAltName', altNames: hosts.map(name) } as const,
            ]),
      ],
      ...(options.by ? { ca: options.by } : {}),
      ...(options.keyOf
        ? { keyPair: { privateKey: options.keyOf.key, publicKey: publicKeyOf(options.keyOf.key) } }
        : {}),
    },
  )
  return {
    key: made.private,
    cert: made.cert,
    pin: new X509Certificate(made.cert).fingerprint256,
    keyPin: `sha256/${sha256(Buffer.from(publicKeyOf(made.private).replace(/-----.+-----|\s/g, ''), 'base64'))}`,
  }
}
