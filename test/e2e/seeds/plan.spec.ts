import { connect, dialog, go, rowOf } from '../../../tools/administrator.ts'
import { expect, test } from '../fixture.ts'

test.use({ profile: 'api-access' })

test('a plan that is downgraded while the page is open takes the buttons, not the list', async ({
  application,
  service,
}) => {
  test.setTimeout(150_000)
  const { page } = application
  await service.createKey('preview', { name: 'crm-integration' })
  await connect(page, service)
  const row = rowOf(page, 'crm-integration')
  await expect(row).toBeVisible()

  // “plan downgraded while the page is open”
  await service.setPlan('Starter')
  await expect(page.getByRole('alert').filter({ hasText: 'Upgrade required' })).toBeVisible()
  await expect(row).toBeVisible()
  const create = page.getByRole('button', { name: 'Create API Key' }).first()
  await expect(create).toHaveAttribute('aria-description', /plan/)
  await expect(row.getByRole('button', { name: 'Rotate' })).toHaveAttribute(
    'aria-description',
    /plan/,
  )
  // A leaked key can be stopped whatever the plan.
  await row.getByRole('button', { name: 'Revoke' }).click()
  const revoking = dialog(page, /^Revoke/)
  await expect(revoking.getByRole('checkbox')).toHaveCount(3)
  for (const box of await revoking.getByRole('checkbox').all()) await box.check()
  await revoking.getByRole('button', { name: 'Revoke' }).click()
  await expect(revoking).toBeHidden()
  await expect(row).toContainText('Revoked')

  await service.setPlan('Business')
  // What refuses is asked ever more slowly, but every minute.
  await expect(create).not.toHaveAttribute('aria-disabled', 'true', { timeout: 60_000 })
})

test('a downgrade between opening the form and sending it loses nothing that was typed', async ({
  application,
  service,
}) => {
  const { page } = application
  await connect(page, service)
  await go(page, 'Keys', 'API access')
  await page.getByRole('button', { name: 'Create API Key' }).first().click()
  const form = dialog(page, 'Create API Key')
  await form.getByLabel('Name').fill('crm-integration')
  await service.setPlan('Starter')
  const send = form.getByRole('button', { name: 'Create API Key' })
  // Whether the service refuses it or the page has heard of the plan first, which disables the button: both say why.
  await send.click({ force: true })
  await expect(send).toHaveAttribute('aria-description', /plan/)
  await expect(form.getByLabel('Name')).toHaveValue('crm-integration')
})
