import { request as ask } from 'node:https'
import { expect, expectLive, fillConnection } from '../../tools/administrator.ts'
import { launchApplication } from '../../tools/application.ts'
import type { KeyService } from '../../tools/key-service.ts'
import { issue } from '../main/platform/https/certificates.ts'
import { serveProxy } from '../main/platform/https/proxies.ts'
import { serveHttps, stopServers } from '../main/platform/https/servers.ts'
import { test } from './fixture.ts'

const host = 'keys.example.com'

/** The service under a name that only the proxy knows. */
const serveByName = async (service: KeyService) => {
  const certificate = await issue([host])
  const { port } = await serveHttps(certificate, (asked, answer) => {
    const { host: _, ...headers } = asked.headers
    const forwarded = ask(
      new URL(asked.url ?? '/', service.url),
      { method: asked.method, headers, ca: service.certificate },
      response => {
        answer.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(answer)
      },
    )
    asked.pipe(forwarded)
  })
  return { url: `https://${host}:${port}`, ca: certificate.cert }
}

test.afterEach(stopServers)

test('a service is reached through the proxy that the system names, which sees its name alone', async ({
  launcher,
  service,
  session,
}) => {
  const { url, ca } = await serveByName(service)
  const proxy = await serveProxy()
  const { page, crash } = await launchApplication({
    dataFolder: launcher.dataFolder,
    env: { ...session.env, HTTPS_PROXY: `http://ann:canary@127.0.0.1:${proxy.port}` },
  })
  try {
    const form = await fillConnection(page, { url, ca, ...service.tokens })
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(form).toBeHidden()
    await expectLive(page)
    expect(proxy.heads.join()).toContain(`CONNECT ${host}:`)
    const seen = `${proxy.heads.join()}${Buffer.concat(proxy.bytes).toString('latin1')}`
    for (const token of [service.tokens.preview, 'canary']) expect(seen).not.toContain(token)

    await stopServers()
    await page.getByRole('button', { name: 'Refresh' }).click()
    await expect(page.getByText('The proxy cannot be reached').first()).toBeVisible()
    await expect(page.getByText(`the proxy 127.0.0.1:${proxy.port}`).first()).toBeVisible()
  } finally {
    await crash()
  }
})
