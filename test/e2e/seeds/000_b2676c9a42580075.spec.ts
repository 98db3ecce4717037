import {
  acknowledge,
  connect,
  copyText,
  dialog,
  expectTopRight,
  go,
  paste,
  readSecret,
  rowOf,
} from '../../../tools/administrator.ts'
import { expect, test } from '../fixture.ts'

test.use({ profile: 'consently' })

test('Consently: create, revoke, restore and delete a key', async ({ application, service }) => {
  const { page } = application
  // “A Consently account with access to the API Keys section”
  await connect(page, service, 'Consently')

  // “Click API Keys in the top navigation bar.”
  await go(page, 'Keys', 'API Keys')

  // “Click + Create API Key in the top-right corner.”
  const create = page.getByRole('button', { name: 'Create API Key', exact: true }).first()
  await expectTopRight(create)
  await create.click()
  const form = dialog(page, 'Create API Key')

  // “Tip: Use a name that identifies the integration or system this key will be used with, such as Analytics App or
  // Staging Environment.”
  await expect(form).toContainText('Use a name that identifies the integration or system')

  // “Enter a descriptive name in the Key Name field (e.g., My Integration Key), then click Create API Key.”
  await expect(form.getByLabel('Key Name')).toHaveAttribute('placeholder', /My Integration Key/)
  await form.getByLabel('Key Name').fill('My Integration Key')
  await form.getByRole('button', { name: 'Create API Key', exact: true }).click()
  const reveal = page.getByRole('dialog').filter({ hasText: 'My Integration Key' })

  // “Important: This is the only time the full key is displayed. Once you click Done, you will not be able to retrieve it
  // again. Store it in a secure location immediately.”
  await expect(reveal).toContainText('This is the only time the full key is displayed.')

  // “Click Copy Key to copy the full API key to your clipboard, then click Done.”
  await reveal.getByRole('button', { name: 'Copy Key', exact: true }).click()
  await expect(reveal).toContainText('Copied.')
  await acknowledge(reveal)
  const secret = await paste(page)
  // “API keys allow external tools and custom integrations to authenticate with Consently programmatically.”
  expect(await service.verify('preview', secret)).toMatchObject({ valid: true })
  // “Click API Keys in the top navigation → + Create API Key → enter a name → Create API Key → copy the key immediately.
  // Store it securely: the full key is shown only once.”
  await expect(page.getByText(secret)).toHaveCount(0)

  // “Your new key appears in the API Keys list with Active status.”
  const row = rowOf(page, 'My Integration Key')
  await expect(row).toContainText('Active')

  // “The key is listed with its name, a masked key prefix (e.g., cly_3bdf****fede), Active status, and the creation
  // timestamp.”
  const mask = `${secret.slice(0, 8)}****${secret.slice(-4)}`
  expect(mask).toMatch(/^cly_\w{4}\*{4}\w{4}$/)
  await expect(row).toContainText(mask)
  await expect(row.locator('time')).toHaveAttribute('title', /\d{4}/)

  // “Locate the key in the API Keys list.”
  // “Click Revoke in the Actions column for that key, then click Revoke in the confirmation dialog.”
  await row.getByRole('button', { name: 'Revoke', exact: true }).click()
  const revoking = page.getByRole('dialog').filter({ hasText: 'My Integration Key' })
  // “Revoking a key suspends its access without permanently deleting it. You can restore a revoked key later.”
  await expect(revoking).toContainText('suspends its access without permanently deleting it')
  await revoking.getByRole('button', { name: 'Revoke', exact: true }).click()
  await expect(revoking).toBeHidden()
  expect(await service.verify('preview', secret)).toMatchObject({ valid: false, code: 'SUSPENDED' })

  // “The key's status changes to Revoked and the Actions column now shows Restore and Delete.”
  await expect(row).toContainText('Revoked')
  await expect(row.getByRole('button')).toHaveText(['Restore', 'Delete', ''])

  // “Locate the key with Revoked status in the list.”
  await expect(rowOf(page, 'Revoked')).toContainText('My Integration Key')

  // “Click Restore in the Actions column, then click Restore in the confirmation dialog.”
  await row.getByRole('button', { name: 'Restore' }).click()
  const restoring = page.getByRole('dialog').filter({ hasText: 'My Integration Key' })
  await restoring.getByRole('button', { name: 'Restore' }).click()
  await expect(restoring).toBeHidden()

  // “The key's status returns to Active and it can authenticate requests again immediately.”
  expect(await service.verify('preview', secret)).toMatchObject({ valid: true })
  await expect(row).toContainText('Active')

  // “Revoke the key first (recommended)”
  // “If the key is currently active, revoke it first to confirm no active integrations depend on it.”
  await row.getByRole('button', { name: 'Delete', exact: true }).click()
  const deleting = page.getByRole('dialog').filter({ hasText: 'My Integration Key' })
  await expect(deleting).toContainText('Revoke it first')
  await deleting.getByRole('button', { name: 'Cancel' }).click()
  await row.getByRole('button', { name: 'Revoke', exact: true }).click()
  await revoking.getByRole('button', { name: 'Revoke', exact: true }).click()
  await expect(row).toContainText('Revoked')
  await row.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(deleting.getByRole('button', { name: 'Delete', exact: true })).toBeVisible()
  await expect(deleting).not.toContainText('Revoke it first')

  // “Deleting a key is permanent and cannot be undone. Any integrations using this key will lose access immediately.”
  await expect(deleting).toContainText(/permanent/i)

  // “Deletion is permanent. Any service or integration using this key will stop working immediately and cannot be
  // recovered.”
  await expect(deleting).toContainText(
    'Any service or integration using this key will stop working',
  )

  // “Click Delete in the Actions column, then click Delete in the confirmation dialog.”
  await deleting.getByRole('button', { name: 'Delete', exact: true }).click()

  // “The key is permanently removed from your API Keys list.”
  await expect(row).toBeHidden()
  expect(await service.verify('preview', secret)).toMatchObject({ valid: false, code: 'NOT_FOUND' })
})

