import {
  acknowledge,
  connect,
  create,
  dialog,
  expectLive,
  openCreate,
  rowOf,
} from '../../tools/administrator.ts'
import { expect, test } from './fixture.ts'

test('the service goes away: the list can still be read, and nothing else', async ({
  application,
  service,
}) => {
  const { page } = application
  await service.ask('POST', '/v1/environments/preview/keys', service.tokens.preview, {
    name: 'kept',
  })
  await connect(page, service)
  await expect(rowOf(page, 'kept')).toBeVisible()

  await service.stop()
  await expect(page.getByRole('status', { name: 'Sync state' })).toContainText(/^As of .*offline$/)
  const banner = page.getByRole('alert').filter({ hasText: 'Offline' })
  await expect(banner).toContainText('Showing this list as of')
  await expect(banner).toContainText('can be read but not changed')
  await expect(rowOf(page, 'kept')).toBeVisible()

  const create = page.getByRole('button', { name: 'Create key' })
  await expect(create).toHaveAttribute('aria-disabled', 'true')
  await expect(create).toHaveAttribute('aria-description', /offline/i)
  await create.click({ force: true })
  await expect(dialog(page, 'Create API key')).toBeHidden()
  const suspend = rowOf(page, 'kept').getByRole('button', { name: 'Suspend' })
  await expect(suspend).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('searchbox', { name: 'Filter keys' }).fill('kep')
  await expect(rowOf(page, 'kept')).toBeVisible()

  await service.start()
  await banner.getByRole('button', { name: 'Retry' }).click()
  await expectLive(page)
  await expect(banner).toBeHidden()
  await expect(create).not.toHaveAttribute('aria-disabled', 'true')
})

test('the service goes away while a key is being created: nothing typed is lost', async ({
  application,
  service,
}) => {
  const { page } = application
  await connect(page, service)
  const open = await openCreate(page)
  await open.getByLabel('Name').fill('typed with care')
  await open.getByLabel('Description').fill('and described')
  await service.stop()
  await open.getByRole('button', { name: 'Create key' }).click()
  await expect(open.getByRole('alert')).toContainText(/Nothing was (sent|changed)/)
  await expect(open.getByLabel('Name')).toHaveValue('typed with care')
  await expect(open.getByLabel('Description')).toHaveValue('and described')

  await service.start()
  await open.getByRole('button', { name: 'Create key' }).click()
  await expect(dialog(page, 'Store your new API key')).toContainText('typed with care')
})

test('after a restart everything is still there, also without the service', async ({
  launcher,
  service,
}) => {
  const first = await launcher.start()
  await connect(first.page, service)
  // Until then the window refuses to close, and asks.
  await acknowledge(await create(first.page, 'lasting'))
  await first.quit()

  const second = await launcher.start()
  await expectLive(second.page)
  await expect(rowOf(second.page, 'lasting')).toBeVisible()
  await second.crash()

  await service.stop()
  const third = await launcher.start()
  await expect(rowOf(third.page, 'lasting')).toBeVisible()
  await expect(third.page.getByRole('status', { name: 'Sync state' })).toContainText('offline')
})
