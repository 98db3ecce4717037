import {
  acknowledge,
  connect,
  dialog,
  fillConnection,
  go,
  readSecret,
  rowOf,
} from '../../../tools/administrator.ts'
import { expect, test } from '../fixture.ts'

test.use({ profile: 'projects' })

test('Projects: a key from the empty page to its deletion', async ({ application, service }) => {
  test.setTimeout(120_000)
  const { page } = application
  await connect(page, service, 'Project')

  // “Open the project's API keys page.”
  await go(page, 'Keys')

  // “If you have none yet you'll see No API key has been created on this project. with a Create an API key button.”
  await expect(page.getByText('No API key has been created on this project.')).toBeVisible()

  // “Click Create an API key.”
  const creates = page
    .getByRole('main')
    .getByRole('button', { name: 'Create an API key', exact: true })
  await creates.last().click()

  // “Enter a Name that tells you what the key is for, then continue.”
  const form = dialog(page, 'Create an API key')
  await expect(form).toContainText('what the key is for')
  await form.getByLabel('Name').fill('reasoning-worker')
  await form.getByRole('button', { name: 'Continue' }).click()

  // “The new key is shown in full once, with the reminder Important: copy this key now, it will not be shown again.”
  const reveal = page.getByRole('dialog').filter({ hasText: 'I have stored it' })
  await expect(reveal).toContainText('Important: copy this key now, it will not be shown again.')
  const secret = await readSecret(reveal)
  // “Copy it and store it somewhere safe.”
  await acknowledge(reveal)

  // “The key starts with sk-project-.”
  expect(secret).toMatch(/^sk-project-/)
  // “An API key lets you connect an external service to this project, so it can run your applications programmatically
  // instead of through the site.”
  expect(await service.verify('preview', secret)).toMatchObject({ valid: true })

  // “After this, only a short preview (sk-project-... plus the last characters) is ever shown.”
  const preview = `sk-project-...${secret.slice(-4)}`
  const row = rowOf(page, 'reasoning-worker')
  await expect(row).toContainText(preview)
  await expect(page.getByText(secret)).toHaveCount(0)

  // “The list shows each key by its API key (name and preview), its Status, who it was Created by, and when it was Created
  // on.”
  await expect(page.getByRole('columnheader')).toHaveText([
    'API key',
    'Status',
    'Created by',
    'Created on',
    'Actions',
  ])
  await expect(row).toContainText('Active')
  await expect(row).toContainText('preview-admin')

  // “A reasoning started with a key shows API as its origin in your history.”
  await go(page, 'Activity')
  await page.getByRole('tab', { name: 'History' }).click()
  const history = page.getByRole('tabpanel', { name: 'History' })
  await expect(
    history
      .getByRole('listitem')
      .filter({ hasText: 'API' })
      .filter({ hasText: 'reasoning-worker' }),
  ).toBeVisible()

  // “Click Detail on a key to open it.”
  // “Open the API keys page, then click Detail on the key.”
  await go(page, 'Keys')
  await row.getByRole('button', { name: 'Detail', exact: true }).click()

  // “On API key details, change the Name, or set the Status to Active or Disabled.”
  const detail = dialog(page, 'API key details')
  await detail.getByLabel('Name').fill('reasoning-worker-eu')
  await detail.getByRole('combobox', { name: 'Status' }).click()
  await page.getByRole('option', { name: 'Disabled' }).click()

  // “Click Save.”
  await detail.getByRole('button', { name: 'Save' }).click()

  // “You'll see The API key has been updated.”
  await expect(page.getByText('The API key has been updated.')).toBeVisible()

  // “Disabling a key immediately blocks every call that uses it.”
  expect(await service.verify('preview', secret)).toMatchObject({ valid: false, code: 'SUSPENDED' })
  await expect(rowOf(page, 'reasoning-worker-eu')).toContainText('Disabled')

  // “Set it back to Active to allow calls again.”
  await detail.getByRole('combobox', { name: 'Status' }).click()
  await page.getByRole('option', { name: 'Active' }).click()
  await detail.getByRole('button', { name: 'Save' }).click()
  await expect(rowOf(page, 'reasoning-worker-eu')).toContainText('Active')
  expect(await service.verify('preview', secret)).toMatchObject({ valid: true })

  // “Open the key's detail page.”
  // “Under the delete section, click Delete.”
  await detail
    .getByRole('region', { name: 'Delete' })
    .getByRole('button', { name: 'Delete' })
    .click()
  const deleting = dialog(page, 'Delete API key')
  // “Any service still using it will stop working, so update those services first.”
  await expect(deleting).toContainText('Any service still using it will stop working')
  await deleting.getByRole('button', { name: 'Delete', exact: true }).click()

  // “The key is removed and can no longer be used.”
  await expect(rowOf(page, 'reasoning-worker-eu')).toBeHidden()
  expect(await service.verify('preview', secret)).toMatchObject({ code: 'NOT_FOUND' })
})

test('Projects: creating takes an administrator of the project', async ({
  application,
  service,
}) => {
  const { page } = application
  await service.createKey('preview', { name: 'reasoning-worker' })
  const codes = 'api_keys:view,api_keys:edit,api_keys:delete'
  const preview = await service.createToken('member', codes, 'preview')
  const form = await fillConnection(page, {
    ...{ name: 'Project', url: service.url, ca: service.certificate, preview },
  })
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(rowOf(page, 'reasoning-worker')).toBeVisible()

  // “Creating an API key requires being an administrator of the project.”
  const create = page.getByRole('button', { name: 'Create an API key' })
  await expect(create).toHaveAttribute(
    'aria-description',
    /Creating an API key requires being an administrator of the project\./,
  )
  const path = '/v1/environments/preview/keys'
  expect(await service.ask('POST', path, preview, { name: 'mine' })).toMatchObject({ status: 403 })

  // “From the API keys page you create a key, see the keys you already have, and open one to rename it, disable it or delete
  // it.”
  await rowOf(page, 'reasoning-worker').getByRole('button', { name: 'Detail' }).click()
  const detail = dialog(page, 'API key details')
  await expect(detail.getByRole('button', { name: 'Save' })).toBeVisible()
  await page.keyboard.press('Escape')

  // “The full key is shown only once, right after creation — copy it before you leave the page.”
  // “If you don't copy the key before leaving the page you can't see it again. Delete the key and create a new one if you lose
  // it.”
  await page.getByRole('button', { name: 'Help' }).click()
  const help = dialog(page, 'Help')
  await expect(help).toContainText('Delete the key and create a new one if you lose it.')
  // “Need help? Contact Support.”
  await expect(help).toContainText('Contact Support.')
})
