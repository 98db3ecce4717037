import {
  acknowledge,
  connect,
  dialog,
  expectTopRight,
  go,
  readSecret,
  rowOf,
} from '../../../tools/administrator.ts'
import { expect, test } from '../fixture.ts'

test.use({ profile: 'environments' })

test('Environments: keys of Preview and Production in one list', async ({
  application,
  service,
}) => {
  test.setTimeout(120_000)
  const { page } = application
  await connect(page, service, 'Organization')

  // “In the sidebar, navigate to API Keys under the Settings section.”
  await go(page, 'Keys', 'API Keys')

  const make = async (name: string, environment: 'Preview' | 'Production', description = '') => {
    // “Click the Create API Key button in the top right corner.”
    const create = page.getByRole('button', { name: 'Create API Key', exact: true }).first()
    await expectTopRight(create)
    await create.click()
    // “A dialog will appear where you can define the properties of the new API key.”
    const form = dialog(page, 'Create API Key')
    // “Provide a Name and optionally a Description for the key.”
    await form.getByLabel('Name').fill(name)
    await form.getByLabel('Description').fill(description)
    // “Make sure to select the correct environment, as keys are only valid for the chosen environment and cannot be used
    // interchangeably.”
    await expect(form).toContainText('keys are only valid for the chosen environment')
    // “Choose the appropriate Environment — either Preview or Production.”
    await form.getByRole('combobox', { name: 'Environment' }).click()
    await page.getByRole('option', { name: environment }).click()
    // “Click Create API Key to generate your new key.”
    await form.getByRole('button', { name: 'Create API Key', exact: true }).click()
    // “After creation, your new API key will appear in a popup window.”
    const reveal = page.getByRole('dialog').filter({ hasText: 'I have stored it' })
    await expect(reveal).toContainText(environment)
    // “Store your API key securely. You will not be able to view it again after closing the popup.”
    await expect(reveal).toContainText('You will not be able to view it again')
    // “Copy the key immediately, as it will not be shown again after closing this dialog.”
    const secret = await readSecret(reveal)
    await acknowledge(reveal)
    await expect(page.getByText(secret)).toHaveCount(0)
    return secret
  }

  const preview = await make('web-shop', 'Preview', 'The shop, while it is tried')
  expect(await service.verify('preview', preview)).toMatchObject({ valid: true })

  // “keys are only valid for the chosen environment and cannot be used interchangeably”
  expect(await service.verify('production', preview)).toMatchObject({ code: 'WRONG_ENVIRONMENT' })

  // “Once created, your new API key will appear in the keys list.”
  const row = rowOf(page, 'web-shop')
  await expect(row).toBeVisible()

  // “The list shows key details such as name, environment, and creation date.”
  for (const name of ['Name', 'Environment', /^Creat/])
    await expect(page.getByRole('columnheader', { name })).toBeVisible()
  await expect(row).toContainText('Preview')
  await expect(row.locator('time')).toHaveAttribute('title', /\d{4}/)

  // “You can also create API keys for the Production environment using the same process.”
  // “Select Production in the Environment dropdown before creating the key.”
  const production = await make('payments', 'Production')
  expect(await service.verify('production', production)).toMatchObject({ valid: true })
  expect(await service.verify('preview', production)).toMatchObject({ code: 'WRONG_ENVIRONMENT' })

  // “Here you can view, create, and manage all API keys for your organization in both Preview and Production
  // environments.”
  await expect(rowOf(page, 'payments')).toContainText('Production')
  await expect(row).toContainText('Preview')

  // “You can generate multiple API keys for different environments or use cases.”
  // “There is no limit to the number of keys that can be created.”
  for (let made = 0; made < 120; made++)
    await service.createKey(made % 2 === 0 ? 'preview' : 'production', { name: `case-${made}` })
  // “All active keys will be visible in the list.”
  await expect(page.getByText('122 keys')).toBeVisible()

  // “To manage existing API keys, open the Actions menu next to a key.”
  const menu = async (name: string, action: string) => {
    await page.getByRole('searchbox').fill(name)
    await rowOf(page, name).getByRole('button', { name: 'Actions' }).click()
    await page.getByRole('menuitem', { name: action, exact: true }).click()
    const asked = page.getByRole('dialog').filter({ hasText: name })
    await expect(asked).toBeVisible()
    const typed = asked.getByLabel('Name of the key')
    if (await typed.isVisible()) await typed.fill(name)
    await asked.getByRole('button', { name: action, exact: true }).click()
    await expect(asked).toBeHidden()
  }

  // “You can revoke (temporarily disable) or delete (permanently remove) a key from the Actions menu.”
  await menu('payments', 'Revoke')
  // “Revoke temporarily disables the key (it can be reactivated later).”
  await expect(rowOf(page, 'payments')).toContainText('Revoked')
  expect(await service.verify('production', production)).toMatchObject({ code: 'SUSPENDED' })
  expect(await service.verify('preview', preview)).toMatchObject({ valid: true })
  await menu('payments', 'Reactivate')
  expect(await service.verify('production', production)).toMatchObject({ valid: true })

  // “Delete permanently removes the key from your organization.”
  await menu('payments', 'Delete')
  await expect(rowOf(page, 'payments')).toBeHidden()
  expect(await service.verify('production', production)).toMatchObject({ code: 'NOT_FOUND' })
  await menu('web-shop', 'Delete')
  expect(await service.verify('preview', preview)).toMatchObject({ code: 'NOT_FOUND' })

  // “You can create new keys or revoke existing ones at any time if needed.”
  await page.getByRole('button', { name: 'Help' }).click()
  const help = dialog(page, 'Help')
  await expect(help).toContainText('You can create new keys or revoke existing ones at any time')
  // “For security reasons, API keys are only shown once. Always store your keys securely and never share them publicly.”
  await expect(help).toContainText('API keys are only shown once. Always store your keys securely')
})
