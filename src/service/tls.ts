import { X509Certificate } from 'node:crypto'
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generate } from 'selfsigned'

/** PEM texts; `fingerprint` is the SHA-256 of the DER, upper-case hexadecimal, colon-separated. */
export type Identity = {
  readonly key: string
  readonly certificate: string
  readonly certificateFile: string
  readonly fingerprint: string
}

const years = 10

const readIfThere = async (file: string): Promise<string | null> => {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    throw cause
  }
}

const writeWhole = async (file: string, text: string, mode: number): Promise<void> => {
  const partial = `${file}.partial`
  await writeFile(partial, text, { mode })
  await chmod(partial, mode)
  await rename(partial, file)
}

/** A self-signed certificate for the loopback names, and its key, as PEM. */
export const makeCertificate = async (): Promise<{
  readonly key: string
  readonly certificate: string
}> => {
  // A day ago, for clients whose clock is behind.
  const from = new Date(Date.now() - 86_400_000)
  const until = new Date(from)
  until.setFullYear(from.getFullYear() + years)
  // No keyUsage: with one, OpenSSL and BoringSSL would ask for keyCertSign before taking the certificate as its own
  // authority, which is how a client that was given it checks it.
  const made = await generate([{ name: 'commonName', value: 'Claviger key service' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: from,
    notAfterDate: until,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  })
  return { key: made.private, certificate: made.cert }
}

/** The key and certificate in the folder `tls`, made when one of them is not there. */
export const openIdentity = async (folder: string): Promise<Identity> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const keyFile = join(folder, 'key.pem')
  const certificateFile = join(folder, 'cert.pem')
  const kept = { key: await readIfThere(keyFile), certificate: await readIfThere(certificateFile) }
  const made =
    kept.key === null || kept.certificate === null
      ? await makeCertificate()
      : { key: kept.key, certificate: kept.certificate }
  if (made.key !== kept.key) {
    // Stopped in between, the next start finds no certificate, not one of another key.
    await rm(certificateFile, { force: true })
    await writeWhole(keyFile, made.key, 0o600)
    await writeWhole(certificateFile, made.certificate, 0o644)
  }
  const fingerprint = new X509Certificate(made.certificate).fingerprint256
  return { ...made, certificateFile, fingerprint }
}
