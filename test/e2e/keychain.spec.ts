import { connect, expectLive, fillConnection, go } from '../../tools/administrator.ts'
import { expect, test } from './fixture.ts'

// The keychain is the worker's own: what a test does to it must be undone before the next begins.
test.describe.configure({ mode: 'serial' })

test('a locked keychain is said in plain words; memory is offered, a file is not', async ({
  application,
  service,
  session,
}) => {
  const { page } = application
  await session.keyring.lock()
  const form = { url: service.url, ca: service.certificate, ...service.tokens }
  const open = await fillConnection(page, form)
  await open.getByRole('button', { name: 'Save' }).click()
  await expect(open.getByRole('alert')).toContainText(/locked/i)
  await expect(open.getByLabel('URL')).toHaveValue(service.url)

  await open.getByRole('button', { name: 'Keep until Claviger quits' }).click()
  await expect(open).toBeHidden()
  await expectLive(page)
  await go(page, 'Connections')
  await expect(page.getByText('In memory until Claviger quits').first()).toBeVisible()
  await session.keyring.kill()
  await session.keyring.start()
})

test('a hung keychain is reported within its time, and the window stays usable', async ({
  application,
  service,
  session,
}) => {
  const { page } = application
  const form = { url: service.url, ca: service.certificate, ...service.tokens }
  const open = await fillConnection(page, form)
  session.keyring.pause()
  await open.getByRole('button', { name: 'Save' }).click()
  await open.getByLabel('Name').fill('Still typing')
  await expect(open.getByRole('alert')).toContainText(/does not answer/i, { timeout: 10_000 })
  session.keyring.resume()
  await open.getByRole('button', { name: 'Save' }).click()
  await expect(open).toBeHidden()
  await expectLive(page)
})

test('a keychain that went away does not take the connection with it', async ({
  launcher,
  service,
  session,
}) => {
  const first = await launcher.start()
  await connect(first.page, service)
  await first.quit()
  await session.keyring.kill()

  const second = await launcher.start()
  await expect(second.page.getByRole('alert')).toContainText(/keychain|Secret Service/i)
  await go(second.page, 'Connections')
  await expect(second.page.getByRole('heading', { name: 'Shop' })).toBeVisible()
  await session.keyring.start()
})
