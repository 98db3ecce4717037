import {
  acknowledge,
  dialog,
  fillConnection,
  go,
  readSecret,
  rowOf,
} from '../../../tools/administrator.ts'
import { expect, test } from '../fixture.ts'

test.use({ profile: 'api-access' })

test('API access: create, hand over, rotate and revoke', async ({ application, service }) => {
  test.setTimeout(150_000)
  const { page } = application

  // “If your plan does not include it, the page shows an Upgrade required warning.”
  await service.setPlan('Starter')
  const connecting = await fillConnection(page, {
    ...{ name: 'Workspace', url: service.url, ca: service.certificate, ...service.tokens },
  })
  await connecting.getByRole('button', { name: 'Save' }).click()
  const upgrade = page.getByRole('heading', { name: 'Upgrade required' })
  await expect(upgrade).toBeVisible()
  // “API Access is available only on supported paid plans.”
  await service.setPlan('Business')
  await expect(upgrade).toBeHidden()

  // “Open /settings/api-access to manage API keys for approved technical integrations.”
  await go(page, 'Keys', 'API Access')

  // “Create new API key”
  await page.getByRole('button', { name: 'Create API Key', exact: true }).first().click()
  const form = dialog(page, 'Create API Key')

  // “Use names that identify purpose and environment without exposing sensitive values: prod-main-app, staging-api,
  // crm-integration”
  for (const example of ['prod-main-app', 'staging-api', 'crm-integration'])
    await expect(form).toContainText(example)

  // “Avoid using personal names or sensitive customer information in key names.”
  const name = form.getByLabel('Name')
  const warnings = [
    ['anna.schmidt@example.com', 'This looks like an e-mail address.'],
    ['Maria Garcia', 'This looks like the name of a person.'],
    ['+49 170 1234567', 'This looks like the number of a phone'],
    ['sk-live-9aV3kQ7xT2mZ8pL4wR6yB1nC5dF0gH', 'This looks like a key or another secret.'],
  ] as const
  for (const [bad, warning] of warnings) {
    await name.fill(bad)
    await expect(form).toContainText(warning)
    await expect(form.getByRole('button', { name: 'Create anyway', exact: true })).toBeVisible()
  }

  // “Enter a clear key name.”
  await name.fill('crm-integration')
  await expect(form).not.toContainText('This looks like')
  // “Optional expiry date”
  await expect(form.getByRole('combobox', { name: 'Expiry' })).toHaveValue('Never')
  // “Set an expiry date if your organization requires one.”
  await form.getByRole('combobox', { name: 'Expiry' }).click()
  await page.getByRole('option', { name: '90 days' }).click()
  // “Click Create API Key.”
  await form.getByRole('button', { name: 'Create API Key', exact: true }).click()
  // “The newly created key is shown immediately so you can copy it.”
  // “Copy newly created key”
  // “Copy the new key when it appears.”
  const reveal = page.getByRole('dialog').filter({ hasText: 'I have stored it' })
  const secret = await readSecret(reveal)
  // “Treat it as sensitive information and share it only with the technical owner who needs it.”
  await expect(reveal).toContainText('share it only with the technical owner')
  // “Store it in your approved secure location.”
  await acknowledge(reveal)
  expect(await service.verify('preview', secret)).toMatchObject({ valid: true })

  // “View existing keys”
  // “The key list can show: Name, Prefix, Usage count, Last used date, Expiry date, Status, Actions”
  await expect(page.getByRole('columnheader')).toHaveText([
    'Name',
    'Prefix',
    'Usage count',
    'Last used date',
    'Expiry date',
    'Status',
    'Actions',
  ])
  const row = rowOf(page, 'crm-integration')
  // “The prefix helps you identify a key later without exposing the full key.”
  await expect(row).toContainText(secret.slice(-4))
  await expect(page.getByText(secret)).toHaveCount(0)
  // “View usage and status information”
  await expect(row.getByRole('gridcell').nth(2)).toHaveText('1')
  await expect(row).toContainText('Active')

  await expect(row).toContainText(/in 90d/)

  // “Rotate key”
  // “Use Rotate when a key should be replaced.”
  await row.getByRole('button', { name: 'Rotate', exact: true }).click()
  const rotating = page.getByRole('dialog').filter({ hasText: 'Tell the technical owner' })
  // “Do not rotate production keys without coordinating with the person or team using them.”
  await expect(rotating).toContainText('Do not rotate production keys without coordinating')
  // “Tell the technical owner before rotating.”
  await rotating.getByLabel('Tell the technical owner before rotating.').check()
  // “Rotate the key.”
  await rotating.getByRole('button', { name: 'Rotate' }).click()
  const second = await readSecret(reveal)
  await acknowledge(reveal)
  expect(second).not.toBe(secret)
  expect(await service.verify('preview', second)).toMatchObject({ valid: true })
  expect(await service.verify('preview', secret)).toMatchObject({ valid: false, code: 'REPLACED' })

  // “Copy and deliver the new key through your approved secure process.”
  await row.getByText('crm-integration').click()
  const detail = dialog(page, 'crm-integration')
  await detail
    .getByLabel('Copy and deliver the new key through your approved secure process.')
    .check()
  // “Ask the technical owner to confirm the update is complete.”
  // It goes with its list as soon as it is ticked: `check` would look for it afterwards.
  await detail.getByLabel('Ask the technical owner to confirm the update is complete.').click()
  await expect(detail.getByText('Hand-off')).toBeHidden()
  await page.keyboard.press('Escape')

  // “Revoke key”
  // “Use Revoke when a key should no longer be usable.”
  await row.getByRole('button', { name: 'Revoke', exact: true }).click()
  const revoking = dialog(page, /^Revoke/)
  const confirm = revoking.getByRole('button', { name: 'Revoke' })
  await expect(confirm).toHaveAttribute('aria-disabled', 'true')
  // “Confirm the key is no longer needed”
  await revoking.getByLabel('Confirm the key is no longer needed').check()
  // “Confirm any replacement key is already in use”
  await revoking.getByLabel('Confirm any replacement key is already in use').check()
  // “Check with the technical owner if you are unsure”
  await revoking.getByLabel('Check with the technical owner if you are unsure').check()
  await confirm.click()
  await expect(revoking).toBeHidden()
  await expect(row).toContainText('Revoked')
  expect(await service.verify('preview', second)).toMatchObject({ code: 'REVOKED' })

  // “Revocation cannot be undone for that key.”
  await expect(row.getByRole('button', { name: 'Restore' })).toHaveCount(0)
  await expect(row.getByRole('button', { name: 'Rotate' })).toHaveAttribute('aria-disabled', 'true')

  // “Create keys only when there is a clear business need.”
  // “Use purpose-based names.”
  // “Copy and store new keys immediately.”
  // “Share keys only through approved secure channels.”
  // “Rotate keys with coordination.”
  // “Revoke unused or stale keys promptly.”
  await page.getByRole('button', { name: 'Help' }).click()
  const checklist = dialog(page, 'Help')
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'User checklist' }) })
  await expect(checklist.getByRole('listitem')).toHaveText([
    'Create keys only when there is a clear business need.',
    'Use purpose-based names.',
    'Copy and store new keys immediately.',
    'Share keys only through approved secure channels.',
    'Rotate keys with coordination.',
    'Revoke unused or stale keys promptly.',
  ])
})

test('API access: who is not authorized is told so', async ({ application, service }) => {
  const { page } = application
  await service.createKey('preview', { name: 'crm-integration' })
  const preview = await service.createToken('reader', 'api_access:view', 'preview')
  const form = await fillConnection(page, {
    ...{ name: 'Workspace', url: service.url, ca: service.certificate, preview },
  })
  await form.getByRole('button', { name: 'Save' }).click()
  const row = rowOf(page, 'crm-integration')
  await expect(row).toBeVisible()

  // “Only authorized workspace users should create, rotate, or revoke API keys.”
  const sentence = /Only authorized workspace users should create, rotate, or revoke API keys\./
  for (const button of [
    page.getByRole('button', { name: 'Create API Key' }),
    row.getByRole('button', { name: 'Rotate' }),
    row.getByRole('button', { name: 'Revoke' }),
  ])
    await expect(button).toHaveAttribute('aria-description', sentence)
})