test('Consently: the two cases of its troubleshooting', async ({ application, service }) => {
  const { page } = application
  // “You can create multiple keys, revoke them to suspend access temporarily, and delete them permanently when they are no
  // longer needed.”
  const forgotten = await service.createKey('preview', { name: 'Analytics App' })
  const { key, secret } = await service.createKey('preview', { name: 'Staging Environment' })
  await connect(page, service, 'Consently')
  await page.getByRole('button', { name: 'Help' }).click()
  const help = dialog(page, 'Help')
  const answers = (question: string) =>
    help.locator('section').filter({ has: page.getByRole('heading', { name: question }) })

  // “Now that you have an API key, you should: Review your installation options to understand how Consently integrates with
  // your stack. Manage your account settings to keep your Consently account secure.”
  await expect(answers("What's Next").getByRole('listitem')).toHaveText([
    'Review your installation options to understand how Consently integrates with your stack',
    'Manage your account settings to keep your Consently account secure',
  ])

  // “I forgot to copy my key before clicking Done”
  const lost = answers('I forgot to copy my key before clicking Done')
  // “Why this happens: Consently displays the full key only once at creation for security.”
  await expect(lost).toContainText('Consently displays the full key only once at creation')
  // “Solution: The existing key cannot be recovered. Delete the old key and create a new one, then copy it before closing the
  // modal.”
  await expect(lost).toContainText('The existing key cannot be recovered.')

  // “My key is Active but requests are being rejected”
  const rejected = answers('My key is Active but requests are being rejected')
  await expect(rejected.getByRole('listitem')).toHaveText([
    /^Confirm you are using the full key value copied at creation, not the masked prefix/,
    /^Check that the key has not been accidentally revoked by viewing its status/,
    /^If the issue persists, revoke the key, create a new one, and update your integration/,
  ])
  await help.getByRole('button', { name: 'Close' }).last().click()

  const check = async (text: string) => {
    await copyText(page, text)
    await page.getByRole('button', { name: 'Help' }).click()
    await help.getByRole('button', { name: 'Check a key' }).click()
    const asked = dialog(page, 'Check the key on the clipboard')
    await asked.getByRole('button', { name: 'Check the key' }).click()
    return asked
  }
  // “Confirm you are using the full key value copied at creation, not the masked prefix shown in the list”
  const masked = await check(key.mask ?? '')
  await expect(masked).toContainText('masked prefix shown in the list')
  expect(await service.verify('preview', key.mask ?? '')).toMatchObject({ code: 'MASKED' })
  await page.keyboard.press('Escape')

  // “Check that the key has not been accidentally revoked by viewing its status in the API Keys list”
  await service.act('preview', key.id, 'suspend')
  await expect(rowOf(page, 'Staging Environment')).toContainText('Revoked')
  const revoked = await check(secret)
  await expect(revoked).toContainText('Revoked')
  await expect(page.getByText(secret)).toHaveCount(0)
  await page.keyboard.press('Escape')

  // “Delete the old key and create a new one, then copy it before closing the modal.”
  // “If the issue persists, revoke the key, create a new one, and update your integration with the new value”
  await rowOf(page, 'Analytics App').getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(rowOf(page, 'Analytics App')).toBeHidden()
  expect(await service.verify('preview', forgotten.secret)).toMatchObject({ code: 'NOT_FOUND' })
  await page.getByRole('button', { name: 'Create API Key' }).first().click()
  const form = dialog(page, 'Create API Key')
  await form.getByLabel('Key Name').fill('Analytics App')
  await form.getByRole('button', { name: 'Create API Key' }).click()
  const reveal = page.getByRole('dialog').filter({ hasText: 'I have stored it' })
  const fresh = await readSecret(reveal)
  await acknowledge(reveal)
  expect(await service.verify('preview', fresh)).toMatchObject({ valid: true })
})
