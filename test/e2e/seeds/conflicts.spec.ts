import { connect, dialog, go, rowOf, start } from '../../../tools/administrator.ts'
import { expect, test } from '../fixture.ts'

test('a change by somebody else between looking and confirming is shown, and nothing is overwritten', async ({
  application,
  service,
}) => {
  const { page } = application
  const { key, secret } = await service.createKey('preview', { name: 'checkout' })
  await connect(page, service)
  await start(page, 'checkout', 'Delete')
  const deleting = dialog(page, 'Delete API key')
  await service.edit('preview', key.id, { name: 'checkout-eu' })
  await deleting.getByRole('button', { name: 'Delete' }).click()
  const conflict = deleting.getByRole('alert', { name: 'Changed elsewhere' })
  await expect(conflict).toContainText('checkout-eu')
  expect(await service.verify('preview', secret)).toMatchObject({ valid: true })
  await deleting.getByRole('button', { name: 'Delete' }).click()
  await expect(deleting).toBeHidden()
  expect(await service.verify('preview', secret)).toMatchObject({ code: 'NOT_FOUND' })
})

test('a key that was revoked meanwhile is not rotated', async ({ application, service }) => {
  const { page } = application
  const { key } = await service.createKey('preview', { name: 'checkout' })
  await connect(page, service)
  const row = rowOf(page, 'checkout')
  await row.getByRole('button', { name: 'Rotate' }).click()
  const rotating = page.getByRole('dialog').filter({ hasText: 'checkout' })
  await service.act('preview', key.id, 'revoke')
  await rotating.getByRole('button', { name: 'Rotate' }).click()
  await expect(rotating.getByRole('alert')).toBeVisible()
  await expect(row).toContainText('Revoked')
  await expect(dialog(page, 'Store your new API key')).toBeHidden()
})

test('a system for which somebody else generated a key gets no second one', async ({
  application,
  service,
}) => {
  const { page } = application
  const { key } = await service.createSystem('preview', 'mobile-app-ios')
  await connect(page, service)
  await go(page, 'Systems')
  await rowOf(page, 'mobile-app-ios').getByRole('button', { name: 'View' }).click()
  const detail = dialog(page, 'mobile-app-ios')
  await detail.getByRole('button', { name: 'Manage API key' }).click()
  const generate = detail.getByRole('button', { name: 'Generate key' })
  await expect(generate).not.toHaveAttribute('aria-disabled', 'true')
  const { secret } = await service.generate('preview', key.id)
  await generate.click()
  await expect(detail).toContainText(/already been generated|changed/i)
  await expect(generate).toHaveAttribute('aria-disabled', 'true')
  expect(await service.verify('preview', secret)).toMatchObject({ valid: true })
})

test('what somebody else deleted first is a success with a note', async ({
  application,
  service,
}) => {
  const { page } = application
  const { key } = await service.createKey('preview', { name: 'checkout' })
  await connect(page, service)
  await start(page, 'checkout', 'Delete')
  const deleting = dialog(page, 'Delete API key')
  await service.deleteKey('preview', key.id)
  await deleting.getByRole('button', { name: 'Delete' }).click()
  await expect(deleting).toBeHidden()
  await expect(page.getByRole('alert').filter({ hasText: /already/ })).toBeVisible()
  await expect(rowOf(page, 'checkout')).toBeHidden()
})
