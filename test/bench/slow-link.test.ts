import { createServer, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { openSlowLink } from '../../bench/slow-link.ts'
import { makeCertificate } from '../../src/service/tls.ts'

const get = (url: string, ca: string): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const call = request(url, { ca, agent: false })
    call.on('response', answer => resolve(buffer(answer))).on('error', reject)
    call.end()
  })

it('brings what is sent over it whole, and no sooner than its round trips take', async () => {
  const body = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => index % 251))
  const { key, certificate } = await makeCertificate()
  const server = createServer({ key, cert: certificate }, (_request, answer) => answer.end(body))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const link = await openSlowLink(`https://127.0.0.1:${port}`, 60)
  const startedAt = performance.now()
  expect((await get(link.url, certificate)).equals(body)).toBe(true)
  // One round trip to open the connection, one for TLS 1.3, one for the request.
  expect(performance.now() - startedAt).toBeGreaterThan(3 * 60 - 5)
  await link.close()
  server.close()
})
