import { createHash, X509Certificate } from 'node:crypto'
import { expect, expectLive, fillConnection, go } from '../../tools/administrator.ts'
import type { KeyService } from '../../tools/key-service.ts'
import { test } from './fixture.ts'

const pinOf = ({ certificate }: KeyService): string => {
  const info = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' })
  return `sha256/${createHash('sha256').update(info).digest('base64')}`
}

test('a service is connected only with the public key that is pinned', async ({
  application,
  service,
}) => {
  const { page } = application
  const form = await fillConnection(page, {
    ...{ url: service.url, ca: service.certificate, ...service.tokens },
  })
  const pin = form.getByLabel('Public key pin')
  await expect(pin).toBeHidden()
  await form.getByText('Pin the service’s public key').click()
  await pin.fill('sha256/nonsense')
  const check = form.getByRole('button', { name: 'Test connection' })
  await check.click()
  await expect(pin).toHaveAccessibleDescription(/cannot be read/)
  await pin.fill(`sha256/${'A'.repeat(43)}=`)
  await check.click()
  await expect(pin).toHaveAccessibleDescription(/has another public key/)
  await pin.fill(pinOf(service))
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form).toBeHidden()
  await go(page, 'Keys')
  await expectLive(page)
})
