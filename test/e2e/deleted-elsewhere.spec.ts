import { change, connect, dialog, go, openDetail, rowOf } from '../../tools/administrator.ts'
import { expectAccessible } from './axe.ts'
import { expect, test } from './fixture.ts'

test('what a colleague deletes is said to be gone, where it was open and in a list of its own', async ({
  application,
  service,
}) => {
  const { page } = application
  const { key: billing } = await service.createKey('preview', {
    name: 'billing',
    description: 'Invoices of the shop',
  })
  const { key: crm } = await service.createKey('preview', { name: 'crm' })
  await service.createKey('preview', { name: 'checkout' })
  await connect(page, service)
  await expect(page.getByText(/^All 3 keys/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Deleted elsewhere' })).toBeHidden()

  // It goes while somebody looks at it.
  const detail = await openDetail(page, 'billing')
  await service.deleteKey('preview', billing.id)
  const said = detail.getByRole('alert', { name: 'Deleted elsewhere' })
  await expect(said).toContainText(/Last seen \d\d:\d\d, gone since \d\d:\d\d/)
  await expect(detail).toContainText('Invoices of the shop')
  await expect(detail.getByRole('button', { name: 'Delete' })).toBeHidden()
  await expectAccessible(page, 'a key that is gone')
  await page.keyboard.press('Escape')
  await expect(rowOf(page, 'billing')).toBeHidden()

  // What is deleted here is not elsewhere.
  await service.deleteKey('preview', crm.id)
  await expect(rowOf(page, 'crm')).toBeHidden()
  await change(page, 'checkout', 'Delete')
  await expect(page.getByText('No API keys in Preview yet')).toBeVisible()

  const door = page.getByRole('button', { name: 'Deleted elsewhere (2)' })
  await door.click()
  const open = dialog(page, 'Deleted elsewhere')
  const gone = open.getByRole('listitem')
  await expect(gone).toHaveCount(2)
  await expect(gone.first()).toContainText('crm')
  await expect(gone.last()).toContainText(/billing.*Last seen \d\d:\d\d, gone since \d\d:\d\d/)
  await expectAccessible(page, 'what was deleted elsewhere')

  const search = open.getByRole('searchbox', { name: 'Search what was deleted' })
  await expect(search).toBeFocused()
  await search.fill('invoices')
  await expect(gone).toHaveCount(1)
  await search.fill('nothing like it')
  await expect(open).toContainText('Nothing of this matches.')
  await search.fill('bill')
  await gone.getByRole('button', { name: 'billing' }).click()
  await expect(open).toBeHidden()
  await expect(detail.getByRole('alert', { name: 'Deleted elsewhere' })).toBeVisible()
  await page.keyboard.press('Escape')

  await go(page, 'Review')
  await expect(page.getByRole('button', { name: 'Deleted elsewhere (2)' })).toBeVisible()
})
