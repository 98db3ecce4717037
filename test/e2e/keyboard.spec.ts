import { connect, dialog, expectLive, fillConnection, rowOf } from '../../tools/administrator.ts'
import { expect, test } from './fixture.ts'

test('a key’s life without a mouse', async ({ application, service }) => {
  const { page } = application
  await connect(page, service)
  const { keyboard } = page
  await page.getByRole('button', { name: 'Create key' }).first().focus()
  await keyboard.press('Enter')
  const create = dialog(page, 'Create API key')
  await expect(create.getByLabel('Name')).toBeFocused()
  await keyboard.type('by keyboard')
  await keyboard.press('Enter')

  const reveal = dialog(page, 'Store your new API key')
  await expect(reveal.getByRole('button', { name: 'Copy key' })).toBeFocused()
  await keyboard.press('Enter')
  await expect(reveal).toContainText('Copied.')
  await reveal.getByLabel('I have stored it').focus()
  await keyboard.press('Space')
  await keyboard.press('Tab')
  await expect(reveal.getByRole('button', { name: 'Done' })).toBeFocused()
  await keyboard.press('Enter')
  await expect(reveal).toBeHidden()

  const grid = page.getByRole('grid', { name: 'API keys' })
  await grid.focus()
  await keyboard.press('Home')
  await keyboard.press('Enter')
  await expect(dialog(page, /by keyboard/)).toBeVisible()
  await keyboard.press('Escape')
  await expect(dialog(page, /by keyboard/)).toBeHidden()

  await grid.focus()
  await keyboard.press('Delete')
  const remove = dialog(page, 'Delete API key')
  await expect(remove.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await keyboard.press('Tab')
  await expect(remove.getByRole('button', { name: 'Delete' })).toBeFocused()
  await keyboard.press('Enter')
  await expect(rowOf(page, 'by keyboard')).toBeHidden()
})

test('the palette goes anywhere', async ({ application, service }) => {
  const { page } = application
  await connect(page, service)
  const command = async (words: string) => {
    await page.keyboard.press('ControlOrMeta+K')
    await expect(page.getByLabel('Command', { exact: true })).toBeFocused()
    await page.keyboard.type(words)
    await page.keyboard.press('Enter')
  }
  await command('production')
  await expect(page.getByRole('note', { name: 'Environment in use' })).toContainText('Production')
  await command('settings')
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await command('light')
  await expect(page.getByRole('radio', { name: 'Light' })).toBeChecked()
})

test('the palette refuses what is not permitted, and says why', async ({
  application,
  service,
}) => {
  const { page } = application
  const token = await service.createToken('support', 'key:view', 'preview')
  const form = { url: service.url, ca: service.certificate, preview: token }
  const open = await fillConnection(page, form)
  await open.getByRole('button', { name: 'Save' }).click()
  await expectLive(page)
  await page.keyboard.press('ControlOrMeta+K')
  await page.getByLabel('Command', { exact: true }).fill('create')
  const command = dialog(page, 'Commands').getByRole('button', { name: 'Create key' })
  await expect(command).toHaveAttribute('aria-disabled', 'true')
  await expect(command).toContainText('key:create')
  await page.keyboard.press('Enter')
  await expect(command).toBeVisible()
  await expect(dialog(page, 'Create API key')).toBeHidden()
})
