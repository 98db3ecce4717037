import {
  acknowledge,
  connect,
  create,
  dialog,
  expectLive,
  fillConnection,
  openCreate,
  rowOf,
} from '../../tools/administrator.ts'
import { expect, test } from './fixture.ts'

test('names: each bad one has its sentence, each unusual one is shown as it is', async ({
  application,
  service,
}) => {
  const { page } = application
  await connect(page, service)
  const open = await openCreate(page)
  const name = open.getByLabel('Name')
  const send = open.getByRole('button', { name: 'Create key' })
  const bad = [
    ['', /enter|fill|give/i],
    ['    ', /enter|fill|give/i],
    ['x'.repeat(256), /255/],
    ['abc\u202egnp', /direction/i],
  ] as const
  for (const [text, sentence] of bad) {
    await name.fill(text)
    await send.click()
    await expect(name).toHaveAccessibleDescription(sentence)
    await expect(name).toHaveValue(text)
  }
  await open.getByRole('button', { name: 'Cancel' }).click()

  const unusual = ['مفتاح الإنتاج', '<img src=x onerror=alert(1)>', '🔑 emoji 🚀', 'x'.repeat(255)]
  for (const text of unusual) {
    await acknowledge(await create(page, text))
    await expect(rowOf(page, text)).toBeVisible()
  }
  await expect(page.locator('main img')).toHaveCount(0)
})

test('a name that is already there is warned about and allowed', async ({
  application,
  service,
}) => {
  const { page } = application
  const path = '/v1/environments/preview/keys'
  await service.ask('POST', path, service.tokens.preview, { name: 'Checkout' })
  await connect(page, service)
  await expect(rowOf(page, 'Checkout')).toBeVisible()
  const open = await openCreate(page)
  await open.getByLabel('Name').fill('  checkout ')
  await expect(open.getByText('Another key has this name in Preview')).toBeVisible()
  await open.getByRole('button', { name: 'Create key' }).click()
  await expect(dialog(page, 'Store your new API key')).toBeVisible()
})

test('a URL that cannot be right is refused before anything is sent', async ({ application }) => {
  const { page } = application
  const open = await fillConnection(page, { url: '', preview: 'clva_typed' })
  const url = open.getByLabel('URL')
  const bad = [
    ['keys.example.com', /https:\/\//],
    ['http://keys.example.com', /https/],
    ['https://admin:pw@keys.example.com', /user|password/i],
    ['https://keys.example.com/v1', /path/i],
  ] as const
  for (const [text, sentence] of bad) {
    await url.fill(text)
    await open.getByRole('button', { name: 'Save' }).click()
    await expect(url).toHaveAccessibleDescription(sentence)
  }
  await url.fill('https://keys.invalid')
  await open.getByRole('button', { name: 'Save' }).click()
  await expect(url).toHaveAccessibleDescription(/There is no keys\.invalid/)
  await expect(open.getByLabel('Preview credential', { exact: true })).toHaveValue('clva_typed')
  await expect(open).toBeVisible()
})

test('an unknown certificate is shown, compared and then pinned', async ({
  application,
  service,
}) => {
  const { page } = application
  const open = await fillConnection(page, { url: service.url, ...service.tokens })
  await open.getByRole('button', { name: 'Test connection' }).click()
  const question = open.getByRole('region', { name: 'Certificate of the service' })
  await expect(question).toContainText(service.fingerprint.slice(0, 11))
  await question.getByRole('button', { name: 'Trust this certificate' }).click()
  await open.getByRole('button', { name: 'Test connection' }).click()
  const result = open.getByRole('region', { name: 'Test result' })
  await expect(result).toContainText('preview-admin')
  await expect(result).toContainText('production-admin')
  await open.getByRole('button', { name: 'Save' }).click()
  await expectLive(page)
})

test('a wrong token keeps the form as it was', async ({ application, service }) => {
  const { page } = application
  const form = { url: service.url, ca: service.certificate, preview: 'clva_wrong' }
  const open = await fillConnection(page, form)
  await open.getByRole('button', { name: 'Save' }).click()
  const field = open.getByLabel('Preview credential', { exact: true })
  await expect(field).toHaveAccessibleDescription(/does not accept this for Preview/)
  await expect(field).toHaveValue('clva_wrong')
  await field.fill(service.tokens.preview)
  await open.getByRole('button', { name: 'Save' }).click()
  await expectLive(page)
})

test('a revoked token is noticed, and replaced in place', async ({ application, service }) => {
  const { page } = application
  const token = await service.createToken('short-lived', 'key:view,key:create,key:edit,key:delete')
  const form = { url: service.url, ca: service.certificate, preview: token }
  const open = await fillConnection(page, form)
  await open.getByRole('button', { name: 'Save' }).click()
  await expectLive(page)
  await service.revokeToken('short-lived')
  await page.getByRole('button', { name: 'Replace credential' }).click()
  const replace = dialog(page, 'Replace credential')
  await replace.getByLabel('Preview credential', { exact: true }).fill(service.tokens.preview)
  await replace.getByRole('button', { name: 'Save' }).click()
  await expect(replace).toBeHidden()
  await expectLive(page)
})

test('a token without the permission: the buttons say which one is missing', async ({
  application,
  service,
}) => {
  const { page } = application
  const path = '/v1/environments/preview/keys'
  await service.ask('POST', path, service.tokens.preview, { name: 'not mine' })
  const token = await service.createToken('support', 'key:view', 'preview')
  const open = await fillConnection(page, {
    url: service.url,
    ca: service.certificate,
    preview: token,
  })
  await open.getByRole('button', { name: 'Save' }).click()
  await expectLive(page)
  // Once the key is listed, the empty list and its own button to create one are gone.
  const suspend = rowOf(page, 'not mine').getByRole('button', { name: 'Suspend' })
  await expect(suspend).toBeVisible()
  const create = page.getByRole('button', { name: 'Create key' })
  await expect(create).toHaveAttribute('aria-description', /key:create/)
  await expect(suspend).toHaveAttribute('aria-description', /key:edit/)
  await suspend.click({ force: true })
  await expect(dialog(page, 'Suspend API key')).toBeHidden()

  await page.getByRole('grid', { name: 'API keys' }).focus()
  await page.keyboard.press('Delete')
  await expect(page.getByRole('alert')).toContainText('key:delete')
  await expect(dialog(page, 'Delete API key')).toBeHidden()
})

test('a change made elsewhere is shown, and only overwritten on demand', async ({
  application,
  service,
}) => {
  const { page } = application
  const path = '/v1/environments/preview/keys'
  const token = service.tokens.preview
  const made = await service.ask('POST', path, token, { name: 'checkout' })
  await connect(page, service)
  await rowOf(page, 'checkout').getByText('checkout').click()
  const drawer = dialog(page, /checkout/)
  await drawer.getByRole('button', { name: 'Edit' }).click()
  // As the service answers a create.
  const { key } = made.body as { readonly key: { readonly id: string } }
  await service.ask('POST', `${path}/${key.id}/suspend`, token)

  await drawer.getByLabel('Description').fill('of the shop')
  await drawer.getByRole('button', { name: 'Save' }).click()
  const conflict = drawer.getByRole('alert', { name: 'Changed elsewhere' })
  await expect(conflict).toContainText('Status: Active became Suspended')
  await expect(conflict).toContainText('Description: None becomes of the shop')
  await expect(rowOf(page, 'checkout')).toContainText('Suspended')
  await conflict.getByRole('button', { name: 'Save mine' }).click()
  await expect(drawer).toContainText('of the shop')
  await expect(drawer.getByRole('button', { name: 'Restore' })).toBeVisible()
})
