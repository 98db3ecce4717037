import { connect, dialog, go, rowOf, start } from '../../../tools/administrator.ts'
import { expect, test } from '../fixture.ts'

test('of two edits at a time both are shown, and none is lost', async ({
  application,
  service,
}) => {
  const { page } = application
  const { key } = await service.createKey('preview', { name: 'checkout' })
  await connect(page, service)
  await rowOf(page, 'checkout').getByText('checkout').click()
  const detail = dialog(page, 'checkout')
  await detail.getByRole('button', { name: 'Edit', exact: true }).click()
  await detail.getByLabel('Name').fill('checkout-mine')
  await service.edit('preview', key.id, { name: 'checkout-theirs' })
  await detail.getByRole('button', { name: 'Save', exact: true }).click()

  // “edit of something another administrator changed meanwhile (412: show both, overwrite nothing)”
  const conflict = detail.getByRole('alert', { name: 'Changed elsewhere' })
  await expect(conflict).toContainText('checkout-theirs')
  await expect(conflict).toContainText('checkout-mine')
  await expect(detail.getByLabel('Name')).toHaveValue('checkout-mine')
  await expect(rowOf(page, 'checkout-theirs')).toBeVisible()
  await conflict.getByRole('button', { name: 'Use the service’s' }).click()
  await expect(conflict).toBeHidden()
  await expect(rowOf(page, 'checkout-mine')).toHaveCount(0)
})

test('a name that must be unique is refused however it is written, and stays in the form', async ({
  application,
  service,
}) => {
  const { page } = application
  await service.createSystem('preview', 'crm-integration')
  await service.createSystem('preview', 'mobile-app-ios')
  await connect(page, service)
  await go(page, 'Systems')
  await page.getByRole('button', { name: 'Create system' }).first().click()
  const form = dialog(page, 'Create system')
  // “Unique-name conflict (409, trimmed and case-folded)”
  for (const taken of ['crm-integration', ' crm-integration  ', 'CRM-Integration']) {
    await form.getByLabel('Name').fill(taken)
    await form.getByRole('button', { name: 'Create system' }).click()
    await expect(form.getByLabel('Name')).toHaveAccessibleDescription(/Upper and lower case/)
    await expect(form.getByLabel('Name')).toHaveValue(taken)
  }
  await form.getByRole('button', { name: 'Cancel' }).click()
  await rowOf(page, 'mobile-app-ios').getByRole('button', { name: 'View' }).click()
  const detail = dialog(page, 'mobile-app-ios')
  await detail.getByRole('button', { name: 'Edit', exact: true }).click()
  await detail.getByLabel('Name').fill('CRM-INTEGRATION')
  await detail.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(detail.getByLabel('Name')).toHaveAccessibleDescription(/Upper and lower case/)
  await page.keyboard.press('Escape')
  await expect(rowOf(page, 'mobile-app-ios')).toBeVisible()
})

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
  const { key, secret } = await service.createKey('preview', { name: 'checkout' })
  await connect(page, service)
  const row = rowOf(page, 'checkout')
  await row.getByRole('button', { name: 'Rotate' }).click()
  const rotating = page.getByRole('dialog').filter({ hasText: 'checkout' })
  await service.act('preview', key.id, 'revoke')
  // “rotate of a revoked key”
  // Whether the service refuses it or the page has heard of it first, which disables the button.
  const send = rotating.getByRole('button', { name: 'Rotate', exact: true })
  await send.click({ force: true })
  await expect(send).toHaveAttribute('aria-description', /Revoked/)
  await expect(row).toContainText('Revoked')
  await expect(page.getByRole('dialog').filter({ hasText: 'I have stored it' })).toBeHidden()
  expect(await service.verify('preview', secret)).toMatchObject({ code: 'REVOKED' })
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
  // “generate where a key exists”
  // Whether the service refuses it or the page has heard of the key first, which disables the button: no second key.
  await generate.click({ force: true })
  await expect(generate).toHaveAttribute('aria-description', /already been generated/)
  await expect(page.getByRole('dialog').filter({ hasText: 'I have stored it' })).toBeHidden()
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
  // “delete of something already gone (success with a note)”
  await deleting.getByRole('button', { name: 'Delete' }).click()
  await expect(deleting).toBeHidden()
  await expect(page.getByRole('alert').filter({ hasText: /already/ })).toBeVisible()
  await expect(rowOf(page, 'checkout')).toBeHidden()
})
