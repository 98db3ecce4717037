import { dialog, expectLive, fillConnection, go, rowOf } from '../../tools/administrator.ts'
import { expectAccessible } from './axe.ts'
import { expect, test } from './fixture.ts'
import { startSlowService } from './slow-service.ts'

test('a long first read says how far it is, is stopped, found wanting, and gone on with', async ({
  application,
  service,
}) => {
  test.setTimeout(120_000)
  const { page } = application
  for (let made = 1; made <= 7; made++) await service.createKey('preview', { name: `key-${made}` })
  const slow = await startSlowService(service, { pageSize: 3 })
  const open = await fillConnection(page, {
    ...{ url: slow.url, ca: slow.certificate },
    ...slow.tokens,
  })
  await open.getByRole('button', { name: 'Save' }).click()
  await expect(open).toBeHidden()

  // What is here can be used at once, and nobody is told that it is all there is.
  await expect(rowOf(page, 'key-7')).toBeVisible()
  await expect(page.getByText('3 of 7 so far')).toBeVisible()
  const progress = page.getByRole('progressbar', { name: 'Reading the list' })
  await expect(progress).toHaveAttribute('aria-valuenow', '42')
  await expect(page.getByRole('status', { name: 'Sync state' })).toHaveText('Syncing')
  await expectAccessible(page, 'a list that is being read')

  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText('Stopped at 3 of 7')).toBeVisible()
  await expect(page.getByRole('status', { name: 'Sync state' })).toHaveText('Stopped')
  await expect(progress).toBeHidden()

  // Who looks for a key that is missing is told that it may be among the others.
  const box = page.getByRole('searchbox', { name: 'Filter keys' })
  await box.fill('key-1')
  await expect(page.getByText('No key matches')).toBeVisible()
  await expect(page.getByText(/Only 3 of 7 are here so far/)).toBeVisible()
  await box.fill('')
  await go(page, 'Review')
  await expect(page.getByRole('list', { name: 'State of the lists' })).toContainText(
    'stopped at 3 of 7',
  )
  await go(page, 'Keys')

  slow.release()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expectLive(page)
  await expect(page.getByText(/^All 7 keys, as of \d\d:\d\d$/)).toBeVisible()
  await expect(rowOf(page, 'key-1')).toBeVisible()
  const first = slow.pages().filter(({ searchParams }) => !searchParams.get('cursor'))
  expect(first, 'the first page is not read again').toHaveLength(1)
  await slow.close()
})

test('a list of which all is here says so, and stays so while it is looked at again', async ({
  application,
  service,
}) => {
  const { page } = application
  await service.createKey('preview', { name: 'checkout' })
  const open = await fillConnection(page, {
    ...{ url: service.url, ca: service.certificate },
    ...service.tokens,
  })
  await open.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText(/^1 key, as of \d\d:\d\d$/)).toBeVisible()
  await service.createKey('preview', { name: 'billing' })
  await expect(page.getByText(/^All 2 keys, as of \d\d:\d\d$/)).toBeVisible()
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(page.getByText(/^All 2 keys, as of \d\d:\d\d$/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Stop' })).toBeHidden()
})

test('a connection whose read was stopped is read again by whoever asks for it', async ({
  application,
  service,
}) => {
  const { page } = application
  for (let made = 1; made <= 4; made++) await service.createKey('preview', { name: `key-${made}` })
  const slow = await startSlowService(service, { pageSize: 2 })
  const open = await fillConnection(page, {
    ...{ url: slow.url, ca: slow.certificate },
    ...slow.tokens,
  })
  await open.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText('Stopped at 2 of 4')).toBeVisible()
  slow.release()
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(page.getByText(/^All 4 keys, as of/)).toBeVisible()
  await expect(dialog(page, /./)).toBeHidden()
  await slow.close()
})
