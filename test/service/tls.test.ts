import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openIdentity } from '../../src/service/tls.ts'
import { ask, startTestService } from './harness.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'claviger-key-service-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('the certificate', () => {
  test('is for the loopback names, serves TLS and lasts ten years', async () => {
    const { certificate, fingerprint, certificateFile } = await openIdentity(folder)
    const read = new X509Certificate(certificate)
    expect(await readFile(certificateFile, 'utf8')).toBe(certificate)
    for (const host of ['localhost']) expect(read.checkHost(host)).toBe(host)
    for (const ip of ['127.0.0.1', '::1']) expect(read.checkIP(ip)).toBe(ip)
    expect(read.checkHost('example.com')).toBeUndefined()
    expect(read.ca).toBe(false)
    expect(read.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
    expect(read.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
    const years = (Date.parse(read.validTo) - Date.now()) / 31_557_600_000
    expect(years).toBeGreaterThan(9.9)
    expect(Date.parse(read.validFrom)).toBeLessThan(Date.now())
    const hash = createHash('sha256').update(read.raw).digest('hex').toUpperCase()
    expect(fingerprint).toBe(hash.match(/../g)?.join(':'))
  })

  test('stays the same from start to start, and is made anew when a part of it is lost', async () => {
    const first = await openIdentity(folder)
    expect(await openIdentity(folder)).toEqual(first)
    await rm(first.certificateFile)
    const second = await openIdentity(folder)
    expect(second.fingerprint).not.toBe(first.fingerprint)
    expect(
      new X509Certificate(second.certificate).publicKey.export({ type: 'spki', format: 'pem' }),
    ).not.toBe(
      new X509Certificate(first.certificate).publicKey.export({ type: 'spki', format: 'pem' }),
    )
  })

  test('fits its key though making it anew was cut short', async () => {
    const { certificateFile } = await openIdentity(folder)
    await rm(join(folder, 'key.pem'))
    const inTheWay = `${certificateFile}.partial`
    await mkdir(inTheWay)
    await expect(openIdentity(folder)).rejects.toThrow('EISDIR')
    await rmdir(inTheWay)
    const { certificate, key } = await openIdentity(folder)
    expect(new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))).toBe(true)
  })

  test('is trusted by a client that was given it, by every name, and by no other', async () => {
    const service = await startTestService()
    try {
      const { url, identity } = service.service
      const { port } = new URL(url)
      for (const host of ['127.0.0.1', 'localhost'])
        expect(
          (await ask(identity.certificate, `https://${host}:${port}/v1/health`, 'GET')).status,
        ).toBe(200)
      const other = await openIdentity(folder)
      await expect(ask(other.certificate, `${url}/v1/health`, 'GET')).rejects.toThrow()
    } finally {
      await service.remove()
    }
  })
})
