import type { Locator, Page } from '@playwright/test'
import {
  acknowledge,
  connect,
  dialog,
  expectLive,
  fillConnection,
  go,
  readSecret,
  rowOf,
} from '../../../tools/administrator.ts'
import type { KeyService } from '../../../tools/key-service.ts'
import { expect, test } from '../fixture.ts'

test.use({ profile: 'consentrix' })

test('Consentrix: a system, its key, and the end of both', async ({ application, service }) => {
  test.setTimeout(120_000)
  const { page } = application
  await service.createSystem('preview', 'crm-integration')
  // “An active Consentrix Account.”
  // “Appropriate permissions to manage API keys (see Required Permissions).”
  await connect(page, service, 'Consentrix')

  // “Go to Administration > API Key Management.”
  await go(page, 'Systems', 'API Key Management')

  // “You will see a list of all systems for your tenant with their names, API key marks (last 4 characters), and last
  // updated timestamps.”
  await expect(page.getByRole('columnheader')).toHaveText([
    'System Name',
    'API Key Mark',
    'Last Updated',
    'Actions',
  ])
  await expect(rowOf(page, 'crm-integration')).toContainText('Not generated')

  // “On the API Key Management page, click Create API key.”
  await page.getByRole('button', { name: 'Create API key' }).click()
  const form = dialog(page, 'Create System')

  // “Tip: Use descriptive names that indicate the application or service using the API key. This helps with
  // identification and auditing.”
  await expect(form).toContainText('Use descriptive names that indicate the application or service')

  // “Good Examples: mobile-app-ios, checkout-service, crm-integration. Avoid: app1, api, system.”
  await expect(form).toContainText('mobile-app-ios')
  await expect(form).toContainText('app1')

  // “Enter a unique System Name (e.g., mobile-app-ios, checkout-service, crm-integration).”
  await form.getByLabel('System Name').fill(' CRM-Integration ')
  await form.getByRole('button', { name: 'Submit' }).click()
  await expect(form.getByLabel('System Name')).toHaveAccessibleDescription(/already/)
  await form.getByLabel('System Name').fill('mobile-app-ios')

  // “Click Submit.”
  await form.getByRole('button', { name: 'Submit' }).click()

  // “You will be redirected to the System Detail page.”
  const detail = dialog(page, 'mobile-app-ios')
  await expect(detail).toBeVisible()

  // “System Name: Name of the system”
  await expect(detail.getByText('System Name')).toBeVisible()
  // “API Key Mark: Last 4 characters of the API key (or "Not generated")”
  await expect(
    detail.getByRole('definition').filter({ hasText: 'Not generated' }).first(),
  ).toBeVisible()
  // “Last Updated: Timestamp of last modification”
  await expect(detail.getByText('Last Updated')).toBeVisible()

  // “From this page, you can: Manage API Key (generate or revoke), Edit the system name, Delete the system”
  for (const name of ['Manage API Key', 'Edit', 'Delete System'])
    await expect(detail.getByRole('button', { name })).toBeVisible()

  // “From the System Detail page, click Manage API Key to navigate to the API key management page.”
  await detail.getByRole('button', { name: 'Manage API Key' }).click()

  // “"Revoke API Key" button is disabled: No API key has been generated for this system yet.”
  await expect(detail.getByRole('button', { name: 'Revoke API Key' })).toHaveAccessibleDescription(
    'No API key has been generated for this system yet.',
  )

  // “From the Manage API Key page, click Generate API Key.”
  await detail.getByRole('button', { name: 'Generate API Key' }).click()

  // “A dialog will appear displaying the full API key and its mark (last 4 characters).”
  const reveal = page.getByRole('dialog').filter({ hasText: 'I have stored it' })
  const secret = await readSecret(reveal)
  const mark = `••••••••••••${secret.slice(-4)}`
  await expect(reveal).toContainText(mark)
  expect(await service.verify('preview', secret)).toMatchObject({ valid: true })

  // “Copy the API key immediately and store it securely. The full key is only shown once for security purposes.”
  await expect(reveal).toContainText('only shown once')

  // “Click Close on the dialog.”
  await acknowledge(reveal, 'Close')

  // “"Generate API Key" button is disabled: An API key has already been generated for this system. To create a new key,
  // revoke the existing one first.”
  await expect(
    detail.getByRole('button', { name: 'Generate API Key' }),
  ).toHaveAccessibleDescription(
    'An API key has already been generated for this system. To create a new key, revoke the existing one first.',
  )

  // “The API key mark (e.g., ••••••••••••abcd) will be visible in the system list for identification.”
  await page.keyboard.press('Escape')
  await expect(rowOf(page, 'mobile-app-ios')).toContainText(mark)

  // “From the API Key Management list, click View on the system you want to edit.”
  await rowOf(page, 'mobile-app-ios').getByRole('button', { name: 'View' }).click()
  // “On the System Detail page, click Edit.”
  await detail.getByRole('button', { name: 'Edit' }).click()
  // “Modify the System Name as needed.”
  await detail.getByLabel('System Name').fill('mobile-app')
  // “Click Save.”
  await detail.getByRole('button', { name: 'Save' }).click()
  // “Confirm the changes.”
  await page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click()
  await expect(rowOf(page, 'mobile-app')).toBeVisible()
  expect(await service.verify('preview', secret)).toMatchObject({ valid: true })

  // “From the Manage API Key page, click Revoke API Key.”
  const renamed = dialog(page, 'mobile-app')
  await renamed.getByRole('button', { name: 'Manage API Key' }).click()
  await renamed.getByRole('button', { name: 'Revoke API Key' }).click()
  // “A confirmation dialog will appear explaining that the current API key will no longer be usable.”
  const revoking = page.getByRole('dialog').filter({ hasText: 'no longer be usable' })
  await expect(revoking).toContainText('mobile-app')
  // “Click Confirm to revoke the key.”
  await revoking.getByRole('button', { name: 'Confirm' }).click()
  await expect(revoking).toBeHidden()
  // “Revoking an API key immediately invalidates it.”
  expect(await service.verify('preview', secret)).toMatchObject({ valid: false })

  // “After revocation, the system will show "Not generated" as the API key mark. You can generate a new key if needed.”
  await expect(rowOf(page, 'mobile-app')).toContainText('Not generated')
  await renamed.getByRole('button', { name: 'Generate API Key' }).click()
  const again = await readSecret(reveal)
  await acknowledge(reveal, 'Close')
  expect(again).not.toBe(secret)
  expect(await service.verify('preview', again)).toMatchObject({ valid: true })

  // “From the System Detail page, click Delete System.”
  await renamed.getByRole('button', { name: /^Back/ }).click()
  await renamed.getByRole('button', { name: 'Delete System' }).click()
  // “A confirmation dialog will appear.”
  const deleting = dialog(page, 'Delete System')
  // “Warning: This action cannot be undone. Ensure no applications are using the system's API key before deletion.”
  await expect(deleting).toContainText('This action cannot be undone.')
  await expect(deleting).toContainText('Ensure no applications are using')
  // “Click Confirm to delete the system.”
  await deleting.getByRole('button', { name: 'Confirm' }).click()
  // “Deleting a system permanently removes it and its API key from the system.”
  await expect(rowOf(page, 'mobile-app')).toBeHidden()
  expect(await service.verify('preview', again)).toMatchObject({ code: 'NOT_FOUND' })

  // “In the search bar at the top of the API Key Management page, enter part or all of a system name.”
  await service.createSystem('preview', 'checkout-service')
  await expect(rowOf(page, 'checkout-service')).toBeVisible()
  const search = page.getByRole('searchbox')
  await search.pressSequentially('CRM')
  // “The table will filter to show matching systems.”
  await expect(rowOf(page, 'checkout-service')).toBeHidden()
  await expect(rowOf(page, 'crm-integration')).toBeVisible()
  // “Clear the search to view all systems.”
  await search.fill('')
  await expect(rowOf(page, 'checkout-service')).toBeVisible()

  // “Monitor Usage: Use the Audit Log to track API key activities and detect unusual patterns.”
  await go(page, 'Activity')
  await page.getByRole('tab', { name: 'Audit Log' }).click()
  const log = page.getByRole('tabpanel', { name: 'Audit Log' })
  for (const word of ['Generated', 'Revoked', 'Deleted'])
    await expect(log.getByRole('listitem').filter({ hasText: word }).first()).toContainText(
      'mobile-app',
    )

  // “Rotate Regularly: Revoke and regenerate keys periodically or when team members leave.”
  // “Review Periodically: Audit systems regularly and delete unused ones.”
  await go(page, 'Systems', 'API Key Management')
  await page.getByRole('button', { name: 'Help' }).click()
  for (const title of ['Security Best Practices', 'API Key Security', 'Lifecycle Management'])
    await expect(dialog(page, 'Help').getByRole('heading', { name: title })).toBeVisible()
})

