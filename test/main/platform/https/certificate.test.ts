import { X509Certificate } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { readCertificate } from '../../../../src/main/platform/https/index.ts'
import { type ErrorInfo, infoOf } from '../../../../src/shared/error.ts'
import { issue } from './certificates.ts'
import { serveHttp, serveHttps, serveTcp, stopServers } from './servers.ts'

afterEach(stopServers)

const failure = async (call: Promise<unknown>): Promise<ErrorInfo | null> =>
  infoOf(
    await call.then(
      () => null,
      (cause: unknown) => cause,
    ),
  )

describe('readCertificate', () => {
  it('reads a certificate that nobody trusts, and sends no request', async () => {
    let requests = 0
    const from = Date.UTC(2020, 0, 2, 3, 4, 5)
    const shown = await issue(['keys.example.com', '127.0.0.1'], { from, days: 30 })
    const { origin } = await serveHttps(shown, (_request, response) => {
      requests += 1
      response.end()
    })
    const certificate = await readCertificate(origin)
    expect(certificate).toMatchObject({
      subject: 'CN=keys.example.com',
      issuer: 'CN=keys.example.com',
      validFrom: from,
      validTo: from + 30 * 86_400_000,
      fingerprint: shown.pin,
    })
    expect(new X509Certificate(certificate.pem).fingerprint256).toBe(shown.pin)
    expect(requests).toBe(0)
  })

  it('clamps a name that is very long', async () => {
    const { origin } = await serveHttps(await issue(['a'.repeat(2000)]), () => {})
    expect((await readCertificate(origin)).subject).toHaveLength(500)
  })

  it('says that a port speaks no TLS', async () => {
    const { port } = await serveHttp((_request, response) => response.end())
    const host = `127.0.0.1:${port}`
    expect(await failure(readCertificate(`https://${host}`))).toEqual({
      code: 'tls',
      cause: 'not-tls',
      host,
    })
  })

  it('says that the host is not reached', async () => {
    const { origin } = await serveTcp(() => {})
    await stopServers()
    const host = new URL(origin).host
    expect(await failure(readCertificate(origin))).toEqual({
      code: 'unreachable',
      cause: 'refused',
      host,
    })
    expect(await failure(readCertificate('https://keys.invalid'))).toMatchObject({ cause: 'dns' })
  })

  it.each([
    ['hangs up', 'end'],
    ['resets', 'resetAndDestroy'],
  ] as const)('says that the host %s', async (_name, act) => {
    const { origin } = await serveTcp(socket => void socket[act]())
    expect(await failure(readCertificate(origin))).toMatchObject({
      code: 'unreachable',
      cause: 'network',
    })
  })

  it('gives up after 5 s', async () => {
    const { origin } = await serveTcp(() => {})
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const call = failure(readCertificate(origin))
      await vi.advanceTimersByTimeAsync(5000)
      expect(await call).toEqual({ code: 'timeout', seconds: 5 })
    } finally {
      vi.useRealTimers()
    }
  })

  it('asks nobody over plain HTTP', async () => {
    const { origin } = await serveHttp((_request, response) => response.end())
    expect(await failure(readCertificate(origin))).toEqual({
      code: 'invalid-input',
      issues: [{ field: 'url', problem: 'not-https' }],
    })
  })
})
