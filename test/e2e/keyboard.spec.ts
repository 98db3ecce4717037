import {
  acknowledge,
  connect,
  dialog,
  expectLive,
  fillConnection,
  rowOf,
} from '../../tools/administrator.ts'
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

test('focus goes back to where it was, however many dialogs led away from it', async ({
  application,
  service,
}) => {
  const { page } = application
  await connect(page, service)
  const { keyboard } = page
  const help = page.getByRole('button', { name: 'Help', exact: true })
  const create = page.getByRole('button', { name: 'Create key' }).first()
  // Twice: a dialog is loaded when it is first opened, and at once from then on.
  for (const name of ['first', 'second']) {
    await help.press('Enter')
    await dialog(page, 'Help').getByRole('button', { name: 'Check a key' }).press('Enter')
    await expect(dialog(page, 'Check the key on the clipboard')).toBeVisible()
    await keyboard.press('Escape')
    await expect(help).toBeFocused()

    await create.press('Enter')
    await dialog(page, 'Create API key').getByLabel('Name').fill(name)
    await keyboard.press('Enter')
    await acknowledge(dialog(page, 'Store your new API key'))
    await expect(create).toBeFocused()
  }
})

test('details of a key have the keyboard to themselves', async ({ application, service }) => {
  const { page } = application
  await service.createKey('preview', { name: 'checkout' })
  await connect(page, service)
  const palette = page.getByLabel('Command', { exact: true })
  await rowOf(page, 'checkout').click()
  const details = dialog(page, /checkout/)
  await expect(details.getByRole('button', { name: 'Close' })).toBeFocused()
  await page.keyboard.press('/')
  await page.keyboard.press('ControlOrMeta+K')
  await expect(details.getByRole('button', { name: 'Close' })).toBeFocused()
  await expect(palette).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(details).toBeHidden()
  await page.keyboard.press('ControlOrMeta+K')
  await expect(palette).toBeFocused()
})
