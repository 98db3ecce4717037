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
  // “The API Key Management feature allows administrators to create and manage systems that own API keys for tenant
  // integration with external applications.”
  // “An active Consentrix Account.”
  // “Log in to the Consentrix platform.”
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

  // “Create System: Create a new system API entry for the tenant”
  // “On the API Key Management page, click Create API key.”
  await page.getByRole('button', { name: 'Create API key', exact: true }).click()
  // “On the Create System page: Enter a unique System Name”
  const form = dialog(page, 'Create System')
  // “Each system represents a registered client application that needs to authenticate with the Consentrix API.”
  // “A System is a registered API client that will own an API key for authenticating with the Consentrix API.”
  await expect(form).toContainText('A System is a registered API client that will own an API key')

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
  await form.getByRole('button', { name: 'Submit', exact: true }).click()

  // “You will be redirected to the System Detail page.”
  const detail = dialog(page, 'mobile-app-ios')
  await expect(detail).toBeVisible()

  // “The System Detail page displays information about a specific system”
  await expect(detail).toContainText('System Detail')
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

  // “Once a system is created, you can generate an API key for it.”
  // “Generate API Key: Generate a secure API key (shown only once for security)”
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
  // “The full API key cannot be viewed again. If lost, you must revoke and generate a new one.”
  await expect(page.getByText(secret)).toHaveCount(0)

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
  // “Edit System: Modify system name”
  // “You can modify the name of an existing system.”
  // “On the System Detail page, click Edit.”
  await detail.getByRole('button', { name: 'Edit', exact: true }).click()
  // “Modify the System Name as needed.”
  await detail.getByLabel('System Name').fill('mobile-app')
  // “Click Save.”
  await detail.getByRole('button', { name: 'Save', exact: true }).click()
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
  // “Revoke API Key: Invalidate an existing API key”
  // “Revoking an API key immediately invalidates it.”
  expect(await service.verify('preview', secret)).toMatchObject({ valid: false })

  // “After revocation, the system will show "Not generated" as the API key mark. You can generate a new key if needed.”
  await expect(rowOf(page, 'mobile-app')).toContainText('Not generated')
  await renamed.getByRole('button', { name: 'Generate API Key', exact: true }).click()
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
  // “Delete System: Remove a system and its API key”
  // “Deleting a system permanently removes it and its API key from the system.”
  await expect(rowOf(page, 'mobile-app')).toBeHidden()
  expect(await service.verify('preview', again)).toMatchObject({ code: 'NOT_FOUND' })

  // “Search: Filter systems by name”
  // “You can filter the system list by name”
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

  await go(page, 'Systems', 'API Key Management')
  await page.getByRole('button', { name: 'Help' }).click()
  const advice = (title: string) =>
    dialog(page, 'Help')
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: title, exact: true }) })
  // “Use this when you suspect a key has been compromised or when an application is no longer active.”
  await expect(advice('Revoke an API Key')).toContainText('Use this when you suspect a key')
  // “Use clear, descriptive names that indicate the application or service”
  await expect(advice('System Naming Conventions')).toContainText('Use clear, descriptive names')
  // “Store the API key in your application's secrets manager”
  // “Never hard-code the API key in source code or commit it to a repository.”
  // “Use separate systems for separate applications — do not share one key across multiple services.”
  await expect(advice('Security Best Practices').getByRole('listitem')).toHaveText([
    "Store the API key in your application's secrets manager",
    'Never hard-code the API key in source code or commit it to a repository.',
    'Use separate systems for separate applications — do not share one key across multiple services.',
  ])
  // “Store Securely: Save API keys in your application's secrets manager or environment variables.”
  // “Never Commit: Do not hard-code API keys in source code or commit them to repositories.”
  // “One Key Per Service: Create separate systems for each application — do not share keys across services.”
  // “Rotate Regularly: Revoke and regenerate keys periodically or when team members leave.”
  await expect(advice('API Key Security').getByRole('listitem')).toHaveText([
    /^Store Securely: Save API keys in your application's secrets manager/,
    /^Never Commit: Do not hard-code API keys in source code/,
    /^One Key Per Service: Create separate systems for each application/,
    /^Rotate Regularly: Revoke and regenerate keys periodically/,
    /^Monitor Usage: Use the Audit Log to track API key activities/,
  ])
  // “Document Systems: Maintain an internal registry of systems and their purposes.”
  // “Review Periodically: Audit systems regularly and delete unused ones.”
  // “Revoke Promptly: Immediately revoke keys for decommissioned applications.”
  await expect(advice('Lifecycle Management').getByRole('listitem')).toHaveText([
    'Document Systems: Maintain an internal registry of systems and their purposes.',
    'Review Periodically: Audit systems regularly and delete unused ones.',
    'Revoke Promptly: Immediately revoke keys for decommissioned applications.',
  ])
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
    await expect(page.getByRole('button', { name: 'Create API key', exact: true })).toBeVisible()
    await go(page, 'Activity')
    await page.getByRole('tab', { name: 'Audit Log' }).click()
    const log = page.getByRole('tabpanel', { name: 'Audit Log' })
    await expect(log).toContainText('api_key_management:view')
  })

  const buttons = ['Edit', 'Delete System', 'Generate API Key', 'Revoke API Key'] as const
  type Row = {
    readonly missing: string
    readonly refused: readonly (typeof buttons)[number][]
    /** For want of a key, or because there is one. */
    readonly idle: (typeof buttons)[number]
  }
  const rows: readonly Row[] = [
    // “api_key_management:create: Create systems and generate API keys”
    { missing: 'create', refused: ['Generate API Key'], idle: 'Revoke API Key' },
    // “api_key_management:edit: Edit system name and revoke API keys”
    { missing: 'edit', refused: ['Edit', 'Revoke API Key'], idle: 'Generate API Key' },
    // “api_key_management:delete: Delete systems”
    { missing: 'delete', refused: ['Delete System'], idle: 'Revoke API Key' },
  ]
  for (const { missing, refused, idle } of rows) {
    test(`${missing}: the buttons that need it say so, the others work`, async ({
      application,
      service,
    }) => {
      const { page } = application
      const code = `api_key_management:${missing}`
      const { key } = await service.createSystem('preview', 'mobile-app-ios')
      if (idle === 'Generate API Key') await service.generate('preview', key.id)
      await connectWithout(page, service, code)
      await expectLive(page)
      await go(page, 'Systems', 'API Key Management')

      // “Cannot see "Create API key" button: Your user account does not have the api_key_management:create permission. Contact
      // your administrator.”
      await expect(page.getByRole('button', { name: 'Create API key', exact: true })).toHaveCount(
        missing === 'create' ? 0 : 1,
      )
      await rowOf(page, 'mobile-app-ios').getByRole('button', { name: 'View' }).click()
      const detail = dialog(page, 'mobile-app-ios')
      const expectButton = async (name: Row['idle']) => {
        const button = detail.getByRole('button', { name, exact: true })
        if (refused.includes(name)) await expectRefused(button, code)
        else if (name !== idle) await expectUsable(button)
      }
      for (const name of buttons.slice(0, 2)) await expectButton(name)
      await detail.getByRole('button', { name: 'Manage API Key' }).click()
      for (const name of buttons.slice(2)) await expectButton(name)
    })
  }
})