const codes = ['view', 'create', 'edit', 'delete'].map(word => `api_key_management:${word}`)

/** Connects with a token that has every permission but `missing`. */
const connectWithout = async (page: Page, service: KeyService, missing: string): Promise<void> => {
  const rest = codes.filter(code => code !== missing)
  const preview = await service.createToken('limited', rest.join(','), 'preview')
  const form = { url: service.url, ca: service.certificate, preview }
  const open = await fillConnection(page, form)
  await open.getByRole('button', { name: 'Save' }).click()
  await expect(open).toBeHidden()
}

const expectRefused = (button: Locator, missing: string): Promise<void> =>
  expect(button).toHaveAttribute('aria-description', new RegExp(missing))

const expectUsable = (button: Locator): Promise<void> =>
  expect(button).not.toHaveAttribute('aria-disabled', 'true')

test.describe('Consentrix: a token that lacks one permission', () => {
  test('view: nothing is listed, and the page says whom to ask', async ({
    application,
    service,
  }) => {
    const { page } = application
    await service.createSystem('preview', 'mobile-app-ios')
    // “api_key_management:view: View systems and API keys”
    await connectWithout(page, service, 'api_key_management:view')
    await go(page, 'Systems', 'API Key Management')
    await expect(page.getByRole('alert')).toContainText('api_key_management:view')
    await expect(rowOf(page, 'mobile-app-ios')).toHaveCount(0)
  })

  const rows = [
    { missing: 'create', empty: true, refused: ['Generate API Key'] },
    { missing: 'edit', empty: false, refused: ['Edit', 'Revoke API Key'] },
    { missing: 'delete', empty: true, refused: ['Delete System'] },
  ] as const
  for (const { missing, empty, refused } of rows) {
    test(`${missing}: the buttons that need it say so, the others work`, async ({
      application,
      service,
    }) => {
      const { page } = application
      const code = `api_key_management:${missing}`
      const { key } = await service.createSystem('preview', 'mobile-app-ios')
      if (!empty) await service.generate('preview', key.id)
      await connectWithout(page, service, code)
      await expectLive(page)
      await go(page, 'Systems', 'API Key Management')

      // “api_key_management:create: Create systems and generate API keys”
      // “Cannot see "Create API key" button: Your user account does not have the api_key_management:create permission. Contact
      // your administrator.”
      await expect(page.getByRole('button', { name: 'Create API key' })).toHaveCount(
        missing === 'create' ? 0 : 1,
      )
      await rowOf(page, 'mobile-app-ios').getByRole('button', { name: 'View' }).click()
      const detail = dialog(page, 'mobile-app-ios')
      // “api_key_management:edit: Edit system name and revoke API keys”
      // “api_key_management:delete: Delete systems”
      const manage = ['Generate API Key', 'Revoke API Key']
      for (const name of ['Edit', 'Delete System'])
        (await (refused as readonly string[]).includes(name))
          ? await expectRefused(detail.getByRole('button', { name }), code)
          : await expectUsable(detail.getByRole('button', { name }))
      await detail.getByRole('button', { name: 'Manage API Key' }).click()
      for (const name of manage) {
        const button = detail.getByRole('button', { name })
        if ((refused as readonly string[]).includes(name)) await expectRefused(button, code)
      }
      const other = empty ? 'Generate API Key' : 'Revoke API Key'
      if (!(refused as readonly string[]).includes(other))
        await expectUsable(detail.getByRole('button', { name: other }))
    })
  }
})
